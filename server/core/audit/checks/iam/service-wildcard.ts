// A role has every action of a service.
import { functionCheck } from '../../check.ts';
import { allow, document, grants, place } from '../../examples.ts';
import { cis, iamGuide } from '../../references.ts';
import { grantsIn, isTakenBack } from '../../role-grants.ts';

/** Reading or writing all of these harms nobody. */
const harmless = ['xray', 'cloudwatch', 'logs'];

export const serviceWildcard = functionCheck({
  id: 'service-wildcard',
  severity: 'warning',
  title: 'the role has every action of a service',
  why: 'A whole service holds deleting and changing permissions beside the one action that the code needs.',
  todo: 'List the actions that the code calls.',
  cwe: [250],
  references: [cis('4.4'), iamGuide('best-practices', 'Least privilege')],
  needs: ['grants', 'place'],
  test: ({ grants: all, place: here }) =>
    grantsIn(all).flatMap(({ statement, name, source }) => {
      if (statement.actions === undefined || statement.actions.not) return [];
      const whole = statement.actions.patterns.filter(
        (pattern) =>
          /^[a-z0-9-]+:\*+$/i.test(pattern) &&
          !harmless.includes((pattern.split(':')[0] ?? '').toLowerCase()) &&
          !isTakenBack(all, pattern),
      );
      return whole.length === 0
        ? []
        : [
            {
              message: `${name} gives ${here.name} all of ${whole.join(', ')}`,
              resource: all.role.arn,
              data: { actions: whole, statement: name, source },
            },
          ];
    }),
  examples: {
    good: [
      { place, grants: grants(allow(['dynamodb:GetItem', 'logs:*'])) },
      {
        place,
        grants: {
          ...grants(allow('s3:*')),
          boundary: { name: 'limit', policy: document(allow('dynamodb:*')) },
        },
      },
    ],
    bad: [
      { place, grants: grants(allow('dynamodb:*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders')) },
    ],
  },
});
