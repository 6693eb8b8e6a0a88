// Hourly metrics of the functions of a Region, many in one call, and the alarms that stand on them.
import type { AnomalyDetector, MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { type Known, known } from '../../core/model/known.ts';
import type { AlarmFacts } from '../../core/monitor/metrics/missing-alarms.ts';
import {
  type CloudWatchBandPoint,
  type Point,
  type Series,
  toSeries,
} from '../../core/monitor/metrics/series.ts';
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

/** `account` goes with each series, so that marks of what is said of it are of this account and Region. */
export async function readMetrics(
  scope: BehaviourScope,
  region: string,
  functions: readonly string[],
  range: { readonly start: Date; readonly end: Date },
  account = '',
): Promise<Known<readonly Series[]>> {
  const wanted = functions.flatMap((name) => metrics.map(([metric, stat]) => ({ name, metric, stat })));
  const read = await readQueries(
    scope,
    region,
    wanted.map((one) => [toStat(one)]),
    range,
  );
  if (!read.known) return read;
  const bands = await readCloudWatchBands(scope, region, wanted, range);
  return known(
    read.value.flatMap(([points], place) => {
      const one = wanted[place];
      if (!one || !points || points.length === 0) return [];
      const { series } = toSeries(one.metric, one.name, points);
      const band = bands.get(place);
      return [
        {
          ...series,
          until: range.end.getTime(),
          ...(account === '' ? {} : { account }),
          region,
          ...(band === undefined ? {} : { cloudwatchBand: band }),
        },
      ];
    }),
  );
}

interface WantedMetric {
  readonly name: string;
  readonly metric: string;
  readonly stat: string;
}

type Query = Omit<MetricDataQuery, 'Id'>;

function toStat({ name, metric, stat }: WantedMetric): Query {
  const Dimensions = [{ Name: 'FunctionName', Value: name }];
  const Metric = { Namespace: 'AWS/Lambda', MetricName: metric, Dimensions };
  return { MetricStat: { Metric, Period: periodSeconds, Stat: stat } };
}

/**
 * Each question is one query or two, of which the second takes the first by the name `$first`; its answers are the
 * series of points that come back for its last query (two for a band). As many as a call takes at once.
 */
async function readQueries(
  scope: BehaviourScope,
  region: string,
  questions: readonly (readonly Query[])[],
  range: { readonly start: Date; readonly end: Date },
): Promise<Known<readonly (readonly (readonly Point[])[])[]>> {
  const answers: Point[][][] = questions.map(() => []);
  const hours = Math.max(1, (range.end.getTime() - range.start.getTime()) / (periodSeconds * 1000));
  const parts = questions[0]?.length ?? 1;
  const batch = Math.max(1, Math.floor(Math.min(queriesPerCall, pointsPerCall / hours) / parts));
  const client = await scope.connection.client('cloudwatch', region);
  for (let from = 0; from < questions.length; from += batch) {
    const MetricDataQueries = questions.slice(from, from + batch).flatMap((queries, index) =>
      queries.map((query, part): MetricDataQuery => {
        const isLast = part === queries.length - 1;
        const { Expression: expression } = query;
        return {
          ...query,
          Id: isLast ? `q${from + index}` : `p${from + index}`,
          ...(expression === undefined
            ? {}
            : { Expression: expression.replace('$first', `p${from + index}`) }),
          ...(isLast ? {} : { ReturnData: false }),
        };
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
    // Of a band two results bear one ID; on the next page they come in the same order.
    const seenOnPage = new Map<string, number>();
    for (const {
      Id: id = '',
      Label: label = '',
      Timestamps: times = [],
      Values: values = [],
    } of pages.value) {
      const list = answers[Number(id.slice(1))];
      if (!list) continue;
      const part = parts === 1 ? 0 : isHigh(label) ? 1 : isLow(label) ? 0 : (seenOnPage.get(id) ?? 0) % 2;
      seenOnPage.set(id, (seenOnPage.get(id) ?? 0) + 1);
      const points = list[part] ?? [];
      list[part] = points;
      times.forEach((time, index) => {
        const value = values[index];
        if (value !== undefined) points.push({ at: time.getTime(), value });
      });
    }
  }
  return known(answers);
}

const isHigh = (label: string) => /\b(high|upper)\b/i.test(label);
const isLow = (label: string) => /\b(low|lower)\b/i.test(label);

/** Where CloudWatch has an anomaly detector on one of the metrics, its band, by the place in `wanted`. What may not be read is a gap. */
async function readCloudWatchBands(
  scope: BehaviourScope,
  region: string,
  wanted: readonly WantedMetric[],
  range: { readonly start: Date; readonly end: Date },
): Promise<ReadonlyMap<number, readonly CloudWatchBandPoint[]>> {
  const found = new Map<number, readonly CloudWatchBandPoint[]>();
  const client = await scope.connection.client('cloudwatch', region);
  const detectors = await scope.ask.pages<AnomalyDetector>(
    'cloudwatch:DescribeAnomalyDetectors',
    async (token, call) => {
      const page = await client.describeAnomalyDetectors(
        {
          Namespace: 'AWS/Lambda',
          AnomalyDetectorTypes: ['SINGLE_METRIC'],
          ...(token === undefined ? {} : { NextToken: token }),
        },
        call,
      );
      return { items: page.AnomalyDetectors, next: page.NextToken };
    },
  );
  if (!detectors.known) {
    scope.gap(region, detectors.gap);
    return found;
  }
  const places = wanted.flatMap((one, place) =>
    detectors.value.some((detector) => isOn(detector, one)) ? [place] : [],
  );
  if (places.length === 0) return found;
  const bands = await readQueries(
    scope,
    region,
    places.flatMap((place) => {
      const one = wanted[place];
      return one ? [[toStat(one), { Expression: `ANOMALY_DETECTION_BAND($first, ${bandWidth})` }]] : [];
    }),
    range,
  );
  if (!bands.known) {
    scope.gap(region, bands.gap);
    return found;
  }
  bands.value.forEach(([one = [], other = []], index) => {
    const others = new Map(other.map(({ at, value }) => [at, value]));
    const band = one.flatMap(({ at, value }): CloudWatchBandPoint[] => {
      const second = others.get(at);
      return second === undefined
        ? []
        : [{ at, low: Math.min(value, second), high: Math.max(value, second) }];
    });
    const place = places[index];
    if (place !== undefined && band.length > 0)
      found.set(
        place,
        band.toSorted((a, b) => a.at - b.at),
      );
  });
  return found;
}

/** Standard deviations: what CloudWatch's console proposes. */
const bandWidth = 2;

/** A model that is still being trained, or has too little data, gives no band. */
function isOn(detector: AnomalyDetector, { name, metric, stat }: WantedMetric): boolean {
  const one = detector.SingleMetricAnomalyDetector ?? detector;
  const dimensions = one.Dimensions ?? [];
  return (
    one.Namespace === 'AWS/Lambda' &&
    one.MetricName === metric &&
    one.Stat === stat &&
    dimensions.length === 1 &&
    dimensions[0]?.Name === 'FunctionName' &&
    dimensions[0].Value === name &&
    (detector.StateValue === undefined || detector.StateValue === 'TRAINED')
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
