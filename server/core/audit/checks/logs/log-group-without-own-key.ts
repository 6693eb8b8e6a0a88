// The log group of a function that handles secrets is encrypted with the default key.
import { functionCheck } from '../../check.ts';
import { configuration, logGroup, place } from '../../examples.ts';
import { page } from '../../references.ts';

export const logGroupWithoutOwnKey = functionCheck({
  id: 'log-group-without-own-key',
  severity: 'info',
  title: 'variables have a key of their own, the log group has none',
  why: 'The function was given a customer-managed key because its data matters; its log records are readable without that key.',
  todo: 'Associate a customer-managed key with the log group.',
  cwe: [311],
  references: [
    page(
      'Encrypt log data',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    ),
  ],
  needs: ['logGroup', 'configuration', 'place'],
  test: ({ logGroup: group, configuration: { kmsKeyArn }, place: here }) => {
    if (group === null || kmsKeyArn === undefined) return 'not-applicable';
    return group.kmsKeyArn === undefined
      ? [{ message: `${group.name} of ${here.name} has no customer-managed key`, resource: group.arn }]
      : [];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({ kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/a' }),
        logGroup: logGroup({ kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/a' }),
      },
    ],
    bad: [
      {
        place,
        configuration: configuration({ kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/a' }),
        logGroup: logGroup(),
      },
    ],
    notApplicable: [{ place, configuration: configuration(), logGroup: logGroup() }],
  },
});
