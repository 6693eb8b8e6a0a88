// One function answers several services: its input has several forms and its rights serve all.
import { functionCheck } from '../../check.ts';
import { grant, place, policy } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const severalServicePrincipals = functionCheck({
  id: 'several-service-principals',
  severity: 'hint',
  title: 'several services call one function',
  why: 'A function that several services call must tell their events apart, and its role holds the rights for all of them.',
  todo: 'Consider a function for each source, so that each has its own role and its own rules.',
  cwe: [653],
  references: [lambdaGuide('lambda-permissions', 'Permissions')],
  needs: ['policies', 'place'],
  test: ({ policies, place: here }) => {
    const services = new Set(
      policies.flatMap(({ policy: one }) =>
        one.statements.flatMap((statement) =>
          statement.effect === 'Allow' && statement.principals?.not === false
            ? statement.principals.names.filter((name) => name.type === 'Service').map((name) => name.value)
            : [],
        ),
      ),
    );
    if (services.size === 0) return 'not-applicable';
    return services.size > 1 ? [{ message: `${[...services].sort().join(', ')} call ${here.name}` }] : [];
  },
  examples: {
    good: [
      {
        place,
        policies: [
          policy(
            null,
            grant({ Principal: { Service: 's3.amazonaws.com' } }),
            grant({ Sid: 't', Principal: { Service: 's3.amazonaws.com' } }),
          ),
        ],
      },
    ],
    bad: [
      {
        place,
        policies: [
          policy(null, grant({ Principal: { Service: 's3.amazonaws.com' } })),
          policy('live', grant({ Principal: { Service: 'sns.amazonaws.com' } })),
        ],
      },
    ],
    notApplicable: [{ place, policies: [] }],
  },
});
