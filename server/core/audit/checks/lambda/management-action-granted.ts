// The resource policy gives more than calling: changing code, settings or the policy itself.
import { actionMatches } from '../../../iam/match.ts';
import { functionCheck } from '../../check.ts';
import { grant, place, policy } from '../../examples.ts';
import { nameOf } from '../../exposure.ts';
import { lambdaGuide } from '../../references.ts';

const calling = ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl', 'lambda:InvokeAsync'];
const managing = [
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:AddPermission',
  'lambda:DeleteFunction',
  'lambda:PutFunctionConcurrency',
  'lambda:PublishVersion',
  'lambda:UpdateAlias',
  'lambda:CreateFunctionUrlConfig',
  'lambda:GetFunction',
];

export const managementActionGranted = functionCheck({
  id: 'management-action-granted',
  severity: 'error',
  title: 'the resource policy gives management actions away',
  why: 'Whoever may change the code or the policy of a function owns it and its role; GetFunction hands out the code and the variables. A resource policy is for calling.',
  todo: 'Limit the statement to lambda:InvokeFunction, and give the people who deploy an identity policy in their own account or a role to assume.',
  cwe: [269, 732],
  references: [lambdaGuide('access-control-resource-based', 'Resource-based policies')],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      one.statements.flatMap((statement) => {
        if (statement.effect !== 'Allow' || statement.actions === undefined) return [];
        const { not, patterns } = statement.actions;
        const given = not
          ? managing.filter((action) => !patterns.some((pattern) => actionMatches(pattern, action)))
          : patterns.filter(
              (pattern) =>
                !calling.some((action) => action.toLowerCase() === pattern.toLowerCase()) &&
                managing.some((action) => actionMatches(pattern, action)),
            );
        return given.length === 0
          ? []
          : [
              {
                message: `${nameOf(statement, qualifier)} gives ${given.join(', ')} on ${here.name}`,
                resource: nameOf(statement, qualifier),
                data: { qualifier, sid: statement.sid ?? null, statement: statement.index, actions: given },
              },
            ];
      }),
    ),
  examples: {
    good: [{ place, policies: [policy(null, grant({ Principal: { AWS: '444455556666' } }))] }],
    bad: [
      { place, policies: [policy(null, grant({ Principal: { AWS: '444455556666' }, Action: 'lambda:*' }))] },
      {
        place,
        policies: [
          policy(
            'live',
            grant({
              Principal: { AWS: '444455556666' },
              Action: ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'],
            }),
          ),
        ],
      },
      {
        place,
        policies: [
          policy(
            null,
            grant({
              Principal: { AWS: '444455556666' },
              Action: undefined,
              NotAction: 'lambda:InvokeFunction',
            }),
          ),
        ],
      },
    ],
  },
});
