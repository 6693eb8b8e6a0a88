// The endpoint through the SDK's own clients: every wire protocol, paging, refusals, throttling, broken lines, streams.
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  PutMetricFilterCommand,
  StartLiveTailCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateNetworkAclEntryCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetAccountAuthorizationDetailsCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import {
  GetBucketPolicyCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addBucket, addFunction, addQueue, addRole, allow } from './describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from './endpoint.ts';
import { writeLogEvent } from './services/logs.ts';
import { createAccount, createWorld, regionOf } from './world.ts';

const region = 'eu-central-1';
const account = createAccount('111122223333');
const world = createWorld([account, createAccount('444455556666')]);
let endpoint: AwsEndpoint;

beforeAll(async () => {
  for (let index = 0; index < 120; index += 1) addFunction(account, region, { name: `f${index}` });
  addFunction(account, region, { name: 'versioned', versions: 2, aliases: [{ name: 'live', version: '2' }] });
  addBucket(world, account, region, 'documents', { policy: allow('s3:GetObject') });
  addQueue(account, region, 'orders', { VisibilityTimeout: '60' });
  endpoint = await startAwsEndpoint(world);
});
afterAll(() => endpoint.close());

const config = () => ({
  endpoint: endpoint.url,
  region,
  disableHostPrefix: true,
  maxAttempts: 1,
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  },
});

test('restJson1: labels, queries, paging that ends, errors with their names', async () => {
  const lambda = new LambdaClient(config());
  const names: string[] = [];
  for await (const page of paginateListFunctions({ client: lambda }, { FunctionVersion: 'ALL' })) {
    expect(page.Functions?.length).toBeLessThanOrEqual(50);
    names.push(...(page.Functions ?? []).map((one) => `${one.FunctionName}:${one.Version}`));
  }
  expect(names).toHaveLength(120 + 3);
  const one = await lambda.send(
    new GetFunctionCommand({ FunctionName: `arn:aws:lambda:${region}:111122223333:function:f3` }),
  );
  expect(one.Configuration?.Timeout).toBe(3);
  expect(await (await fetch(one.Code?.Location ?? '')).text()).toContain('app.py');
  await expect(lambda.send(new GetPolicyCommand({ FunctionName: 'f3' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'versioned',
      Qualifier: 'live',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
      SourceArn: 'arn:aws:sns:eu-central-1:111122223333:t',
    }),
  );
  const policy = JSON.parse(
    (await lambda.send(new GetPolicyCommand({ FunctionName: 'versioned', Qualifier: 'live' }))).Policy ?? '',
  );
  expect(policy.Statement[0]).toMatchObject({
    Resource: expect.stringMatching(/:versioned:live$/),
    Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:eu-central-1:111122223333:t' } },
  });
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: 'f1', ReservedConcurrentExecutions: 0 }),
  );
  expect(
    (await lambda.send(new GetFunctionCommand({ FunctionName: 'f1' }))).Concurrency
      ?.ReservedConcurrentExecutions,
  ).toBe(0);
});

test('awsQuery: nested lists, URL-encoded documents, error codes', async () => {
  const iam = new IAMClient(config());
  const details = await iam.send(
    new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'], MaxItems: 5 }),
  );
  expect(details.RoleDetailList).toHaveLength(5);
  expect(details.IsTruncated).toBe(true);
  expect(details.RoleDetailList?.[0]?.AssumeRolePolicyDocument).toMatch(/^%7B/);
  await expect(iam.send(new GetRoleCommand({ RoleName: 'nobody' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  const sns = new SNSClient(config());
  const { TopicArn } = await sns.send(
    new CreateTopicCommand({ Name: 'alarms', Attributes: { DisplayName: 'x' } }),
  );
  expect(
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' })),
  ).toMatchObject({ SubscriptionArn: 'pending confirmation' });
});

test('ec2Query: filters and nested answers', async () => {
  const state = regionOf(account, region).ec2;
  state.securityGroups.push({
    GroupId: 'sg-0123',
    GroupName: 'one',
    VpcId: 'vpc-1',
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  state.networkAcls.push({ NetworkAclId: 'acl-1', VpcId: 'vpc-1', Entries: [] });
  const ec2 = new EC2Client(config());
  const found = await ec2.send(
    new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] }] }),
  );
  expect(found.SecurityGroups?.[0]).toMatchObject({
    GroupId: 'sg-0123',
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  await ec2.send(
    new CreateNetworkAclEntryCommand({
      NetworkAclId: 'acl-1',
      RuleNumber: 7,
      Egress: true,
      Protocol: '-1',
      RuleAction: 'deny',
      CidrBlock: '198.51.100.7/32',
    }),
  );
  expect(state.networkAcls[0]?.Entries?.[0]).toMatchObject({
    RuleNumber: 7,
    Egress: true,
    RuleAction: 'deny',
  });
  await expect(ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: ['sg-9'] }))).rejects.toMatchObject({
    name: 'InvalidGroup.NotFound',
  });
});

test('awsJson 1.0 and 1.1, with query-compatible services', async () => {
  const cloudwatch = new CloudWatchClient(config());
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'a',
      Namespace: 'N',
      MetricName: 'M',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    }),
  );
  expect((await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]).toMatchObject({
    AlarmName: 'a',
    StateValue: 'OK',
    StateUpdatedTimestamp: expect.any(Date),
  });
  const trail = new CloudTrailClient(config());
  regionOf(account, region).cloudtrail.events.push({
    EventId: '1',
    EventName: 'AddPermission20150331v2',
    EventSource: 'lambda.amazonaws.com',
    EventTime: new Date(),
  });
  expect(
    (
      await trail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'lambda.amazonaws.com' }],
        }),
      )
    ).Events?.[0]?.EventName,
  ).toBe('AddPermission20150331v2');
  const sqs = new SQSClient(config());
  expect(
    (
      await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: `${endpoint.url}/111122223333/orders`,
          AttributeNames: ['All'],
        }),
      )
    ).Attributes,
  ).toMatchObject({ VisibilityTimeout: '60' });
  await expect(
    sqs.send(new GetQueueAttributesCommand({ QueueUrl: `${endpoint.url}/111122223333/none` })),
  ).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test('restXml: buckets by path, payloads, objects', async () => {
  const s3 = new S3Client(config());
  expect((await s3.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: 'documents' }]);
  await s3.send(new HeadBucketCommand({ Bucket: 'documents' }));
  await expect(s3.send(new HeadBucketCommand({ Bucket: 'gone' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket: 'documents' }))).Policy).toContain(
    's3:GetObject',
  );
  await s3.send(new PutObjectCommand({ Bucket: 'documents', Key: 'a/b c.txt', Body: 'hello' }));
  expect(
    await (
      await s3.send(new GetObjectCommand({ Bucket: 'documents', Key: 'a/b c.txt' }))
    ).Body?.transformToString(),
  ).toBe('hello');
});

test('metric filters count what is logged, and a live tail sees it', async () => {
  const logs = new CloudWatchLogsClient(config());
  expect(
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/f11' }))).logGroups
      ?.length,
  ).toBe(11);
  expect(
    (
      await logs.send(
        new TestMetricFilterCommand({
          filterPattern: '{ $.violation = "in" }',
          logEventMessages: ['{"violation":"in"}', 'Violation'],
        }),
      )
    ).matches,
  ).toHaveLength(1);
  await logs.send(
    new PutMetricFilterCommand({
      logGroupName: '/aws/lambda/f0',
      filterName: 'v',
      filterPattern: 'Violation',
      metricTransformations: [{ metricNamespace: 'N', metricName: 'M', metricValue: '1' }],
    }),
  );
  const tail = await logs.send(
    new StartLiveTailCommand({
      logGroupIdentifiers: [`arn:aws:logs:${region}:111122223333:log-group:/aws/lambda/f0`],
    }),
  );
  const seen: string[] = [];
  for await (const event of tail.responseStream ?? []) {
    if (event.sessionStart)
      writeLogEvent(
        { region: regionOf(account, region), now: new Date() },
        '/aws/lambda/f0',
        's',
        'In Rule Violation for x',
      );
    if (event.sessionUpdate) {
      seen.push(...(event.sessionUpdate.sessionResults ?? []).map((one) => one.message ?? ''));
      break;
    }
  }
  expect(seen).toEqual(['In Rule Violation for x']);
  expect(
    (await new CloudWatchClient(config()).send(new DescribeAlarmsCommand({}))).MetricAlarms?.[0]?.StateValue,
  ).toBe('ALARM');
});

test('a role of another account is taken on, with MFA where it asks for it', async () => {
  const other = world.accounts.get('444455556666');
  if (!other) throw new Error('no such account');
  addRole(other, {
    name: 'audit',
    trust: JSON.stringify({
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '111122223333' },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    }),
  });
  const sts = new STSClient(config());
  const RoleArn = 'arn:aws:iam::444455556666:role/audit';
  await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 's' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn,
      RoleSessionName: 's',
      SerialNumber: 'arn:aws:iam::111122223333:mfa/me',
      TokenCode: '123456',
    }),
  );
  const there = new STSClient({
    ...config(),
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
  expect((await there.send(new GetCallerIdentityCommand({}))).Account).toBe('444455556666');
});

test('refusals, throttling, cut lines and nonsense on demand', async () => {
  const lambda = new LambdaClient(config());
  const list = () => lambda.send(new ListFunctionsCommand({}));
  endpoint.denied.add('lambda:ListFunctions');
  await expect(list()).rejects.toMatchObject({
    name: 'AccessDeniedException',
    $metadata: { httpStatusCode: 403 },
  });
  endpoint.denied.clear();
  for (const [does, name] of [
    ['throttle', 'TooManyRequestsException'],
    ['fail', 'InternalFailure'],
    ['cut', /Error/],
    ['cut-after', /Error/],
    ['garble', 'SyntaxError'],
  ] as const) {
    endpoint.disturbances.add({ service: 'lambda', action: 'ListFunctions', times: 1, does });
    await expect(list(), does).rejects.toMatchObject({ name: expect.stringMatching(name) });
  }
  expect((await list()).Functions).toHaveLength(50);
  expect(endpoint.requests.filter((one) => one.action === 'ListFunctions').map((one) => one.error)).toContain(
    'AccessDeniedException',
  );
});

test('documented rates are kept', async () => {
  const limited = await startAwsEndpoint(world, { enforceRates: true });
  const lambda = new LambdaClient({ ...config(), endpoint: limited.url });
  const answers = await Promise.allSettled(
    Array.from({ length: 40 }, () => lambda.send(new GetPolicyCommand({ FunctionName: 'f3' }))),
  );
  const names = answers.map((one) => (one.status === 'rejected' ? one.reason.name : 'fine'));
  expect(names.filter((name) => name === 'TooManyRequestsException').length).toBeGreaterThan(20);
  await limited.close();
});
