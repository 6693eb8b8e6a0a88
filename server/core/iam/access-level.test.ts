import { expect, test } from 'vitest';
import { accessLevelOf, accessLevelsOf, dangersOf, takesOnlyStar } from './access-level.ts';

/** Levels as the Service Authorization Reference lists them. */
test.each([
  ['lambda:ListFunctions', 'list'],
  ['lambda:GetFunction', 'read'],
  ['lambda:InvokeFunction', 'write'],
  ['lambda:UpdateFunctionCode', 'write'],
  ['lambda:AddPermission', 'permissions'],
  ['lambda:TagResource', 'tagging'],
  ['s3:ListBucket', 'list'],
  ['s3:GetObject', 'read'],
  ['s3:GetBucketPolicy', 'read'],
  ['s3:PutObject', 'write'],
  ['s3:PutBucketPolicy', 'permissions'],
  ['s3:PutObjectAcl', 'permissions'],
  ['dynamodb:Query', 'read'],
  ['dynamodb:BatchWriteItem', 'write'],
  ['sqs:ReceiveMessage', 'read'],
  ['sqs:SendMessage', 'write'],
  ['sns:Publish', 'write'],
  ['kms:Decrypt', 'write'],
  ['kms:CreateGrant', 'permissions'],
  ['secretsmanager:GetSecretValue', 'read'],
  ['secretsmanager:ListSecrets', 'list'],
  ['iam:AttachRolePolicy', 'permissions'],
  ['iam:PassRole', 'write'],
  ['iam:GetPolicy', 'read'],
  ['sts:AssumeRole', 'write'],
  ['ec2:DescribeInstances', 'read'],
  ['logs:PutLogEvents', 'write'],
  ['logs:DescribeLogGroups', 'list'],
  ['madeup:GetThing', 'read'],
  ['madeup:DeleteThing', 'write'],
  ['madeup:TagThing', 'tagging'],
  ['madeup:PutResourcePolicy', 'permissions'],
  ['S3:getobject', 'read'],
] as const)('%s is %s', (action, level) => {
  expect(accessLevelOf(action)).toBe(level);
});

test('a pattern reaches every level that it may stand for', () => {
  expect(accessLevelsOf('*')).toHaveLength(5);
  expect(accessLevelsOf('s3:*')).toHaveLength(5);
  expect(accessLevelsOf('s3:Get*')).toEqual(['read']);
  expect(accessLevelsOf('s3:Put*')).toEqual(['write', 'permissions']);
  expect(accessLevelsOf('s3:List*')).toContain('list');
  expect(accessLevelsOf('lambda:Inv*')).toEqual(['write']);
  expect(accessLevelsOf('lambda:*Permission')).toHaveLength(5);
});

test('what makes a star as resource dangerous', () => {
  expect(dangersOf('secretsmanager:GetSecretValue')).toEqual(['returns-credentials']);
  expect(dangersOf('s3:GetObject')).toEqual(['reads-data']);
  expect(dangersOf('s3:ListBucket')).toEqual([]);
  expect(dangersOf('s3:*')).toEqual(['reads-data', 'changes-permissions', 'changes-things']);
  expect(dangersOf('sts:AssumeRole')).toContain('returns-credentials');
});

test('actions that take no other resource', () => {
  expect(
    [
      'cloudwatch:PutMetricData',
      'ec2:DescribeSubnets',
      'xray:PutTraceSegments',
      'sts:GetCallerIdentity',
    ].every(takesOnlyStar),
  ).toBe(true);
  expect(['s3:GetObject', 'dynamodb:PutItem', 'ec2:TerminateInstances'].some(takesOnlyStar)).toBe(false);
});
