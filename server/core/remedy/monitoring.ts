// What counts the guard's violations, shows them and raises the alarm: metric filters on the true log groups, a
// dashboard, an alarm, a topic with its subscribers. One description for plans and for infrastructure code.
import type { Wish } from './change.ts';

export const monitoringNames = {
  namespace: 'LambdaProtect',
  metric: 'Violations',
  metricByRule: 'ViolationsByRule',
  filter: 'lambda-protect-violations',
  filterByRule: 'lambda-protect-violations-by-rule',
  topic: 'lambda-protect-violations',
  alarm: 'lambda-protect-violations',
  dashboard: 'lambda-protect',
} as const;

/** Both spellings that are in use; terms are case-sensitive, and `?` means any of them. */
export const violationPattern = '?"Rule Violation for" ?"Rule violation for"';
/** The guard's JSON record; only JSON gives dimensions. */
export const violationJsonPattern = '{ $.violation = "*" }';

/** Lines that the patterns must tell apart, for `TestMetricFilter`. */
export const patternSamples = {
  counted: [
    '{"message":"In Rule Violation for (?i)<script","violation":"in","rule":"script-tag","mode":"block","function":"example"}',
    'Code Rule Violation for eval',
    'Code Rule violation for eval',
  ],
  passedOver: ['REPORT RequestId: example Duration: 2.10 ms', '{"level":"INFO","message":"no violation"}'],
} as const;

export interface MonitoringSettings {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly functions: readonly { readonly name: string; readonly logGroup: string }[];
  readonly emails: readonly string[];
  /** Of violations in five minutes; default 1. */
  readonly threshold?: number;
}

/** In the order in which they are made: each finds what it names. */
export function monitoringWishes(settings: MonitoringSettings): readonly Wish[] {
  const { region, emails } = settings;
  const { namespace, metric, metricByRule } = monitoringNames;
  const topicArn = `arn:${settings.partition}:sns:${region}:${settings.account}:${monitoringNames.topic}`;
  const groups = [...new Set(settings.functions.map((one) => one.logGroup))].toSorted();
  return [
    ...groups.flatMap((logGroup): Wish[] => [
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
      {
        kind: 'metric-filter',
        region,
        target: { logGroup, name: monitoringNames.filterByRule },
        after: {
          pattern: violationJsonPattern,
          namespace,
          metric: metricByRule,
          value: '1',
          defaultValue: null,
          dimensions: { Function: '$.function', Rule: '$.rule', Kind: '$.violation' },
        },
      },
    ]),
    { kind: 'topic', region, target: { arn: topicArn }, after: { displayName: 'Lambda Protect' } },
    ...emails.map(
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
        periodSeconds: 300,
        evaluationPeriods: 1,
        threshold: settings.threshold ?? 1,
        comparison: 'GreaterThanOrEqualToThreshold',
        missingData: 'notBreaching',
        actions: [topicArn],
      },
    },
    {
      kind: 'dashboard',
      region,
      target: { name: monitoringNames.dashboard },
      after: { body: dashboardBody(settings, groups) },
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function dashboardBody({ region, functions }: MonitoringSettings, groups: readonly string[]): unknown {
  const { namespace, metric, metricByRule } = monitoringNames;
  const by = (dimension: string) =>
    `SELECT SUM(${metricByRule}) FROM SCHEMA(${namespace}, Function, Kind, Rule) GROUP BY ${dimension}`;
  const graph = (title: string, metrics: unknown, at: readonly [x: number, y: number]) => ({
    type: 'metric',
    x: at[0],
    y: at[1],
    width: 12,
    height: 6,
    properties: { title, region, view: 'timeSeries', stat: 'Sum', period: 300, metrics },
  });
  const names = [...new Set(functions.map((one) => one.name))].toSorted().slice(0, 100);
  const sources = groups
    .slice(0, 50)
    .map((name) => `SOURCE '${name}'`)
    .join(' | ');
  return {
    widgets: [
      graph('Violations', [[namespace, metric]], [0, 0]),
      graph('Violations by function', [[{ expression: by('Function'), id: 'f' }]], [12, 0]),
      graph('Violations by rule', [[{ expression: by('Rule'), id: 'r' }]], [0, 6]),
      graph('Violations by kind', [[{ expression: by('Kind'), id: 'k' }]], [12, 6]),
      graph(
        'Invocations',
        names.map((name) => ['AWS/Lambda', 'Invocations', 'FunctionName', name]),
        [0, 12],
      ),
      {
        type: 'log',
        x: 12,
        y: 12,
        width: 12,
        height: 6,
        properties: {
          title: 'Latest violations',
          region,
          view: 'table',
          query: `${sources} | fields @timestamp, function, violation, rule, path, requestId | filter ispresent(violation) | sort @timestamp desc | limit 50`,
        },
      },
    ],
  };
}
