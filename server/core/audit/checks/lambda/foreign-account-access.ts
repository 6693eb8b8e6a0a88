// Another AWS account may use the function, and nobody has said that it is trusted.
import { functionCheck } from '../../check.ts';
import { grant, options, place, policy } from '../../examples.ts';
import { accountsOf, nameOf } from '../../exposure.ts';
import { cis, iamGuide } from '../../references.ts';

export const foreignAccountAccess = functionCheck({
  id: 'foreign-account-access',
  severity: 'warning',
  title: 'an account that is not known as trusted may use the function',
  why: 'What another account may call it can call at any time, with input of its choice; the grant outlives the contract that it was made for.',
  todo: 'Remove the statement, or list the account among the trusted ones (--trusted-account, setting lambdaProtect.trustedAccounts) when it is meant.',
  cwe: [284],
  references: [cis('4.10'), iamGuide('access-analyzer-resources', 'IAM Access Analyzer resource types')],
  needs: ['policies', 'place', 'options'],
  test: ({ policies, place: here, options: { trustedAccounts } }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      one.statements
        .filter((statement) => statement.effect === 'Allow')
        .flatMap((statement) =>
          accountsOf(statement)
            .filter(({ account }) => !here.ownAccounts.has(account) && !trustedAccounts.includes(account))
            .map(({ account, principal }) => ({
              message: `${nameOf(statement, qualifier)} lets ${principal} of account ${account} use ${here.name}`,
              resource: nameOf(statement, qualifier),
              data: { qualifier, account, sid: statement.sid ?? null, statement: statement.index },
            })),
        ),
    ),
  examples: {
    good: [
      {
        place,
        options,
        policies: [policy(null, grant({ Principal: { AWS: 'arn:aws:iam::444455556666:root' } }))],
      },
      { place, options, policies: [policy(null, grant({ Principal: { AWS: '111122223333' } }))] },
    ],
    bad: [
      {
        place,
        options,
        policies: [policy(null, grant({ Principal: { AWS: 'arn:aws:iam::999988887777:role/partner' } }))],
      },
      { place, options, policies: [policy('live', grant({ Principal: { AWS: '999988887777' } }))] },
    ],
  },
});
