// Allow with NotAction or NotResource: everything that was not thought of is granted.
import { functionCheck, type Hit } from '../../check.ts';
import { allow, document, grants, place, policy } from '../../examples.ts';
import { nameOf } from '../../exposure.ts';
import { iamGuide } from '../../references.ts';
import { grantsIn } from '../../role-grants.ts';

export const invertedGrant = functionCheck({
  id: 'inverted-grant',
  severity: 'warning',
  title: 'a grant is written by its exceptions',
  why: 'Allow with NotAction, NotResource or NotPrincipal gives all that is not listed, and all that AWS adds later.',
  todo: 'List what is granted; keep the Not… elements for Deny statements.',
  cwe: [183, 732],
  references: [iamGuide('reference_policies_elements_notaction', 'NotAction')],
  needs: ['grants', 'policies', 'place'],
  test: ({ grants: all, policies, place: here }) => {
    const hits: Hit[] = [];
    for (const { statement, name, source } of grantsIn(all)) {
      const which = [
        statement.actions?.not === true ? 'NotAction' : '',
        statement.resources?.not === true ? 'NotResource' : '',
      ].filter((word) => word !== '');
      if (which.length > 0)
        hits.push({
          message: `${name} gives ${here.name} all but its ${which.join(' and ')}`,
          resource: all.role.arn,
          data: { statement: name, source },
        });
    }
    for (const { qualifier, policy: one } of policies) {
      for (const statement of one.statements) {
        if (statement.effect === 'Allow' && statement.principals?.not === true) {
          hits.push({
            message: `${nameOf(statement, qualifier)} lets everybody but its NotPrincipal use ${here.name}`,
            resource: nameOf(statement, qualifier),
            severity: 'error',
          });
        }
      }
    }
    return hits;
  },
  examples: {
    good: [
      {
        place,
        policies: [],
        grants: grants(allow('s3:GetObject', 'arn:aws:s3:::example/*'), {
          Effect: 'Deny',
          NotAction: 's3:*',
          Resource: '*',
        }),
      },
    ],
    bad: [
      { place, policies: [], grants: grants({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }) },
      {
        place,
        policies: [],
        grants: grants({ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::secret/*' }),
      },
      {
        place,
        policies: [
          {
            qualifier: null,
            policy: document({
              Effect: 'Allow',
              NotPrincipal: { AWS: '111122223333' },
              Action: 'lambda:InvokeFunction',
              Resource: '*',
            }),
          },
        ],
        grants: grants(),
      },
      {
        place,
        policies: [
          policy('live', {
            Effect: 'Allow',
            NotPrincipal: { AWS: '111122223333' },
            Action: 'lambda:InvokeFunction',
            Resource: '*',
          }),
        ],
        grants: grants(),
      },
    ],
  },
});
