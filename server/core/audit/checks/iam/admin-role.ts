// The function runs as an administrator.
import { functionCheck } from '../../check.ts';
import { allow, document, grants, place } from '../../examples.ts';
import { cis, iamGuide, lambdaGuide } from '../../references.ts';
import { grantsIn, isEveryResource, roleMay } from '../../role-grants.ts';

/** Whoever may do all of these may do everything. */
const probes = [
  'iam:AttachRolePolicy',
  'iam:CreatePolicyVersion',
  's3:GetObject',
  'ec2:TerminateInstances',
  'secretsmanager:DeleteSecret',
];

export const adminRole = functionCheck({
  id: 'admin-role',
  severity: 'error',
  title: 'the function runs as an administrator',
  why: 'Whoever gets the function to run a command, or reads its credentials, owns the account.',
  todo: 'Give the function a role of its own with the actions and resources that its code uses.',
  cwe: [250, 269],
  references: [
    lambdaGuide('lambda-intro-execution-role', 'Execution role'),
    cis('4.9'),
    iamGuide('best-practices', 'Least privilege'),
  ],
  needs: ['grants', 'place'],
  test: ({ grants: all, place: here }) => {
    const wide = grantsIn(all).filter(
      ({ statement }) =>
        isEveryResource(statement) &&
        statement.actions !== undefined &&
        (statement.actions.not ||
          statement.actions.patterns.some(
            (pattern) => /^\*+$|^\*:\*$/.test(pattern) || /^iam:\*$/i.test(pattern),
          )),
    );
    if (wide.length === 0) return [];
    if (!probes.every((action) => roleMay(all, action, '*').answer !== 'denied')) return [];
    return [
      {
        message: `${here.name} may do everything: ${wide.map((one) => one.name).join(', ')}`,
        resource: all.role.arn,
        data: { statements: wide.map((one) => one.name), source: wide[0]?.source },
      },
    ];
  },
  examples: {
    good: [
      { place, grants: grants(allow('s3:GetObject', 'arn:aws:s3:::example/*')) },
      { place, grants: grants(allow('*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }) },
      {
        place,
        grants: { ...grants(allow('*')), boundary: { name: 'limit', policy: document(allow('s3:*')) } },
      },
    ],
    bad: [
      { place, grants: grants(allow('*')) },
      { place, grants: grants({ Effect: 'Allow', NotAction: 'aws-portal:*', Resource: '*' }) },
    ],
  },
});
