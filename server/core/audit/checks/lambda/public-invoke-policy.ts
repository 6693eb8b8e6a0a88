// Anybody in any AWS account may call the function, by the policy of the function, an alias or a version.
import { functionCheck } from '../../check.ts';
import { grant, place, policy, publicUrlGrants } from '../../examples.ts';
import { nameOf, openStatements } from '../../exposure.ts';
import { cis, lambdaGuide, securityHub } from '../../references.ts';
import { isForUrlOnly, isUrlGrantWithoutCondition } from '../../url-grants.ts';

export const publicInvokePolicy = functionCheck({
  id: 'public-invoke-policy',
  severity: 'error',
  title: 'everybody may call the function',
  why: 'A resource policy that names everybody lets any AWS account run the function with input of its choice, at your cost and with the rights of its role. Each alias and version has a policy of its own.',
  todo: 'Remove the statement with lambda:RemovePermission (and its qualifier), or limit it to an account, an organization or a source by a condition with a fixed value.',
  cwe: [732, 284],
  references: [
    lambdaGuide('access-control-resource-based', 'Resource-based policies'),
    securityHub('Lambda.1'),
    cis('4.6'),
  ],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      openStatements(one, ['lambda:InvokeFunction', 'lambda:InvokeAsync'])
        // Of a URL's own statement, url-invoke-open-to-api speaks.
        .filter((statement) => !isForUrlOnly(statement) && !isUrlGrantWithoutCondition(statement, one))
        .map((statement) => ({
          message: `${nameOf(statement, qualifier)} lets everybody call ${here.name}`,
          resource: nameOf(statement, qualifier),
          data: { qualifier, sid: statement.sid ?? null, statement: statement.index },
        })),
    ),
  examples: {
    good: [
      { place, policies: [policy(null, grant({ Principal: { Service: 's3.amazonaws.com' } }))] },
      {
        place,
        policies: [
          policy(
            null,
            grant({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example123' } } }),
          ),
        ],
      },
      {
        place,
        policies: [
          policy(null, grant({ Principal: '*' }), {
            Effect: 'Deny',
            Principal: '*',
            Action: 'lambda:*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:PrincipalAccount': '111122223333' } },
          }),
        ],
      },
      { place, policies: [policy(null, ...publicUrlGrants)] },
    ],
    bad: [
      { place, policies: [policy(null, grant({ Principal: '*' }))] },
      { place, policies: [policy('live', grant({ Principal: { AWS: '*' } }))] },
      { place, policies: [policy(null, grant({ Principal: '*', Action: 'lambda:*' }))] },
      { place, policies: [policy(null, grant({ Principal: { AWS: 'arn:aws:iam::*:root' } }))] },
      {
        place,
        policies: [
          policy(null, grant({ Principal: '*', Condition: { StringLike: { 'aws:SourceArn': '*' } } })),
        ],
      },
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: '*',
              Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } },
            }),
          ),
        ],
      },
    ],
  },
});
