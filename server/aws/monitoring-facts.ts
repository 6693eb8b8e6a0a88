// What monitoring has to know of a Region: functions with their true log groups, metric filters tried on sample lines
// by the service itself, with the alarms on what they count. Only reads; `TestMetricFilter` stores nothing and costs nothing.
import { type Known, known, unknown } from '../core/model/known.ts';
import type { CoverageFacts, FilterFacts } from '../core/remedy/coverage.ts';
import { type GuardSettings, guardVariables } from '../core/remedy/guard-signs.ts';
import {
  nearLines,
  otherLines,
  type RecordShape,
  recordShapes,
  shapeOf,
  shapeSamples,
} from '../core/remedy/record-shapes.ts';
import { alarmsOn } from './alarms-on.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Connection } from './clients.ts';

/** What coverage reads. */
export const coverageActions = [
  'lambda:ListFunctions',
  'logs:DescribeLogGroups',
  'logs:DescribeMetricFilters',
  'logs:TestMetricFilter',
  'cloudwatch:DescribeAlarms',
  'sns:GetTopicAttributes',
] as const;

export interface LoggedFunction {
  readonly name: string;
  readonly logGroup: string;
  readonly logFormat: 'text' | 'json';
  /** In which its guard writes, if it has one. */
  readonly shape: RecordShape;
  readonly settings: GuardSettings;
  /** Of the service; `Image` for containers. */
  readonly packageType: 'Zip' | 'Image';
}

export async function listLoggedFunctions(
  connection: Connection,
  region: string,
  signal: AbortSignal,
): Promise<Known<readonly LoggedFunction[]>> {
  const lambda = await connection.client('lambda', region);
  return createAsk({ signal }).pages('lambda:ListFunctions', async (token, options) => {
    const page = await lambda.listFunctions(token === undefined ? {} : { Marker: token }, options);
    return {
      items: page.Functions?.map((one): LoggedFunction => {
        const logFormat = one.LoggingConfig?.LogFormat === 'JSON' ? 'json' : 'text';
        const refused = one.Environment?.Error;
        const variables = guardVariables(one.Environment?.Variables ?? {});
        const guardLog = variables['PROTECT_LAMBDA_LOG'];
        const guardEmf = variables['PROTECT_LAMBDA_EMF'];
        return {
          name: one.FunctionName ?? '',
          logGroup: one.LoggingConfig?.LogGroup ?? `/aws/lambda/${one.FunctionName}`,
          logFormat,
          shape: shapeOf({
            logFormat,
            ...(guardLog === undefined ? {} : { guardLog }),
            ...(guardEmf === undefined ? {} : { guardEmf }),
          }),
          settings: {
            ...(one.Handler === undefined ? {} : { handler: one.Handler }),
            layers: (one.Layers ?? []).map((layer) => layer.Arn ?? ''),
            environment: refused
              ? unknown({
                  action: 'kms:Decrypt',
                  reason: 'denied',
                  detail: refused.ErrorCode ?? 'AccessDeniedException',
                })
              : known(variables),
          },
          packageType: one.PackageType === 'Image' ? 'Image' : 'Zip',
        };
      }),
      next: page.NextMarker,
    };
  });
}

/** A function that coverage is asked of: what `listLoggedFunctions` says of it. */
export type CoveredFunction = Pick<LoggedFunction, 'name' | 'logGroup' | 'shape'>;

export async function collectCoverage<T extends CoveredFunction>(
  connection: Connection,
  region: string,
  functions: readonly T[],
  signal: AbortSignal,
): Promise<readonly (T & CoverageFacts)[]> {
  const ask = createAsk({ signal });
  const groups = new Map<string, Promise<GroupFacts>>();
  const tried = new Map<string, Promise<Known<TriedPattern>>>();
  const withGroups = await Promise.all(
    functions.map(async (one) => {
      const facts = groups.get(one.logGroup) ?? readGroup(connection, region, ask, one.logGroup, tried);
      groups.set(one.logGroup, facts);
      return { one, ...(await facts) };
    }),
  );
  const metrics = new Set(
    withGroups.flatMap(({ filters }) =>
      filters.known
        ? filters.value.flatMap(({ namespace, metric, counts }) =>
            counts.length > 0 ? [`${namespace}\0${metric}`] : [],
          )
        : [],
    ),
  );
  // Nothing counts violations: no alarm can tell of them.
  const alarms = metrics.size === 0 ? known([]) : await alarmsOn(connection, region, ask, metrics);
  return withGroups.map(({ one, ...facts }) => ({ ...one, ...facts, alarms }));
}

type GroupFacts = Pick<CoverageFacts, 'groupClass' | 'filters'>;

async function readGroup(
  connection: Connection,
  region: string,
  ask: Ask,
  name: string,
  tried: Map<string, Promise<Known<TriedPattern>>>,
): Promise<GroupFacts> {
  const logs = await connection.client('logs', region);
  const listed = await ask.known('logs:DescribeLogGroups', (options) =>
    logs.describeLogGroups({ logGroupNamePrefix: name }, options),
  );
  // Names are listed in their order, so that the name itself comes before those that it begins.
  const group = listed.known ? listed.value.logGroups?.find((one) => one.logGroupName === name) : undefined;
  const groupClass: Known<string | null> = listed.known
    ? known(group ? (group.logGroupClass ?? 'STANDARD') : null)
    : listed;
  if (groupClass.known && groupClass.value !== 'STANDARD') return { groupClass, filters: known([]) };
  const filters = await ask.pages('logs:DescribeMetricFilters', async (token, options) => {
    const page = await logs.describeMetricFilters(
      { logGroupName: name, ...(token === undefined ? {} : { nextToken: token }) },
      options,
    );
    return { items: page.metricFilters, next: page.nextToken };
  });
  if (!filters.known) return { groupClass, filters };
  const facts: FilterFacts[] = [];
  for (const one of filters.value) {
    const pattern = one.filterPattern ?? '';
    const result = tried.get(pattern) ?? tryOnShapes(connection, region, ask, pattern);
    tried.set(pattern, result);
    const found = await result;
    if (!found.known) return { groupClass, filters: found };
    for (const metric of one.metricTransformations ?? []) {
      facts.push({
        name: one.filterName ?? '',
        namespace: metric.metricNamespace ?? '',
        metric: metric.metricName ?? '',
        dimensions: Object.keys(metric.dimensions ?? {}).toSorted(),
        // A filter may publish something else than one for each line.
        counts: isOne(metric.metricValue) ? found.value.counts : [],
        countsOthers: found.value.countsOthers,
        countsNear: found.value.countsNear,
      });
    }
  }
  return { groupClass, filters: known(facts) };
}

function isOne(value: string | undefined): boolean {
  return Number(value) >= 1;
}

export interface TriedPattern {
  /** The shapes of which every sample was matched. */
  readonly counts: readonly RecordShape[];
  /** Ordinary lines. */
  readonly countsOthers: boolean;
  /** Lines that only speak of violations. */
  readonly countsNear: boolean;
}

/** What the service itself says of a pattern, on at most the fifty lines that it takes. */
export async function tryOnShapes(
  connection: Connection,
  region: string,
  ask: Ask,
  filterPattern: string,
): Promise<Known<TriedPattern>> {
  const logs = await connection.client('logs', region);
  const samples = recordShapes.flatMap((shape) => shapeSamples[shape].map((line) => ({ shape, line })));
  const logEventMessages = [...samples.map(({ line }) => line), ...otherLines, ...nearLines];
  const answer = await ask.known('logs:TestMetricFilter', (options) =>
    logs.testMetricFilter({ filterPattern, logEventMessages }, options),
  );
  if (!answer.known) return answer;
  const matched = new Set((answer.value.matches ?? []).map((one) => Number(one.eventNumber) - 1));
  const missed = new Set(samples.flatMap(({ shape }, index) => (matched.has(index) ? [] : [shape])));
  return known({
    counts: recordShapes.filter((shape) => !missed.has(shape)),
    countsOthers: otherLines.some((_, index) => matched.has(samples.length + index)),
    countsNear: nearLines.some((_, index) => matched.has(samples.length + otherLines.length + index)),
  });
}

/** True when the pattern counts the guard's records, in one shape at least, and no ordinary line. */
export async function tryPattern(
  connection: Connection,
  region: string,
  ask: Ask,
  filterPattern: string,
): Promise<Known<boolean>> {
  const tried = await tryOnShapes(connection, region, ask, filterPattern);
  return tried.known ? known(tried.value.counts.length > 0 && !tried.value.countsOthers) : tried;
}
