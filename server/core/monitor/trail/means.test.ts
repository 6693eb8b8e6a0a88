import { expect, test } from 'vitest';
import { meansOf } from './means.ts';
import { parseTrailEvent } from './trail-event.ts';

const role = (name: string, session: string) => ({
  type: 'AssumedRole',
  arn: `arn:aws:sts::111122223333:assumed-role/${name}/${session}`,
});
const user = { type: 'IAMUser', userName: 'ada', arn: 'arn:aws:iam::111122223333:user/ada' };

test.each([
  [user, 'aws-cli/2.30 md/x', 'person', 'a user with the AWS command line'],
  [user, 'Mozilla/5.0 (X11)', 'person', 'a user with the console'],
  [{ type: 'Root', arn: 'arn:aws:iam::111122223333:root' }, 'aws-cli/2', 'person', 'the account’s root user'],
  [
    role('AWSReservedSSO_Admin_0123456789abcdef', 'ada@example.com'),
    'aws-cli/2',
    'person',
    'a person signed in',
  ],
  [role('Deploy', 'GitHubActions'), 'aws-sdk-js/3', 'pipeline', 'GitHub Actions'],
  [role('Deploy', 'AWSCodeBuild-0123'), 'aws-sdk-go/1', 'pipeline', 'CodeBuild'],
  [
    { ...role('Deploy', 'x'), invokedBy: 'cloudformation.amazonaws.com' },
    'cloudformation.amazonaws.com',
    'pipeline',
    'CloudFormation',
  ],
  [user, 'APN/1.0 HashiCorp/1.0 Terraform/1.9', 'pipeline', 'Terraform'],
  [
    { type: 'AWSService', invokedBy: 'replicator.lambda.amazonaws.com' },
    'x',
    'service',
    'replicator.lambda.amazonaws.com',
  ],
  [role('shop-role', 'shop-search'), 'Boto3/1.40', 'unknown', 'a role with a Python program'],
] as const)('%j with %s', (userIdentity, userAgent, kind, words) => {
  const event = parseTrailEvent({
    eventTime: '2026-11-21T00:00:00Z',
    eventName: 'X',
    userIdentity,
    userAgent,
  });
  const means = event && meansOf(event);
  expect(means?.kind).toBe(kind);
  expect(means?.words.replaceAll("'", '’')).toContain(words);
});
