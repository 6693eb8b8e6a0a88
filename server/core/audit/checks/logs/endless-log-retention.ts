// The function's log group keeps its records for ever.
import { functionCheck } from '../../check.ts';
import { logGroup, place } from '../../examples.ts';
import { securityHub } from '../../references.ts';

export const endlessLogRetention = functionCheck({
  id: 'endless-log-retention',
  severity: 'hint',
  title: 'the log group keeps its records for ever',
  why: 'Records that nobody deletes cost money and keep personal data longer than anybody may.',
  todo: 'Set a retention that is long enough for an investigation, such as a year.',
  cwe: [],
  references: [securityHub('CloudWatch.16')],
  needs: ['logGroup', 'place'],
  test: ({ logGroup: group, place: here }) => {
    if (group === null) return 'not-applicable';
    return group.retentionDays === null
      ? [
          {
            message: `${group.name} of ${here.name} has no retention`,
            resource: group.arn,
            data: { logGroup: group.name },
          },
        ]
      : [];
  },
  examples: {
    good: [{ place, logGroup: logGroup() }],
    bad: [{ place, logGroup: logGroup({ retentionDays: null }) }],
    notApplicable: [{ place, logGroup: null }],
  },
});
