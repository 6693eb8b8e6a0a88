// The configured log group does not exist: the function has never logged, or may not.
import { functionCheck } from '../../check.ts';
import { configuration, logGroup, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const missingLogGroup = functionCheck({
  id: 'missing-log-group',
  severity: 'info',
  title: 'the log group of the function does not exist',
  why: 'Metric filters and alarms have nothing to hang on until the group exists, and a role without logs:CreateLogGroup never makes it.',
  todo: 'Create the log group with a retention, by the same template as the function.',
  cwe: [778],
  references: [lambdaGuide('monitoring-cloudwatchlogs', 'Logs in CloudWatch')],
  needs: ['logGroup', 'configuration', 'place'],
  test: ({ logGroup: group, configuration: { logging }, place: here }) =>
    group === null
      ? [
          {
            message: `${here.name} logs to ${logging.logGroup}, which does not exist`,
            resource: logging.logGroup,
            data: { logGroup: logging.logGroup },
          },
        ]
      : [],
  examples: {
    good: [{ place, configuration: configuration(), logGroup: logGroup() }],
    bad: [{ place, configuration: configuration(), logGroup: null }],
  },
});
