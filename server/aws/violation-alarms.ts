// The alarms that would ring at a violation: those on a metric into which a metric filter of a true log group counts
// violations. It only reads; what is refused is a gap.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter } from '@aws-sdk/client-cloudwatch-logs';
import type { Gap, Known } from '../core/model/known.ts';
import {
  type AlarmState,
  ownReason,
  type ViolationAlarm,
  type ViolationAlarms,
} from '../core/monitor/violations/alarms.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './clients.ts';
import { tryPattern } from './monitoring-facts.ts';
import type { ViolationSource } from './violation-events.ts';
import type { SourceGap } from './violations.ts';

export async function readViolationAlarms(
  connection: Connection,
  ask: Ask,
  sources: readonly ViolationSource[],
): Promise<{ readonly read: ViolationAlarms; readonly gaps: readonly SourceGap[] }> {
  const regions = [...new Set(sources.map(({ region }) => region))];
  const read = await Promise.all(
    regions.map((region) =>
      readRegion(
        connection,
        ask,
        region,
        sources.filter((one) => one.region === region),
      ),
    ),
  );
  return {
    read: {
      alarms: read.flatMap(({ alarms }) => alarms),
      unknown: read.flatMap(({ unknown }) => unknown),
    },
    gaps: read.flatMap(({ gaps }) => gaps),
  };
}

async function readRegion(
  connection: Connection,
  ask: Ask,
  region: string,
  sources: readonly ViolationSource[],
): Promise<ViolationAlarms & { readonly gaps: readonly SourceGap[] }> {
  const unanswered = (gap: Gap) => ({
    alarms: [],
    unknown: sources.flatMap(({ functions }) => functions),
    gaps: [{ what: `alarms in ${region}`, gap }],
  });
  const listed = await listAlarms(connection, ask, region);
  if (!listed.known) return unanswered(listed.gap);
  const filters = await listFilters(connection, ask, region);
  if (!filters.known) return unanswered(filters.gap);
  const functionsOf = await countedBy(connection, ask, region, filters.value, sources);
  const alarms = listed.value.flatMap((alarm): ViolationAlarm[] => {
    const functions = metricsOf(alarm).flatMap((metric) => {
      const counted = functionsOf.get(`${metric.namespace}\0${metric.name}`) ?? [];
      return metric.function === undefined ? counted : counted.filter((name) => name === metric.function);
    });
    if (functions.length === 0) return [];
    return [toAlarm(alarm, region, [...new Set(functions)])];
  });
  return { alarms, unknown: [], gaps: [] };
}

function toAlarm(alarm: MetricAlarm, region: string, functions: readonly string[]): ViolationAlarm {
  const changed = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return {
    name: alarm.AlarmName ?? '',
    region,
    state: stateOf(alarm.StateValue),
    ...(changed === undefined ? {} : { since: changed.getTime() }),
    reason: ownReason(alarm.StateReason ?? ''),
    tells: (alarm.ActionsEnabled ?? true) && (alarm.AlarmActions ?? []).length > 0,
    functions,
  };
}

function stateOf(value: string | undefined): AlarmState {
  return value === 'OK' || value === 'ALARM' ? value : 'INSUFFICIENT_DATA';
}

/** An alarm names one metric, or several that it reckons with. */
function metricsOf(alarm: MetricAlarm) {
  const named = [
    alarm,
    ...(alarm.Metrics ?? []).flatMap(({ MetricStat: stat }) => (stat?.Metric ? [stat.Metric] : [])),
  ];
  return named.map(({ Namespace: namespace = '', MetricName: name = '', Dimensions: dimensions }) => ({
    namespace,
    name,
    function: dimensions?.find(({ Name }) => Name === 'Function')?.Value,
  }));
}

/** By namespace and name of a metric, the functions whose violations are counted into it. */
async function countedBy(
  connection: Connection,
  ask: Ask,
  region: string,
  filters: readonly MetricFilter[],
  sources: readonly ViolationSource[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const functionsOf = new Map(sources.map(({ logGroup, functions }) => [logGroup, functions]));
  const tried = new Map<string, boolean>();
  const counted = new Map<string, string[]>();
  for (const { filterPattern: pattern = '', logGroupName = '', metricTransformations } of filters) {
    const functions = functionsOf.get(logGroupName);
    if (functions === undefined || !pattern.includes('iolation')) continue;
    let counts = tried.get(pattern);
    if (counts === undefined) {
      const answer = await tryPattern(connection, region, ask, pattern);
      counts = !answer.known || answer.value;
      tried.set(pattern, counts);
    }
    if (!counts) continue;
    for (const { metricNamespace, metricName } of metricTransformations ?? []) {
      const key = `${metricNamespace}\0${metricName}`;
      counted.set(key, [...(counted.get(key) ?? []), ...functions]);
    }
  }
  return counted;
}

async function listAlarms(
  connection: Connection,
  ask: Ask,
  region: string,
): Promise<Known<readonly MetricAlarm[]>> {
  const cloudwatch = await connection.client('cloudwatch', region);
  return ask.pages('cloudwatch:DescribeAlarms', async (token, options) => {
    const page = await cloudwatch.describeAlarms(
      { MaxRecords: 100, ...(token === undefined ? {} : { NextToken: token }) },
      options,
    );
    return { items: page.MetricAlarms, next: page.NextToken };
  });
}

async function listFilters(
  connection: Connection,
  ask: Ask,
  region: string,
): Promise<Known<readonly MetricFilter[]>> {
  const logs = await connection.client('logs', region);
  return ask.pages('logs:DescribeMetricFilters', async (token, options) => {
    const page = await logs.describeMetricFilters(token === undefined ? {} : { nextToken: token }, options);
    return { items: page.metricFilters, next: page.nextToken };
  });
}
