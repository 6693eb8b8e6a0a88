// The execution role was deleted: the function cannot run, and whoever creates the name again decides what it may do.
import { functionCheck } from '../../check.ts';
import { configuration, lambdaTrust, loadedRole, place } from '../../examples.ts';
import { cis } from '../../references.ts';

export const missingRole = functionCheck({
  id: 'missing-role',
  severity: 'error',
  title: 'the execution role does not exist',
  why: 'The function fails at its next start. Whoever may create a role of that name decides what the function may do.',
  todo: 'Give the function a role that exists, or delete the function.',
  cwe: [672],
  references: [cis('4.7')],
  needs: ['role', 'configuration', 'place'],
  test: ({ role, configuration: { role: arn }, place: here }) =>
    role.role === null
      ? [{ message: `${here.name} runs with ${arn}, which does not exist`, resource: arn }]
      : [],
  examples: {
    good: [{ place, configuration: configuration(), role: loadedRole(lambdaTrust) }],
    bad: [{ place, configuration: configuration(), role: { role: null, trust: null } }],
  },
});
