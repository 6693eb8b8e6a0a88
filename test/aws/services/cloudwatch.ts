// CloudWatch: metrics, alarms with a state that follows them, dashboards.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
import type * as C from '@aws-sdk/client-cloudwatch';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface PointState {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  timestamp: number;
  value: number;
}

export interface CloudWatchState {
  points: PointState[];
  alarms: C.MetricAlarm[];
  dashboards: Map<string, string>;
  anomalyDetectors: C.AnomalyDetector[];
}

export function emptyCloudWatch(): CloudWatchState {
  return { points: [], alarms: [], dashboards: new Map(), anomalyDetectors: [] };
}

const asMap = (dimensions: C.Dimension[] | undefined) =>
  Object.fromEntries((dimensions ?? []).map((one) => [one.Name ?? '', one.Value ?? '']));

function sameDimensions(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function statistic(values: readonly number[], name: string): number {
  const sum = values.reduce((total, one) => total + one, 0);
  if (name === 'Sum') return sum;
  if (name === 'SampleCount') return values.length;
  if (name === 'Maximum') return values.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  if (name === 'Minimum')
    return values.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const share = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  if (share !== undefined)
    return (
      values.toSorted((a, b) => a - b)[
        Math.min(values.length - 1, Math.floor((Number(share) / 100) * values.length))
      ] ?? 0
    );
  return sum / values.length;
}

/** Values per period, oldest first; only periods that have data. */
function series(
  call: Call,
  metric: {
    Namespace?: string | undefined;
    MetricName?: string | undefined;
    Dimensions?: C.Dimension[] | undefined;
  },
  stat: string,
  periodSeconds: number,
  fromMs: number,
  toMs: number,
): [number, number][] {
  const width = periodSeconds * 1000;
  const wanted = asMap(metric.Dimensions);
  const buckets = new Map<number, number[]>();
  for (const point of call.region.cloudwatch.points) {
    if (point.namespace !== metric.Namespace || point.name !== metric.MetricName) continue;
    if (point.timestamp < fromMs || point.timestamp >= toMs || !sameDimensions(point.dimensions, wanted))
      continue;
    const at = Math.floor(point.timestamp / width) * width;
    const bucket = buckets.get(at);
    if (bucket) bucket.push(point.value);
    else buckets.set(at, [point.value]);
  }
  return [...buckets.entries()]
    .sort(([a], [b]) => a - b)
    .map(([at, values]) => [at, statistic(values, stat)]);
}

/** The state that an alarm has now, from its metric and its way with missing data. */
function evaluate(call: Call, alarm: C.MetricAlarm): C.MetricAlarm {
  const period = alarm.Period ?? 60;
  const count = alarm.EvaluationPeriods ?? 1;
  const end = Math.ceil((call.now.getTime() + 1) / (period * 1000)) * period * 1000;
  const values = new Map(
    series(
      call,
      alarm,
      alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Sum',
      period,
      end - count * period * 1000,
      end,
    ),
  );
  const missing = alarm.TreatMissingData ?? 'missing';
  let breaching = 0;
  let seen = 0;
  for (let index = 0; index < count; index += 1) {
    const value = values.get(end - (index + 1) * period * 1000);
    if (value !== undefined) seen += 1;
    if (value === undefined ? missing === 'breaching' : compares(value, alarm)) breaching += 1;
  }
  const state =
    breaching >= (alarm.DatapointsToAlarm ?? count)
      ? 'ALARM'
      : seen > 0 || missing !== 'missing'
        ? 'OK'
        : 'INSUFFICIENT_DATA';
  if (missing !== 'ignore' || seen > 0) {
    if (alarm.StateValue !== state) {
      alarm.StateUpdatedTimestamp = call.now;
      alarm.StateReason = `Threshold Crossed: ${breaching} of ${count} datapoints were beyond the threshold.`;
    }
    alarm.StateValue = state;
  }
  return alarm;
}

function compares(value: number, alarm: C.MetricAlarm): boolean {
  const threshold = alarm.Threshold ?? 0;
  switch (alarm.ComparisonOperator) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    default:
      return value >= threshold;
  }
}

export const cloudwatch: Behaviours = {
  DescribeAlarms(input: C.DescribeAlarmsInput, call: Call): C.DescribeAlarmsOutput {
    const wanted = call.region.cloudwatch.alarms
      .filter((one) => !input.AlarmNames?.length || input.AlarmNames.includes(one.AlarmName ?? ''))
      .filter((one) => (one.AlarmName ?? '').startsWith(input.AlarmNamePrefix ?? ''))
      .map((one) => evaluate(call, one))
      .filter((one) => input.StateValue === undefined || one.StateValue === input.StateValue);
    const { items, next } = page(wanted, input.NextToken, input.MaxRecords ?? 50, 100, 'InvalidNextToken');
    return defined({ MetricAlarms: items, CompositeAlarms: [], NextToken: next });
  },

  DescribeAlarmsForMetric(
    input: C.DescribeAlarmsForMetricInput,
    call: Call,
  ): C.DescribeAlarmsForMetricOutput {
    return {
      MetricAlarms: call.region.cloudwatch.alarms
        .filter((one) => one.Namespace === input.Namespace && one.MetricName === input.MetricName)
        .filter((one) => sameDimensions(asMap(one.Dimensions), asMap(input.Dimensions)))
        .map((one) => evaluate(call, one)),
    };
  },

  PutMetricAlarm(input: C.PutMetricAlarmInput, call: Call): Record<string, never> {
    const { Tags, ...rest } = input;
    void Tags;
    const alarm: C.MetricAlarm = {
      ActionsEnabled: true,
      Dimensions: [],
      AlarmActions: [],
      OKActions: [],
      InsufficientDataActions: [],
      ...defined(rest),
      AlarmArn: `arn:${call.account.partition}:cloudwatch:${call.region.name}:${call.account.id}:alarm:${input.AlarmName}`,
      AlarmConfigurationUpdatedTimestamp: call.now,
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: call.now,
    };
    const state = call.region.cloudwatch;
    state.alarms = [...state.alarms.filter((one) => one.AlarmName !== input.AlarmName), alarm];
    return {};
  },

  DeleteAlarms(input: C.DeleteAlarmsInput, call: Call): Record<string, never> {
    const state = call.region.cloudwatch;
    state.alarms = state.alarms.filter((one) => !input.AlarmNames?.includes(one.AlarmName ?? ''));
    return {};
  },

  PutDashboard(input: C.PutDashboardInput, call: Call): C.PutDashboardOutput {
    try {
      JSON.parse(input.DashboardBody ?? '');
    } catch {
      throw new Fault('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object', {
        status: 400,
      });
    }
    call.region.cloudwatch.dashboards.set(input.DashboardName ?? '', input.DashboardBody ?? '');
    return { DashboardValidationMessages: [] };
  },

  GetDashboard(input: C.GetDashboardInput, call: Call): C.GetDashboardOutput {
    const body = call.region.cloudwatch.dashboards.get(input.DashboardName ?? '');
    if (body === undefined)
      throw new Fault('ResourceNotFound', `Dashboard ${input.DashboardName} does not exist`, { status: 404 });
    return {
      DashboardName: input.DashboardName,
      DashboardBody: body,
      DashboardArn: `arn:${call.account.partition}:cloudwatch::${call.account.id}:dashboard/${input.DashboardName}`,
    };
  },

  ListDashboards(input: C.ListDashboardsInput, call: Call): C.ListDashboardsOutput {
    const names = [...call.region.cloudwatch.dashboards.keys()].filter((name) =>
      name.startsWith(input.DashboardNamePrefix ?? ''),
    );
    const { items, next } = page(names, input.NextToken, undefined, 1000, 'InvalidParameterValue');
    return defined({ DashboardEntries: items.map((name) => ({ DashboardName: name })), NextToken: next });
  },

  DeleteDashboards(input: C.DeleteDashboardsInput, call: Call): C.DeleteDashboardsOutput {
    for (const name of input.DashboardNames ?? []) call.region.cloudwatch.dashboards.delete(name);
    return {};
  },

  ListMetrics(input: C.ListMetricsInput, call: Call): C.ListMetricsOutput {
    const seen = new Map<string, C.Metric>();
    for (const point of call.region.cloudwatch.points) {
      if (input.Namespace !== undefined && point.namespace !== input.Namespace) continue;
      if (input.MetricName !== undefined && point.name !== input.MetricName) continue;
      if (
        !(input.Dimensions ?? []).every(
          (one) =>
            one.Name !== undefined &&
            point.dimensions[one.Name] !== undefined &&
            (one.Value === undefined || point.dimensions[one.Name] === one.Value),
        )
      )
        continue;
      seen.set(`${point.namespace}|${point.name}|${JSON.stringify(point.dimensions)}`, {
        Namespace: point.namespace,
        MetricName: point.name,
        Dimensions: Object.entries(point.dimensions).map(([Name, Value]) => ({ Name, Value })),
      });
    }
    const { items, next } = page(
      [...seen.values()],
      input.NextToken,
      undefined,
      500,
      'InvalidParameterValue',
    );
    return defined({ Metrics: items, NextToken: next });
  },

  /** At most 100,800 values a request; none of our tests comes near. Of metric math only anomaly bands are played. */
  GetMetricData(input: C.GetMetricDataInput, call: Call): C.GetMetricDataOutput {
    if ((input.MetricDataQueries ?? []).length > 500)
      throw new Fault(
        'ValidationError',
        'The collection MetricDataQueries must not have a size greater than 500.',
      );
    const results = (input.MetricDataQueries ?? []).flatMap((query) => {
      const stat = query.MetricStat;
      const band = /^ANOMALY_DETECTION_BAND\((\w+)(?:,\s*([\d.]+))?\)$/.exec(query.Expression ?? '');
      if (band) return bandOf(call, input, query, band[1] ?? '', Number(band[2] ?? 2));
      if (query.ReturnData === false) return [];
      if (!stat)
        return [
          {
            Id: query.Id,
            Label: query.Label ?? query.Id,
            Timestamps: [],
            Values: [],
            StatusCode: 'Complete' as const,
          },
        ];
      const found = series(
        call,
        stat.Metric ?? {},
        stat.Stat ?? 'Sum',
        stat.Period ?? 300,
        input.StartTime?.getTime() ?? 0,
        input.EndTime?.getTime() ?? call.now.getTime(),
      );
      const ordered = input.ScanBy === 'TimestampAscending' ? found : found.toReversed();
      return [
        {
          Id: query.Id,
          Label: query.Label ?? stat.Metric?.MetricName,
          Timestamps: ordered.map(([at]) => new Date(at)),
          Values: ordered.map(([, value]) => value),
          StatusCode: 'Complete' as const,
        },
      ];
    });
    return { MetricDataResults: results.map((one) => defined(one)), Messages: [] };
  },

  GetMetricStatistics(input: C.GetMetricStatisticsInput, call: Call): C.GetMetricStatisticsOutput {
    const statistics = input.Statistics ?? ['Sum'];
    const lists = statistics.map(
      (stat) =>
        new Map(
          series(
            call,
            input,
            stat,
            input.Period ?? 300,
            input.StartTime?.getTime() ?? 0,
            input.EndTime?.getTime() ?? 0,
          ),
        ),
    );
    const times = [...(lists[0]?.keys() ?? [])];
    return defined({
      Label: input.MetricName,
      Datapoints: times.map((at) => ({
        Timestamp: new Date(at),
        ...Object.fromEntries(statistics.map((stat, index) => [stat, lists[index]?.get(at)])),
      })),
    });
  },

  PutMetricData(input: C.PutMetricDataInput, call: Call): Record<string, never> {
    for (const datum of input.MetricData ?? []) {
      call.region.cloudwatch.points.push({
        namespace: input.Namespace ?? '',
        name: datum.MetricName ?? '',
        dimensions: asMap(datum.Dimensions),
        timestamp: datum.Timestamp?.getTime() ?? call.now.getTime(),
        value: datum.Value ?? 0,
      });
    }
    return {};
  },

  DescribeAnomalyDetectors(
    input: C.DescribeAnomalyDetectorsInput,
    call: Call,
  ): C.DescribeAnomalyDetectorsOutput {
    const wanted = call.region.cloudwatch.anomalyDetectors.filter((one) => {
      const single = one.SingleMetricAnomalyDetector ?? one;
      return (
        (input.Namespace === undefined || single.Namespace === input.Namespace) &&
        (input.MetricName === undefined || single.MetricName === input.MetricName)
      );
    });
    const { items, next } = page(wanted, input.NextToken, input.MaxResults, 100, 'InvalidNextToken');
    return defined({ AnomalyDetectors: items, NextToken: next });
  },

  ListTagsForResource: (): C.ListTagsForResourceOutput => ({ Tags: [] }),
};

/**
 * Two results under the query's ID, the upper and the lower edge. Without a model for the metric there is none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function bandOf(
  call: Call,
  input: C.GetMetricDataInput,
  query: C.MetricDataQuery,
  ofId: string,
  deviations: number,
): C.MetricDataResult[] {
  const of = input.MetricDataQueries?.find((one) => one.Id === ofId)?.MetricStat;
  if (!of) throw new Fault('ValidationError', `Error in expression '${query.Id}': Unknown ID: ${ofId}`);
  const detector = call.region.cloudwatch.anomalyDetectors.find((one) => {
    const single = one.SingleMetricAnomalyDetector ?? one;
    return (
      single.MetricName === of.Metric?.MetricName &&
      single.Stat === of.Stat &&
      sameDimensions(asMap(single.Dimensions), asMap(of.Metric?.Dimensions))
    );
  });
  const points = detector
    ? series(
        call,
        of.Metric ?? {},
        of.Stat ?? 'Sum',
        of.Period ?? 300,
        input.StartTime?.getTime() ?? 0,
        input.EndTime?.getTime() ?? call.now.getTime(),
      )
    : [];
  const values = points.map(([, value]) => value);
  const mean = values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
  const spread = Math.sqrt(
    values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length),
  );
  const edge = (sign: 1 | -1, word: string): C.MetricDataResult => ({
    Id: query.Id,
    Label: `${of.Metric?.MetricName} (expected ${word})`,
    Timestamps: points.map(([at]) => new Date(at)),
    Values: points.map(() => mean + sign * deviations * spread),
    StatusCode: 'Complete',
  });
  return [edge(1, 'high'), edge(-1, 'low')];
}
