// A statement meant for the function's URL that also opens the Invoke API to every AWS account.
import { functionCheck } from '../../check.ts';
import { grant, place, policy, publicUrlGrants } from '../../examples.ts';
import { nameOf } from '../../exposure.ts';
import { lambdaGuide } from '../../references.ts';
import { isUrlGrantWithoutCondition } from '../../url-grants.ts';

export const urlInvokeOpenToApi = functionCheck({
  id: 'url-invoke-open-to-api',
  severity: 'error',
  title: 'the permission for the URL also opens the Invoke API',
  why: 'Function URLs need lambda:InvokeFunction beside lambda:InvokeFunctionUrl since October 2025. Without the condition lambda:InvokedViaFunctionUrl that statement also lets its principals call the Invoke API directly, past everything that the URL does with a request.',
  todo: 'Add the permission again with InvokedViaFunctionUrl set to true and remove the old statement.',
  cwe: [732],
  references: [lambdaGuide('urls-auth', 'Control access to function URLs')],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      one.statements
        .filter((statement) => isUrlGrantWithoutCondition(statement, one))
        .map((statement) => ({
          message: `${nameOf(statement, qualifier)} is there for the URL of ${here.name}, and lets everybody use the Invoke API too`,
          resource: nameOf(statement, qualifier),
          data: { qualifier, sid: statement.sid ?? null, statement: statement.index },
        })),
    ),
  examples: {
    good: [
      { place, policies: [policy(null, ...publicUrlGrants)] },
      { place, policies: [policy(null, grant({ Principal: '*' }))] },
    ],
    bad: [{ place, policies: [policy(null, publicUrlGrants[0] ?? {}, grant({ Principal: '*' }))] }],
  },
});
