// Hourly metrics of the functions of a Region, many in one call, and the alarms that stand on them.
import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Known, known } from '../../core/model/known.ts';
import type { AlarmFacts } from '../../core/monitor/metrics/missing-alarms.ts';
import { type Point, type Series, toSeries } from '../../core/monitor/metrics/series.ts';
import type { BehaviourScope } from './open-behaviour.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const metrics = [
  ['Invocations', 'Sum'],
  ['Errors', 'Sum'],
  ['Throttles', 'Sum'],
  ['Duration', 'Average'],
  ['ConcurrentExecutions', 'Maximum'],
  ['AsyncEventsReceived', 'Sum'],
  ['AsyncEventsDropped', 'Sum'],
  ['DeadLetterErrors', 'Sum'],
  ['IteratorAge', 'Maximum'],
  ['UrlRequestCount', 'Sum'],
  ['RecursiveInvocationsDropped', 'Sum'],
] as const;
/** A call takes 500 queries and gives 100,800 points. */
const queriesPerCall = 500;
const pointsPerCall = 100_800;
const periodSeconds = 3600;

export async function readMetrics(
  scope: BehaviourScope,
  region: string,
  functions: readonly string[],
  range: { readonly start: Date; readonly end: Date },
): Promise<Known<readonly Series[]>> {
  const wanted = functions.flatMap((name) => metrics.map(([metric, stat]) => ({ name, metric, stat })));
  const points = new Map<number, Point[]>();
  const hours = Math.max(1, (range.end.getTime() - range.start.getTime()) / (periodSeconds * 1000));
  const batch = Math.max(1, Math.min(queriesPerCall, Math.floor(pointsPerCall / hours)));
  const client = await scope.connection.client('cloudwatch', region);
  for (let from = 0; from < wanted.length; from += batch) {
    const MetricDataQueries = wanted.slice(from, from + batch).map(
      ({ name, metric, stat }, index): MetricDataQuery => ({
        Id: `q${from + index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/Lambda',
            MetricName: metric,
            Dimensions: [{ Name: 'FunctionName', Value: name }],
          },
          Period: periodSeconds,
          Stat: stat,
        },
      }),
    );
    const pages = await scope.ask.pages('cloudwatch:GetMetricData', async (token, call) => {
      const page = await client.getMetricData(
        {
          MetricDataQueries,
          StartTime: range.start,
          EndTime: range.end,
          ScanBy: 'TimestampAscending',
          ...(token === undefined ? {} : { NextToken: token }),
        },
        call,
      );
      return { items: page.MetricDataResults, next: page.NextToken };
    });
    if (!pages.known) return pages;
    for (const { Id: id = '', Timestamps: times = [], Values: values = [] } of pages.value) {
      const place = Number(id.slice(1));
      const list = points.get(place) ?? [];
      points.set(place, list);
      times.forEach((time, index) => {
        const value = values[index];
        if (value !== undefined) list.push({ at: time.getTime(), value });
      });
    }
  }
  return known(
    [...points].flatMap(([place, list]) => {
      const one = wanted[place];
      return one && list.length > 0 ? [toSeries(one.metric, one.name, list).series] : [];
    }),
  );
}

export async function readAlarms(
  { connection, ask }: BehaviourScope,
  region: string,
): Promise<Known<readonly AlarmFacts[]>> {
  const client = await connection.client('cloudwatch', region);
  return ask.pages<AlarmFacts>('cloudwatch:DescribeAlarms', async (token, call) => {
    const page = await client.describeAlarms(
      { AlarmTypes: ['MetricAlarm'], ...(token === undefined ? {} : { NextToken: token }) },
      call,
    );
    return { items: page.MetricAlarms?.flatMap(toFacts), next: page.NextToken };
  });
}

/** Of metric math and anomaly bands, what they look at. */
function toFacts(alarm: MetricAlarm): readonly AlarmFacts[] {
  const looked = [
    { name: alarm.MetricName, namespace: alarm.Namespace, dimensions: alarm.Dimensions },
    ...(alarm.Metrics ?? []).map(({ MetricStat: stat }) => ({
      name: stat?.Metric?.MetricName,
      namespace: stat?.Metric?.Namespace,
      dimensions: stat?.Metric?.Dimensions,
    })),
  ];
  return looked.flatMap(({ name, namespace, dimensions }) => {
    if (namespace !== 'AWS/Lambda' || name === undefined) return [];
    const of = dimensions?.find((one) => one.Name === 'FunctionName')?.Value;
    return [{ metric: name, ...(of === undefined ? {} : { function: of }) }];
  });
}
