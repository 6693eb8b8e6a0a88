// What monitoring has to know of a Region: functions with their true log groups, metric filters tried on sample lines
// by the service itself, alarms and who receives them. Only reads; `TestMetricFilter` stores nothing and costs nothing.
import { type Known, known } from '../core/model/known.ts';
import type { AlarmFacts, CoverageFacts, FilterFacts } from '../core/remedy/coverage.ts';
import { patternSamples } from '../core/remedy/monitoring.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Connection } from './clients.ts';

export interface LoggedFunction {
  readonly name: string;
  readonly logGroup: string;
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
      items: page.Functions?.map((one) => ({
        name: one.FunctionName ?? '',
        logGroup: one.LoggingConfig?.LogGroup ?? `/aws/lambda/${one.FunctionName}`,
      })),
      next: page.NextMarker,
    };
  });
}

export async function collectCoverage(
  connection: Connection,
  region: string,
  functions: readonly LoggedFunction[],
  signal: AbortSignal,
): Promise<readonly CoverageFacts[]> {
  const ask = createAsk({ signal });
  const alarms = await alarmsOf(connection, region, ask);
  const groups = new Map<string, Promise<Pick<CoverageFacts, 'groupClass' | 'filters'>>>();
  const tried = new Map<string, Promise<Known<boolean>>>();
  const groupFacts = (name: string) => {
    const facts = groups.get(name) ?? readGroup(connection, region, ask, name, tried);
    groups.set(name, facts);
    return facts;
  };
  return Promise.all(functions.map(async (one) => ({ ...one, alarms, ...(await groupFacts(one.logGroup)) })));
}

async function readGroup(
  connection: Connection,
  region: string,
  ask: Ask,
  name: string,
  tried: Map<string, Promise<Known<boolean>>>,
): Promise<Pick<CoverageFacts, 'groupClass' | 'filters'>> {
  const logs = await connection.client('logs', region);
  const listed = await ask.known('logs:DescribeLogGroups', (options) =>
    logs.describeLogGroups({ logGroupNamePrefix: name }, options),
  );
  const group = listed.known ? listed.value.logGroups?.find((one) => one.logGroupName === name) : undefined;
  const groupClass: Known<string | null> = listed.known
    ? known(group ? (group.logGroupClass ?? 'STANDARD') : null)
    : listed;
  if (groupClass.known && groupClass.value === null) return { groupClass, filters: known([]) };
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
    const result = tried.get(pattern) ?? tryPattern(connection, region, ask, pattern);
    tried.set(pattern, result);
    const counts = await result;
    if (!counts.known) return { groupClass, filters: counts };
    for (const metric of one.metricTransformations ?? []) {
      facts.push({
        name: one.filterName ?? '',
        namespace: metric.metricNamespace ?? '',
        metric: metric.metricName ?? '',
        counts: counts.value,
        hasDimensions: Object.keys(metric.dimensions ?? {}).length > 0,
      });
    }
  }
  return { groupClass, filters: known(facts) };
}

/** True when the pattern counts the guard's record and no other line. */
export async function tryPattern(
  connection: Connection,
  region: string,
  ask: Ask,
  filterPattern: string,
): Promise<Known<boolean>> {
  const logs = await connection.client('logs', region);
  const { counted, passedOver } = patternSamples;
  const answer = await ask.known('logs:TestMetricFilter', (options) =>
    logs.testMetricFilter({ filterPattern, logEventMessages: [...counted, ...passedOver] }, options),
  );
  if (!answer.known) return answer;
  const numbers = new Set((answer.value.matches ?? []).map((one) => Number(one.eventNumber)));
  // The JSON record is what the guard writes; the bare sentence only counts for filters on text.
  return known(numbers.has(1) && passedOver.every((_, index) => !numbers.has(counted.length + index + 1)));
}

async function alarmsOf(
  connection: Connection,
  region: string,
  ask: Ask,
): Promise<Known<readonly AlarmFacts[]>> {
  const cloudwatch = await connection.client('cloudwatch', region);
  const sns = await connection.client('sns', region);
  const listed = await ask.pages('cloudwatch:DescribeAlarms', async (token, options) => {
    const page = await cloudwatch.describeAlarms(token === undefined ? {} : { NextToken: token }, options);
    return { items: page.MetricAlarms, next: page.NextToken };
  });
  if (!listed.known) return listed;
  const facts: AlarmFacts[] = [];
  for (const one of listed.value) {
    let confirmed = 0;
    let pending = 0;
    for (const action of one.AlarmActions ?? []) {
      if (action.split(':')[2] !== 'sns') {
        confirmed += 1;
        continue;
      }
      const topic = await ask.orNull('sns:GetTopicAttributes', (options) =>
        sns.getTopicAttributes({ TopicArn: action }, options),
      );
      if (!topic.known) return topic;
      confirmed += Number(topic.value?.Attributes?.['SubscriptionsConfirmed'] ?? 0);
      pending += Number(topic.value?.Attributes?.['SubscriptionsPending'] ?? 0);
    }
    facts.push({
      name: one.AlarmName ?? '',
      namespace: one.Namespace ?? '',
      metric: one.MetricName ?? '',
      state: one.StateValue ?? '',
      actionsEnabled: one.ActionsEnabled ?? true,
      confirmed,
      pending,
    });
  }
  return known(facts);
}
