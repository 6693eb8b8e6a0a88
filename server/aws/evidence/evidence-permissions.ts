// What keeping evidence of a function reads. Putting it into a bucket needs `s3:PutObject` there, and nothing else.
import type { CollectorFacts } from '../scope.ts';

export const evidencePermissions: readonly CollectorFacts[] = [
  {
    thing: 'evidence of a function, to be kept before it is changed',
    feature: 'plans',
    actions: [
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'lambda:GetFunction',
      'lambda:GetLayerVersion',
      'lambda:ListFunctionEventInvokeConfigs',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
    ],
  },
  {
    thing: 'whether a bucket for evidence is open to the world',
    feature: 'plans',
    actions: ['s3:GetBucketPolicyStatus', 's3:GetBucketPublicAccessBlock', 's3:ListBucket'],
  },
];
