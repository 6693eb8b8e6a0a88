// What changes an account, through the SDK's clients: each write shows in the reads after it, and wrong ones are refused.

import {
  AuthorizeSecurityGroupEgressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { DescribeRuleCommand, DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  ArchiveFindingsCommand,
  CreateSampleFindingsCommand,
  GetDetectorCommand,
  GetFindingsCommand,
  GuardDutyClient,
  ListFindingsCommand,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetAliasCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  RemovePermissionCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { cbor } from '@smithy/core/cbor';
import { afterAll, expect, test } from 'vitest';
import { createDemoWorld, demoAccountId } from './demo-account.ts';
import { startAwsEndpoint } from './endpoint.ts';

const now = new Date('2026-11-21T12:00:00Z');
const endpoint = await startAwsEndpoint(createDemoWorld(now), { now: () => now });
afterAll(() => endpoint.close());
const region = 'eu-central-1';
const config = {
  endpoint: endpoint.url,
  region,
  maxAttempts: 1,
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  },
};
const lambda = new LambdaClient(config);

test('function URLs come, change and go', async () => {
  const target = { FunctionName: 'shop-orders', Qualifier: 'live' };
  const made = await lambda.send(new CreateFunctionUrlConfigCommand({ ...target, AuthType: 'NONE' }));
  await expect(
    lambda.send(new CreateFunctionUrlConfigCommand({ ...target, AuthType: 'NONE' })),
  ).rejects.toMatchObject({ name: 'ResourceConflictException' });
  await lambda.send(new UpdateFunctionUrlConfigCommand({ ...target, AuthType: 'AWS_IAM' }));
  expect(await lambda.send(new GetFunctionUrlConfigCommand(target))).toMatchObject({
    AuthType: 'AWS_IAM',
    FunctionUrl: made.FunctionUrl,
  });
  await lambda.send(new DeleteFunctionUrlConfigCommand(target));
  await expect(lambda.send(new GetFunctionUrlConfigCommand(target))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('an alias moves only from the revision that was read', async () => {
  const before = await lambda.send(new GetAliasCommand({ FunctionName: 'shop-orders', Name: 'live' }));
  const move = {
    FunctionName: 'shop-orders',
    Name: 'live',
    FunctionVersion: '2',
    RevisionId: before.RevisionId,
  };
  await lambda.send(new UpdateAliasCommand({ ...move, RoutingConfig: { AdditionalVersionWeights: {} } }));
  const after = await lambda.send(new GetAliasCommand({ FunctionName: 'shop-orders', Name: 'live' }));
  expect(after).toMatchObject({ FunctionVersion: '2' });
  expect(after.RoutingConfig).toBeUndefined();
  await expect(lambda.send(new UpdateAliasCommand(move))).rejects.toMatchObject({
    name: 'PreconditionFailedException',
  });
});

test('the last statement takes the policy with it', async () => {
  const target = { FunctionName: 'shop-signup' };
  await lambda.send(new RemovePermissionCommand({ ...target, StatementId: 'pool' }));
  await expect(lambda.send(new GetPolicyCommand(target))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(
    lambda.send(new RemovePermissionCommand({ ...target, StatementId: 'pool' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('mappings and rules are switched off', async () => {
  const [mapping] =
    (await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'shop-invoices' })))
      .EventSourceMappings ?? [];
  expect(
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled: false })),
  ).toMatchObject({ State: 'Disabling' });
  expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings?.[0]).toMatchObject({
    State: 'Disabled',
  });
  const events = new EventBridgeClient(config);
  await events.send(new DisableRuleCommand({ Name: 'nightly' }));
  expect(await events.send(new DescribeRuleCommand({ Name: 'nightly' }))).toMatchObject({
    State: 'DISABLED',
  });
});

test('inline policies of roles', async () => {
  const iam = new IAMClient(config);
  const target = { RoleName: 'shop-orders-role', PolicyName: 'deny-all' };
  await iam.send(new PutRolePolicyCommand({ ...target, PolicyDocument: '{"Statement":[]}' }));
  expect((await iam.send(new GetRolePolicyCommand(target))).PolicyDocument).toBe(
    encodeURIComponent('{"Statement":[]}'),
  );
  await iam.send(new DeleteRolePolicyCommand(target));
  await expect(iam.send(new DeleteRolePolicyCommand(target))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
});

test('security groups', async () => {
  const ec2 = new EC2Client(config);
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: 'quarantine',
      Description: 'no way out',
      VpcId: 'vpc-0example',
    }),
  );
  const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await expect(
    ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything })),
  ).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything }));
  const found = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] }));
  expect(found.SecurityGroups?.[0]).toMatchObject({ GroupName: 'quarantine', VpcId: 'vpc-0example' });
  expect(found.SecurityGroups?.[0]?.IpPermissionsEgress ?? []).toEqual([]);
});

test('findings are listed by criteria, sampled and archived; features are switched', async () => {
  const guardduty = new GuardDutyClient(config);
  const DetectorId = endpoint.account.regions.get(region)?.guardduty.detectors[0]?.id ?? '';
  const open = { 'resource.resourceType': { Equals: ['Lambda'] }, 'service.archived': { Equals: ['false'] } };
  const list = async (more = {}) =>
    (
      await guardduty.send(
        new ListFindingsCommand({ DetectorId, FindingCriteria: { Criterion: { ...open, ...more } } }),
      )
    ).FindingIds ?? [];
  const [id = ''] = await list();
  const [finding] =
    (await guardduty.send(new GetFindingsCommand({ DetectorId, FindingIds: [id] }))).Findings ?? [];
  expect(finding?.Resource?.LambdaDetails?.FunctionName).toBe('shop-search');
  expect(finding?.Service?.Action?.NetworkConnectionAction?.RemoteIpDetails?.IpAddressV4).toBe(
    '198.51.100.7',
  );
  expect(await list({ 'resource.lambdaDetails.functionName': { Equals: ['other'] } })).toEqual([]);
  expect(await list({ severity: { GreaterThanOrEqual: 7 } })).toEqual([id]);
  await guardduty.send(
    new CreateSampleFindingsCommand({ DetectorId, FindingTypes: ['UnauthorizedAccess:Lambda/TorRelay'] }),
  );
  expect(await list()).toHaveLength(2);
  await guardduty.send(new ArchiveFindingsCommand({ DetectorId, FindingIds: [id] }));
  expect(await list()).toHaveLength(1);
  await guardduty.send(
    new UpdateDetectorCommand({
      DetectorId,
      Features: [{ Name: 'LAMBDA_NETWORK_LOGS', Status: 'DISABLED' }],
    }),
  );
  const { Features } = await guardduty.send(new GetDetectorCommand({ DetectorId }));
  expect(Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS')).toMatchObject({
    Status: 'DISABLED',
    UpdatedAt: now,
  });
});

test('rpcv2Cbor is understood', async () => {
  const response = await fetch(
    `${endpoint.url}/service/GraniteServiceVersion20100801/operation/DescribeAlarms`,
    {
      method: 'POST',
      headers: {
        'smithy-protocol': 'rpc-v2-cbor',
        'content-type': 'application/cbor',
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/${region}/monitoring/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: Buffer.from(cbor.serialize({ AlarmNamePrefix: 'shop' })),
    },
  );
  expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
  const answer: unknown = cbor.deserialize(new Uint8Array(await response.arrayBuffer()));
  expect(answer).toMatchObject({
    MetricAlarms: [
      {
        AlarmName: 'shop-errors',
        AlarmArn: `arn:aws:cloudwatch:${region}:${demoAccountId}:alarm:shop-errors`,
      },
    ],
  });
});
