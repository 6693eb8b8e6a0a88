// The role does not trust Lambda.
import { functionCheck } from '../../check.ts';
import { lambdaTrust, loadedRole, place } from '../../examples.ts';
import { grantsAction } from '../../exposure.ts';
import { cis } from '../../references.ts';

export const roleNotAssumable = functionCheck({
  id: 'role-not-assumable',
  severity: 'warning',
  title: 'Lambda may not assume the execution role',
  why: 'The trust policy does not let lambda.amazonaws.com assume the role: the function cannot start with it.',
  todo: 'Let lambda.amazonaws.com assume the role in its trust policy.',
  cwe: [],
  references: [cis('4.7')],
  needs: ['role', 'place'],
  test: ({ role: { role, trust }, place: here }) => {
    if (role === null || trust === null) return 'not-applicable';
    const trusted = trust.statements.some(
      (statement) =>
        statement.effect === 'Allow' &&
        grantsAction(statement, 'sts:AssumeRole') &&
        statement.principals?.not === false &&
        statement.principals.names.some(
          (name) =>
            name.type === 'Everyone' ||
            (name.type === 'Service' &&
              /^(?:lambda\.amazonaws\.com(?:\.cn)?|edgelambda\.amazonaws\.com|\*)$/.test(name.value)),
        ),
    );
    return trusted
      ? []
      : [{ message: `${role.arn} of ${here.name} does not trust lambda.amazonaws.com`, resource: role.arn }];
  },
  examples: {
    good: [{ place, role: loadedRole(lambdaTrust) }],
    bad: [
      {
        place,
        role: loadedRole({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      },
    ],
    notApplicable: [{ place, role: { role: null, trust: null } }],
  },
});
