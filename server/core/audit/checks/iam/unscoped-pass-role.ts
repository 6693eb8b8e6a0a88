// iam:PassRole on every role, or to every service.
import { functionCheck } from '../../check.ts';
import { allow, grants, place } from '../../examples.ts';
import { valuesOf } from '../../exposure.ts';
import { iamGuide } from '../../references.ts';
import { grantsIn, isTakenBack, patternsFor } from '../../role-grants.ts';

export const unscopedPassRole = functionCheck({
  id: 'unscoped-pass-role',
  severity: 'warning',
  title: 'the role may hand any role to services',
  why: 'Whoever may pass a role to a service can have that service act with its rights.',
  todo: 'List the roles as resources and add the condition iam:PassedToService.',
  cwe: [269],
  references: [iamGuide('id_roles_use_passrole', 'Passing a role to a service')],
  needs: ['grants', 'place'],
  test: ({ grants: all, place: here }) =>
    grantsIn(all).flatMap(({ statement, name, source }) => {
      const patterns = patternsFor(statement, 'iam:PassRole');
      if (patterns.length === 0 || patterns.includes('*') || isTakenBack(all, 'iam:PassRole')) return [];
      const resources = statement.resources?.patterns ?? [];
      const everyRole =
        statement.resources?.not === true || resources.some((one) => one === '*' || /:role\/\*$/.test(one));
      const everyService = valuesOf(statement, 'iam:PassedToService').length === 0;
      if (!everyRole && !everyService) return [];
      const what = everyRole
        ? everyService
          ? 'any role to any service'
          : 'any role'
        : 'its roles to any service';
      return [
        {
          message: `${name} lets ${here.name} pass ${what}`,
          resource: all.role.arn,
          severity: everyRole ? ('warning' as const) : ('info' as const),
          data: { statement: name, source },
        },
      ];
    }),
  examples: {
    good: [
      {
        place,
        grants: grants(
          allow('iam:PassRole', 'arn:aws:iam::111122223333:role/task', {
            Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
          }),
        ),
      },
    ],
    bad: [
      { place, grants: grants(allow('iam:PassRole')) },
      { place, grants: grants(allow('iam:PassRole', 'arn:aws:iam::111122223333:role/task')) },
    ],
  },
});
