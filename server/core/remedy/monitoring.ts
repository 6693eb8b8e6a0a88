// What counts the guard's violations, shows them and raises the alarm: metric filters on the true log groups, a
// dashboard, an alarm, a topic with its subscribers. One description for plans and for infrastructure code.
import type { Wish } from './change.ts';
import { nearLines, otherLines, recordShapes, shapeSamples } from './record-shapes.ts';

export const monitoringNames = {
  namespace: 'LambdaProtect',
  metric: 'Violations',
  metricByRule: 'ViolationsByRule',
  filter: 'lambda-protect-violations',
  filterByRule: 'lambda-protect-violations-by-rule',
  filterWrapped: 'lambda-protect-violations-by-rule-wrapped',
  topic: 'lambda-protect-violations',
  alarm: 'lambda-protect-violations',
  dashboard: 'lambda-protect',
} as const;

/** Both spellings that are in use; terms are case-sensitive, and `?` means any of them. */
export const violationPattern = '?"Rule Violation for" ?"Rule violation for"';
/**
 * The guard's JSON record as it is, and wrapped by Lambda's JSON log format; only JSON gives dimensions. A record has
 * one of the two shapes, so that it is never counted twice.
 */
export const violationJsonPattern = '{ $.violation = "*" && $.message = "*Rule Violation for*" }';
export const wrappedJsonPattern =
  '{ $.message.violation = "*" && $.message.message = "*Rule Violation for*" }';

/** Lines that the pattern of the first filter must tell apart, for `TestMetricFilter`. */
export const patternSamples: { readonly counted: readonly string[]; readonly passedOver: readonly string[] } =
  {
    counted: recordShapes.flatMap((shape) => shapeSamples[shape]),
    passedOver: [...otherLines, ...nearLines],
  };

export interface MonitoringSettings {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly functions: readonly MonitoredFunction[];
  readonly emails: readonly string[];
  /** Of violations in a period; default 1. */
  readonly threshold?: number;
  /** A multiple of 60; default 300. */
  readonly periodSeconds?: number;
  /** ARN of a topic that is there already; absent: one of ours. */
  readonly topic?: string;
  /** Counted before, and to stay on the dashboard. */
  readonly alsoShown?: readonly MonitoredFunction[];
}

export interface MonitoredFunction {
  readonly name: string;
  readonly logGroup: string;
  /** Only in groups of Lambda's JSON format are records wrapped; absent: text. */
  readonly logFormat?: 'text' | 'json';
}

/** Of the metric filters that one log group may get. */
export const filtersPerGroup = 3;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export const maxFiltersOfGroup = 100;
/** Log groups that one query of Logs Insights takes, and metrics that stay readable in one graph. */
export const dashboardLimits = { logGroups: 50, metrics: 100 } as const;

/** In the order in which they are made: each finds what it names. */
export function monitoringWishes(settings: MonitoringSettings): readonly Wish[] {
  const { region, partition, account, threshold = 1, periodSeconds = 300 } = settings;
  const { namespace, metric } = monitoringNames;
  const ownTopic = `arn:${partition}:sns:${region}:${account}:${monitoringNames.topic}`;
  const topicArn = settings.topic ?? ownTopic;
  const groups = groupsOf(settings.functions);
  return [
    ...groups.flatMap((group) => filterWishes(region, group)),
    ...(settings.topic === undefined
      ? [
          {
            kind: 'topic',
            region,
            target: { arn: topicArn },
            after: { displayName: 'Lambda Protect' },
          } as const,
        ]
      : []),
    ...[...new Set(settings.emails)].map(
      (endpoint): Wish => ({
        kind: 'subscription',
        region,
        target: { topicArn, protocol: 'email', endpoint },
        after: { subscribed: true },
        note: 'SNS sends a message there; nothing is sent before its link was followed',
      }),
    ),
    {
      kind: 'alarm',
      region,
      target: { name: monitoringNames.alarm },
      after: {
        description: 'The guard of Lambda Protect met a violation of its rules.',
        namespace,
        metric,
        statistic: 'Sum',
        periodSeconds,
        evaluationPeriods: 1,
        threshold,
        comparison: 'GreaterThanOrEqualToThreshold',
        missingData: 'notBreaching',
        actions: [topicArn],
      },
    },
    {
      kind: 'dashboard',
      region,
      target: { name: monitoringNames.dashboard },
      after: { body: dashboardBody(settings) },
    },
  ];
}

interface LogGroup {
  readonly name: string;
  readonly hasJsonFormat: boolean;
}

function groupsOf(functions: readonly MonitoredFunction[]): readonly LogGroup[] {
  const names = [...new Set(functions.map((one) => one.logGroup))].toSorted();
  return names.map((name) => ({
    name,
    hasJsonFormat: functions.some((one) => one.logGroup === name && one.logFormat === 'json'),
  }));
}

function filterWishes(region: string, { name: logGroup, hasJsonFormat }: LogGroup): readonly Wish[] {
  const { namespace, metric, metricByRule } = monitoringNames;
  const byRule = (name: string, pattern: string, member: string): Wish => ({
    kind: 'metric-filter',
    region,
    target: { logGroup, name },
    after: {
      pattern,
      namespace,
      metric: metricByRule,
      value: '1',
      defaultValue: null,
      dimensions: {
        Function: `${member}.function`,
        Rule: `${member}.rule`,
        Kind: `${member}.violation`,
      },
    },
  });
  return [
    {
      kind: 'metric-filter',
      region,
      target: { logGroup, name: monitoringNames.filter },
      after: {
        pattern: violationPattern,
        namespace,
        metric,
        value: '1',
        defaultValue: 0,
        dimensions: {},
      },
    },
    byRule(monitoringNames.filterByRule, violationJsonPattern, '$'),
    ...(hasJsonFormat ? [byRule(monitoringNames.filterWrapped, wrappedJsonPattern, '$.message')] : []),
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function dashboardBody(settings: MonitoringSettings): unknown {
  const { region, periodSeconds: period = 300, alsoShown = [] } = settings;
  const functions = [...settings.functions, ...alsoShown];
  const groups = groupsOf(functions);
  const { namespace, metric, metricByRule } = monitoringNames;
  const widget = (
    type: string,
    place: readonly [x: number, y: number, width: number],
    properties: unknown,
  ) => ({
    type,
    x: place[0],
    y: place[1],
    width: place[2],
    height: 6,
    properties,
  });
  const graph = (title: string, place: readonly [number, number, number], metrics: unknown) =>
    widget('metric', place, { title, region, view: 'timeSeries', stat: 'Sum', period, metrics });
  const by = (dimension: string) => [
    [
      {
        expression: `SELECT SUM(${metricByRule}) FROM SCHEMA(${namespace}, Function, Kind, Rule) GROUP BY ${dimension} ORDER BY SUM() DESC LIMIT 50`,
        id: dimension.toLowerCase(),
      },
    ],
  ];
  const names = [...new Set(functions.map((one) => one.name))].toSorted().slice(0, dashboardLimits.metrics);
  const invocations = names.map((name) => ['AWS/Lambda', 'Invocations', 'FunctionName', name]);
  const sources = groups.slice(0, dashboardLimits.logGroups).map(({ name }) => `SOURCE '${name}'`);
  const alarm = `arn:${settings.partition}:cloudwatch:${region}:${settings.account}:alarm:${monitoringNames.alarm}`;
  return {
    widgets: [
      graph('Violations', [0, 0, 9], [[namespace, metric]]),
      graph('Invocations', [9, 0, 9], invocations),
      widget('alarm', [18, 0, 6], { title: 'Alarm', alarms: [alarm] }),
      graph('Violations by function', [0, 6, 8], by('Function')),
      graph('Violations by rule', [8, 6, 8], by('Rule')),
      graph('Violations by kind', [16, 6, 8], by('Kind')),
      widget('log', [0, 12, 24], {
        title: 'Latest violations',
        region,
        view: 'table',
        query: `${sources.join(' | ')} | ${latestQuery}`,
      }),
    ],
  };
}

/** The record as it is and wrapped; of one that is text, the line tells. */
const latestQuery = [
  'filter @message like /Rule [Vv]iolation for/',
  `fields @timestamp, ${['function', 'violation', 'rule', 'path', 'file', 'line', 'requestId']
    .map((name) => `coalesce(${name}, message.${name}) as ${name}_`)
    .join(', ')}, @message`,
  'sort @timestamp desc',
  'limit 50',
].join(' | ');
