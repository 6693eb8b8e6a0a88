// The guard reports violations, and nothing counts them or raises an alarm.
import { functionCheck } from '../../check.ts';
import { code, configuration, place } from '../../examples.ts';
import { page } from '../../references.ts';
import { countsViolations } from '../../violation-filters.ts';

const filter = {
  name: 'violations',
  logGroup: '/aws/lambda/orders',
  pattern: '?Violation ?violation',
  metrics: [{ namespace: 'LambdaProtect', name: 'Violations', value: '1' }],
};
const alarm = {
  name: 'violations',
  arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:violations',
  namespace: 'LambdaProtect',
  metric: 'Violations',
  dimensions: {},
  actionsEnabled: true,
  actions: ['arn:aws:sns:eu-west-1:111122223333:alerts'],
  state: 'OK',
};

export const unwatchedViolations = functionCheck({
  id: 'unwatched-violations',
  severity: 'warning',
  title: 'violations that the guard reports raise no alarm',
  why: 'The guard writes a record for each violation. Without a metric filter on the true log group and an alarm on its metric nobody hears of it.',
  todo: 'Add a metric filter for the word Violation on the log group of the function, and an alarm with an action on its metric.',
  cwe: [778],
  references: [
    page('Metric filters', 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html'),
  ],
  needs: ['metricFilters', 'alarms', 'code', 'configuration', 'place'],
  test: ({ metricFilters, alarms, code: { guard }, configuration: { logging }, place: here }) => {
    if (guard.files.length === 0) return 'not-applicable';
    const counting = metricFilters.filter((one) => countsViolations(one.pattern));
    if (counting.length === 0)
      return [
        {
          message: `no metric filter on ${logging.logGroup} counts the violations of ${here.name}`,
          resource: logging.logGroup,
          data: { logGroup: logging.logGroup },
        },
      ];
    const metrics = counting.flatMap((one) => one.metrics);
    const watching = alarms.filter((one) =>
      metrics.some((metric) => metric.namespace === one.namespace && metric.name === one.metric),
    );
    if (watching.length === 0)
      return [
        {
          message: `no alarm watches the violations of ${here.name} (${metrics.map((metric) => `${metric.namespace}/${metric.name}`).join(', ')})`,
          resource: logging.logGroup,
          data: { metrics },
        },
      ];
    return watching.some((one) => one.actionsEnabled && one.actions.length > 0)
      ? []
      : [
          {
            message: `the alarm on violations of ${here.name} tells nobody`,
            resource: watching[0]?.name ?? '',
            severity: 'info',
          },
        ];
  },
  examples: {
    good: [{ place, configuration: configuration(), code: code(), metricFilters: [filter], alarms: [alarm] }],
    bad: [
      { place, configuration: configuration(), code: code(), metricFilters: [], alarms: [] },
      {
        place,
        configuration: configuration(),
        code: code(),
        metricFilters: [{ ...filter, pattern: 'ERROR' }],
        alarms: [alarm],
      },
      { place, configuration: configuration(), code: code(), metricFilters: [filter], alarms: [] },
      {
        place,
        configuration: configuration(),
        code: code(),
        metricFilters: [filter],
        alarms: [{ ...alarm, actions: [] }],
      },
    ],
    notApplicable: [
      {
        place,
        configuration: configuration(),
        code: code({ guard: { files: [], wrapsHandler: 'no', evidence: '' } }),
        metricFilters: [],
        alarms: [],
      },
    ],
  },
});
