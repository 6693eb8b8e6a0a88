// What monitoring has to know of a Region: functions with their true log groups, metric filters tried on sample lines
// by the service itself, alarms and who receives them. Only reads; `TestMetricFilter` stores nothing and costs nothing.
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { type Known, known, unknown } from '../core/model/known.ts';
import type { AlarmedMetric, AlarmFacts, CoverageFacts, FilterFacts } from '../core/remedy/coverage.ts';
import { type GuardSettings, guardVariables } from '../core/remedy/guard-signs.ts';
import {
  nearLines,
  otherLines,
  type RecordShape,
  recordShapes,
  shapeOf,
  shapeSamples,
} from '../core/remedy/record-shapes.ts';
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

/** Of the alarms of a Region, those on one of the metrics (`namespace\0name`). */
async function alarmsOn(
  connection: Connection,
  region: string,
  ask: Ask,
  metrics: ReadonlySet<string>,
): Promise<Known<readonly AlarmFacts[]>> {
  const cloudwatch = await connection.client('cloudwatch', region);
  const listed = await ask.pages('cloudwatch:DescribeAlarms', async (token, options) => {
    const page = await cloudwatch.describeAlarms(token === undefined ? {} : { NextToken: token }, options);
    return { items: page.MetricAlarms, next: page.NextToken };
  });
  if (!listed.known) return listed;
  const topics = new Map<string, Promise<Receivers>>();
  const receiversOf = (arn: string) => {
    const found = topics.get(arn) ?? readTopic(connection, region, ask, arn);
    topics.set(arn, found);
    return found;
  };
  const facts: AlarmFacts[] = [];
  for (const one of listed.value) {
    const watched = alarmedMetrics(one);
    if (!watched.some(({ namespace, metric }) => metrics.has(`${namespace}\0${metric}`))) continue;
    facts.push({
      name: one.AlarmName ?? '',
      metrics: watched,
      condition: conditionOf(one),
      state: one.StateValue ?? '',
      actionsEnabled: one.ActionsEnabled ?? true,
      receivers: sum(await Promise.all((one.AlarmActions ?? []).map(receiversOf))),
    });
  }
  return known(facts);
}

type Receivers = AlarmFacts['receivers'];

/** Programs that an alarm can start or tell; it may also scale, stop or restart, of which nobody hears. */
const programs = new Set(['lambda', 'ssm', 'ssm-incidents', 'aiops']);

async function readTopic(
  connection: Connection,
  region: string,
  ask: Ask,
  action: string,
): Promise<Receivers> {
  const service = action.split(':')[2] ?? '';
  if (service !== 'sns') return known({ confirmed: programs.has(service) ? 1 : 0, pending: 0 });
  const sns = await connection.client('sns', region);
  const topic = await ask.orNull('sns:GetTopicAttributes', (options) =>
    sns.getTopicAttributes({ TopicArn: action }, options),
  );
  if (!topic.known) return topic;
  return known({
    confirmed: Number(topic.value?.Attributes?.['SubscriptionsConfirmed'] ?? 0),
    pending: Number(topic.value?.Attributes?.['SubscriptionsPending'] ?? 0),
  });
}

/** One who surely hears it counts, whatever may not be read beside. */
function sum(all: readonly Receivers[]): Receivers {
  let confirmed = 0;
  let pending = 0;
  for (const one of all) {
    if (!one.known) continue;
    confirmed += one.value.confirmed;
    pending += one.value.pending;
  }
  return confirmed > 0
    ? known({ confirmed, pending })
    : (all.find((one) => !one.known) ?? known({ confirmed, pending }));
}

function alarmedMetrics(alarm: MetricAlarm): readonly AlarmedMetric[] {
  const stats = alarm.Metrics?.flatMap((one) => one.MetricStat?.Metric ?? []) ?? [];
  const all = alarm.MetricName === undefined ? stats : [alarm, ...stats];
  return all.map(({ Namespace, MetricName, Dimensions }) => ({
    namespace: Namespace ?? '',
    metric: MetricName ?? '',
    dimensions: Object.fromEntries((Dimensions ?? []).map(({ Name, Value }) => [Name ?? '', Value ?? ''])),
  }));
}

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

function conditionOf(alarm: MetricAlarm): string {
  const { Statistic = '', ComparisonOperator = '', Threshold, Period, EvaluationPeriods = 1 } = alarm;
  if (Period === undefined || Threshold === undefined) return 'metric math';
  const seconds = Period * EvaluationPeriods;
  const time = seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;
  return `${Statistic} ${signs[ComparisonOperator] ?? ComparisonOperator} ${Threshold} in ${time}`;
}
