// The policy names a user or role that no longer exists: only its internal id is left.
import { functionCheck } from '../../check.ts';
import { grant, place, policy } from '../../examples.ts';
import { nameOf } from '../../exposure.ts';
import { iamGuide } from '../../references.ts';

export const deletedPrincipal = functionCheck({
  id: 'deleted-principal',
  severity: 'info',
  title: 'the policy names a deleted user or role',
  why: 'When a user or role is deleted, IAM shows its internal id in its place. The statement does nothing, and hides what still matters in the policy.',
  todo: 'Remove the statement.',
  cwe: [672],
  references: [iamGuide('reference_identifiers', 'IAM identifiers')],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) =>
    policies.flatMap(({ qualifier, policy: one }) =>
      one.statements.flatMap((statement) =>
        (statement.principals?.names ?? [])
          .filter((name) => name.type === 'AWS' && /^A(?:ROA|IDA|GPA)[A-Z0-9]{8,}$/.test(name.value))
          .map((name) => ({
            message: `${nameOf(statement, qualifier)} of ${here.name} names ${name.value}, which was deleted`,
            resource: nameOf(statement, qualifier),
            data: { qualifier, sid: statement.sid ?? null, statement: statement.index },
          })),
      ),
    ),
  examples: {
    good: [
      {
        place,
        policies: [policy(null, grant({ Principal: { AWS: 'arn:aws:iam::111122223333:role/caller' } }))],
      },
    ],
    bad: [{ place, policies: [policy(null, grant({ Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }))] }],
  },
});
