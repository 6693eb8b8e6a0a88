// The function writes secrets into its log.
import { functionCheck } from '../../check.ts';
import { logGroup, place } from '../../examples.ts';
import { page } from '../../references.ts';

export const secretInLog = functionCheck({
  id: 'secret-in-log',
  severity: 'error',
  title: 'the log holds secrets',
  why: 'Everybody who may read the log has the secret, for as long as the log is kept, and so has every place that the log is copied to.',
  todo: 'Stop logging it, replace the secret (it has been seen), and mask it with a data protection policy of the log group.',
  cwe: [532],
  references: [
    page(
      'Data protection policies',
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/mask-sensitive-log-data.html',
    ),
  ],
  needs: ['logGroup', 'logSecrets', 'place'],
  test: ({ logGroup: group, logSecrets, place: here }) =>
    group === null
      ? 'not-applicable'
      : logSecrets.kinds.map(({ kind, records }) => ({
          message: `${records} of the newest ${logSecrets.recordsRead} records of ${group.name}, log of ${here.name}, hold a ${kind}`,
          resource: group.arn,
          ...(group.dataProtection ? { severity: 'warning' as const } : {}),
          confidence: kind === 'named-secret' ? ('medium' as const) : ('high' as const),
          data: { logGroup: group.name, kind, records },
        })),
  examples: {
    good: [{ place, logGroup: logGroup(), logSecrets: { recordsRead: 500, kinds: [] } }],
    bad: [
      {
        place,
        logGroup: logGroup(),
        logSecrets: { recordsRead: 500, kinds: [{ kind: 'json-web-token', records: 3 }] },
      },
    ],
    notApplicable: [{ place, logGroup: null, logSecrets: { recordsRead: 0, kinds: [] } }],
  },
});
