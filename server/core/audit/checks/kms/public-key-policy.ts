// The policy of the function's key lets everybody use it.
import { parsePolicy } from '../../../iam/parse.ts';
import { functionCheck } from '../../check.ts';
import { configuration, neighbours, place } from '../../examples.ts';
import { openStatements } from '../../exposure.ts';
import { page } from '../../references.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const key = (policy: unknown) => ({
  kind: 'kms-key' as const,
  arn: keyArn,
  exists: { known: true as const, value: true },
  policy: { known: true as const, value: JSON.stringify(policy) },
  enabled: { known: true as const, value: true },
  rotated: { known: true as const, value: true },
});

export const publicKeyPolicy = functionCheck({
  id: 'public-key-policy',
  severity: 'error',
  title: 'everybody may use the key of the function',
  why: 'A key that everybody may use protects the variables of the function from nobody.',
  todo: 'Limit the key policy to the account and to the roles that need the key.',
  cwe: [732],
  references: [
    page('Key policies', 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html'),
  ],
  needs: ['configuration', 'neighbours', 'place'],
  test: ({ configuration: { kmsKeyArn }, neighbours: around, place: here }) => {
    const found = kmsKeyArn === undefined ? undefined : around.get(kmsKeyArn);
    if (found?.kind !== 'kms-key') return 'not-applicable';
    if (!found.policy.known) return { hits: [], gaps: [found.policy.gap] };
    if (found.policy.value === null) return [];
    return openStatements(parsePolicy(found.policy.value), [
      'kms:Decrypt',
      'kms:CreateGrant',
      'kms:PutKeyPolicy',
    ]).map((statement) => ({
      message: `statement ${statement.sid ?? statement.index + 1} of the policy of ${found.arn}, key of ${here.name}, lets everybody in`,
      resource: found.arn,
    }));
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({ kmsKeyArn: keyArn }),
        neighbours: neighbours(
          key({
            Statement: {
              Effect: 'Allow',
              Principal: { AWS: '111122223333' },
              Action: 'kms:*',
              Resource: '*',
            },
          }),
        ),
      },
    ],
    bad: [
      {
        place,
        configuration: configuration({ kmsKeyArn: keyArn }),
        neighbours: neighbours(
          key({ Statement: { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' } }),
        ),
      },
    ],
    notApplicable: [{ place, configuration: configuration(), neighbours: neighbours() }],
  },
});
