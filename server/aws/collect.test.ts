import { afterEach, expect, test } from 'vitest';
import {
  addBucket,
  addFunction,
  addMapping,
  addQueue,
  addRole,
  addTopic,
  addUser,
  allow,
} from '../../test/aws/describe.ts';
import { type AwsEndpoint, type AwsEndpointOptions, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { newDetector } from '../../test/aws/services/guardduty.ts';
import { createAccount, createWorld, regionOf } from '../../test/aws/world.ts';
import type { AccountSnapshot } from '../core/model/account-snapshot.ts';
import { type CollectOptions, collect } from './collect.ts';

const region = 'eu-central-1';
const env = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
};
let endpoint: AwsEndpoint | undefined;
afterEach(async () => {
  await endpoint?.close();
  endpoint = undefined;
});

Object.assign(process.env, env, {
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
});

function sampleWorld() {
  const account = createAccount('111122223333');
  const world = createWorld([account]);
  const topic = addTopic(account, region, 'orders');
  const queue = addQueue(account, region, 'jobs', {
    VisibilityTimeout: '30',
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:111122223333:dead"}',
  });
  const bucket = addBucket(world, account, region, 'uploads');
  addFunction(account, region, {
    name: 'api',
    versions: 2,
    aliases: [{ name: 'live', version: '2', weights: { 1: 0.1 } }],
    environment: {
      STAGE: 'prod',
      DB_PASSWORD: 'hunter2hunter2',
      TABLE_SECRET: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db',
    },
    permissions: [
      { StatementId: 'topic', Principal: 'sns.amazonaws.com', SourceArn: topic },
      {
        StatementId: 'public',
        Principal: '*',
        Qualifier: 'live',
        Action: 'lambda:InvokeFunctionUrl',
        FunctionUrlAuthType: 'NONE',
      },
      { StatementId: 'bucket', Principal: 's3.amazonaws.com', SourceArn: bucket },
      { StatementId: 'gone', Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::deleted-bucket' },
    ],
    urls: [{ qualifier: 'live', authType: 'NONE', cors: { AllowOrigins: ['*'] } }],
    reservedConcurrency: 5,
    recursiveLoop: 'Allow',
    tags: { team: 'shop' },
    vpc: { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
  });
  addFunction(account, region, { name: 'worker', role: 'api-role', image: true });
  addMapping(account, region, 'worker', queue);
  addUser(account, { name: 'admin', inline: { all: allow('*') } });
  const state = regionOf(account, region);
  state.ec2.subnets.push({
    SubnetId: 'subnet-1',
    VpcId: 'vpc-1',
    AvailabilityZone: 'eu-central-1a',
    CidrBlock: '10.0.0.0/24',
  });
  state.ec2.securityGroups.push({
    GroupId: 'sg-1',
    GroupName: 'app',
    VpcId: 'vpc-1',
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  state.guardduty.detectors.push(newDetector({ lambdaProtection: false }));
  return { account, world };
}

async function run(endpointOptions: AwsEndpointOptions = {}, options: Partial<CollectOptions> = {}) {
  endpoint ??= await startAwsEndpoint(sampleWorld().world, endpointOptions);
  const snapshot = await collect({
    accounts: [{ endpointUrl: endpoint.url, requestTimeoutMs: 500 }],
    regions: [region],
    ...options,
  });
  return { snapshot, endpoint };
}

function functionOf(snapshot: AccountSnapshot, name: string) {
  const functions = snapshot.accounts[0]?.regions[0]?.functions;
  const found = functions?.known ? functions.value.find((one) => one.name === name) : undefined;
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

test('an account is read with everything that hangs on a function', async () => {
  const { snapshot } = await run();
  const account = snapshot.accounts[0];
  expect(account).toMatchObject({
    id: '111122223333',
    partition: 'aws',
    organization: { known: true, value: null },
  });
  const api = functionOf(snapshot, 'api');
  expect(api).toMatchObject({
    arn: 'arn:aws:lambda:eu-central-1:111122223333:function:api',
    configuration: {
      runtime: 'python3.13',
      logging: { logGroup: '/aws/lambda/api' },
      lastModified: '2026-01-05T10:00:00.000Z',
      vpc: { vpcId: 'vpc-1' },
    },
    aliases: { value: [{ name: 'live', version: '2', weights: { 1: 0.1 } }] },
    urls: { value: [{ qualifier: 'live', authType: 'none', cors: { allowOrigins: ['*'] } }] },
    reservedConcurrency: { value: 5 },
    tags: { value: { team: 'shop' } },
    codeSigningConfigArn: { known: true, value: null },
  });
  expect(api.versions.known && api.versions.value.map((one) => one.version)).toEqual(['1', '2']);
  expect(
    api.policies.map((one) => [
      one.qualifier,
      one.document.known && one.document.value?.includes('Statement'),
    ]),
  ).toEqual([
    [null, true],
    ['live', true],
    ['2', undefined],
    ['1', undefined],
  ]);
  const environment = api.configuration.environment;
  expect(JSON.stringify(environment)).not.toContain('hunter2');
  expect(environment).toMatchObject({
    known: true,
    value: [
      { name: 'STAGE' },
      { name: 'DB_PASSWORD', value: { kind: 'secret', length: 14 } },
      { value: { form: 'reference' } },
    ],
  });
  const here = account?.regions[0];
  expect(
    here?.neighbours.map((one) => [
      one.kind,
      one.arn.split(':').at(-1),
      one.exists.known && one.exists.value,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['sns-topic', 'orders', true],
      ['sqs-queue', 'jobs', true],
      ['s3-bucket', 'uploads', true],
      ['s3-bucket', 'deleted-bucket', false],
    ]),
  );
  expect(here?.network.securityGroups).toMatchObject({
    value: [{ id: 'sg-1', egress: [{ protocol: '-1', cidrs: ['0.0.0.0/0'] }] }],
  });
  expect(here?.surveillance.guardDuty).toMatchObject({ value: { enabled: true, lambdaProtection: false } });
  expect(account?.iam.users).toMatchObject({
    value: [{ name: 'admin', inlinePolicies: { value: [{ document: allow('*') }] } }],
  });
  const role = account?.iam.roles.known
    ? account.iam.roles.value.find((one) => one.name === 'api-role')
    : undefined;
  expect(role).toMatchObject({
    trustPolicy: expect.stringContaining('lambda.amazonaws.com'),
    lastAccessed: { known: true },
  });
});

const writes =
  /^(Put|Create|Update|Delete|Add|Remove|Publish|Tag|Untag|Enable|Disable|Attach|Detach|Set|Start|Stop|Invoke|Send|Subscribe|Archive|Authorize|Revoke|Modify)/;

test('no write is called, and no function costs more than eight Lambda requests', async () => {
  const { endpoint } = await run();
  expect(endpoint.requests.map((one) => one.action).filter((action) => writes.test(action))).toEqual([]);
  const perFunction = new Map<string, number>();
  for (const one of endpoint.requests) {
    const name =
      one.service === 'lambda' &&
      typeof one.input === 'object' &&
      one.input !== null &&
      'FunctionName' in one.input
        ? String(one.input.FunctionName)
        : undefined;
    if (name !== undefined) perFunction.set(name, (perFunction.get(name) ?? 0) + 1);
  }
  expect(Math.max(...perFunction.values())).toBeLessThanOrEqual(8);
});

test('an unchanged function costs nothing the second time; a changed one is read again', async () => {
  const { snapshot, endpoint } = await run();
  endpoint.requests.length = 0;
  const second = await run({}, { previous: snapshot });
  const single = () =>
    endpoint.requests
      .filter((one) => one.service === 'lambda' && JSON.stringify(one.input).includes('FunctionName'))
      .map((one) => one.action);
  expect(single()).toEqual([]);
  expect(functionOf(second.snapshot, 'api')).toEqual(functionOf(snapshot, 'api'));
  const state = regionOf(endpoint.account, region);
  const worker = state.lambda.functions.get('worker');
  if (worker) worker.latest.RevisionId = 'another';
  // A URL is changed without a new revision; the trail knows.
  const api = state.lambda.functions.get('api');
  if (api?.urls[0]) api.urls[0].AuthType = 'AWS_IAM';
  state.cloudtrail.events.push({
    EventId: '1',
    EventName: 'UpdateFunctionUrlConfig',
    EventSource: 'lambda.amazonaws.com',
    ReadOnly: 'false',
    EventTime: new Date(),
    CloudTrailEvent: JSON.stringify({
      requestParameters: { functionName: 'arn:aws:lambda:eu-central-1:111122223333:function:api' },
    }),
  });
  endpoint.requests.length = 0;
  const third = await run({}, { previous: second.snapshot });
  expect(new Set(single())).toContain('GetFunction');
  expect(functionOf(third.snapshot, 'api').urls).toMatchObject({ value: [{ authType: 'iam' }] });
});

test('refused calls are gaps with their action; the rest goes on', async () => {
  const { snapshot } = await run({
    denied: [
      'lambda:GetPolicy',
      'guardduty:*',
      'iam:GetAccountAuthorizationDetails',
      'sns:ListTopics',
      'logs:DescribeMetricFilters',
    ],
  });
  const api = functionOf(snapshot, 'api');
  expect(api.policies[0]?.document).toEqual({
    known: false,
    gap: { action: 'lambda:GetPolicy', reason: 'denied', detail: 'AccessDeniedException' },
  });
  expect(api.urls.known).toBe(true);
  const here = snapshot.accounts[0]?.regions[0];
  expect(here?.surveillance.guardDuty).toMatchObject({
    known: false,
    gap: { action: 'guardduty:ListDetectors', reason: 'denied' },
  });
  expect(here?.completeNeighbours).not.toContain('sns-topic');
  expect(here?.logs.metricFilters.known).toBe(false);
  expect(here?.logs.groups.known).toBe(true);
  const iam = snapshot.accounts[0]?.iam;
  expect(iam).toMatchObject({ scope: 'execution-roles', users: { known: false }, roles: { known: true } });
  expect(iam?.roles.known && iam.roles.value.map((one) => one.name)).toEqual(['api-role']);
});

test('throttled, cut, slow and garbled answers are asked again or become gaps', async () => {
  const { world } = sampleWorld();
  endpoint = await startAwsEndpoint(world);
  endpoint.disturbances.add({ service: 'lambda', action: 'GetPolicy', times: 3, does: 'throttle' });
  endpoint.disturbances.add({ service: 'lambda', action: 'ListAliases', times: 1, does: 'cut' });
  endpoint.disturbances.add({ service: 'lambda', action: 'GetFunction', times: 1, does: 'cut-after' });
  endpoint.disturbances.add({ service: 'lambda', action: 'ListFunctionUrlConfigs', times: 1, does: 'hang' });
  endpoint.disturbances.add({ service: 'cloudtrail', does: 'garble' });
  endpoint.disturbances.add({ service: 'inspector2', does: 'fail' });
  const { snapshot } = await run();
  const api = functionOf(snapshot, 'api');
  expect([api.aliases.known, api.urls.known, api.tags.known, api.policies[0]?.document.known]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  const watch = snapshot.accounts[0]?.regions[0]?.surveillance;
  expect(watch?.trails).toMatchObject({ known: false, gap: { reason: 'malformed' } });
  expect(watch?.inspector).toMatchObject({ known: false, gap: { reason: 'unavailable' } });
});

test('a cancelled collection gives what it has and says so', async () => {
  const stop = new AbortController();
  const { snapshot } = await run({ latencyMs: 5 }, { signal: stop.signal, onProgress: () => stop.abort() });
  expect(snapshot.cancelled).toBe(true);
  expect(snapshot.accounts[0]?.regions[0]?.logs.alarms).toMatchObject({
    known: false,
    gap: { reason: 'not-asked', detail: 'cancelled' },
  });
});

test('several accounts by assumed roles; one that cannot be entered does not stop the others', async () => {
  const { world } = sampleWorld();
  const other = createAccount('444455556666');
  world.accounts.set(other.id, other);
  addRole(other, { name: 'audit', trust: '{"Statement":[]}' });
  addFunction(other, region, { name: 'there' });
  endpoint = await startAwsEndpoint(world);
  const failed: string[] = [];
  const snapshot = await collect({
    accounts: [
      { endpointUrl: endpoint.url },
      { endpointUrl: endpoint.url, role: { arn: 'arn:aws:iam::444455556666:role/audit' } },
      { endpointUrl: endpoint.url, role: { arn: 'arn:aws:iam::444455556666:role/none' } },
    ],
    regions: [region],
    onAccountFailure: (via) => failed.push(via),
  });
  expect(snapshot.accounts.map((one) => one.id)).toEqual(['111122223333', '444455556666']);
  expect(failed).toHaveLength(1);
});

test('a listing that comes without versions is made up for', async () => {
  const { world } = sampleWorld();
  endpoint = await startAwsEndpoint(world);
  const state = regionOf(endpoint.account, region).lambda.functions.get('api');
  if (!state) throw new Error('no function');
  // The alias leads to a version that only the function's own list has.
  const { versions } = state;
  endpoint.disturbances.add({
    action: 'ListFunctions',
    does: 'slow',
    delayMs: 0,
    when: () => {
      state.versions = [];
      return true;
    },
  });
  endpoint.disturbances.add({
    action: 'ListVersionsByFunction',
    does: 'slow',
    delayMs: 0,
    when: () => {
      state.versions = versions;
      return true;
    },
  });
  const { snapshot } = await run();
  const api = functionOf(snapshot, 'api');
  expect(api.versions.known && api.versions.value.map((one) => one.version)).toEqual(['1', '2']);
});

const oddBodies = [
  '{"Functions":[null]}',
  '{"Functions":{"a":1}}',
  '{"Functions":[{"FunctionName":5,"Environment":{"Variables":{"A":7}},"Layers":"x"}]}',
  '[]',
  'null',
  '"text"',
  '{}',
];

test.each(oddBodies)('an answer of an odd shape, %s, ends nothing', async (body) => {
  const { world } = sampleWorld();
  endpoint = await startAwsEndpoint(world);
  endpoint.disturbances.add({ service: 'lambda', action: 'ListFunctions', does: 'answer', body });
  const { snapshot } = await run();
  expect(snapshot.accounts[0]?.regions[0]?.surveillance.guardDuty.known).toBe(true);
});

const oddAnswers: readonly (readonly string[])[] = [
  ['ListAliases', 'GetPolicy', 'GetFunction', 'ListFunctionUrlConfigs'],
  [
    'ListEventSourceMappings',
    'ListLayers',
    'DescribeTrails',
    'ListDetectors',
    'GetAccountAuthorizationDetails',
  ],
  [
    'GetEventSelectors',
    'ListTopics',
    'DescribeAlarms',
    'DescribeLogGroups',
    'DescribeSecurityGroups',
    'GetRestApis',
  ],
  [
    'GetApis',
    'ListRules',
    'ListUserPools',
    'DescribeTargetGroups',
    'GetQueueAttributes',
    'DescribeOrganization',
  ],
];
const oddBody = JSON.stringify({
  Aliases: [1],
  Policy: { a: 1 },
  Configuration: 'x',
  FunctionUrlConfigs: [null],
  EventSourceMappings: [null],
  Layers: [7],
  trailList: [null],
  EventSelectors: [{ DataResources: 'x' }],
  MetricAlarms: [null],
  logGroups: [null],
  DetectorIds: 'x',
  item: [null],
  items: [null],
  Rules: [null],
  UserPools: [null],
});

test.each(oddAnswers.map((actions) => [actions] as const))(
  'odd answers to %s end nothing',
  async (actions) => {
    const { world } = sampleWorld();
    endpoint = await startAwsEndpoint(world);
    for (const action of actions) endpoint.disturbances.add({ action, does: 'answer', body: oddBody });
    const { snapshot } = await run();
    expect(snapshot.accounts[0]?.regions[0]?.name).toBe(region);
    expect(JSON.parse(JSON.stringify(snapshot))).toBeTruthy();
  },
);

test('without STS the functions tell whose account it is', async () => {
  const { world } = sampleWorld();
  endpoint = await startAwsEndpoint(world);
  endpoint.disturbances.add({ service: 'sts', does: 'fail', status: 404 });
  const { snapshot } = await run();
  expect(snapshot.accounts[0]).toMatchObject({ id: '111122223333', partition: 'aws' });
});

test('a throttled or broken sign-in is tried again', async () => {
  const { world } = sampleWorld();
  endpoint = await startAwsEndpoint(world);
  endpoint.disturbances.add({ service: 'sts', times: 2, does: 'throttle' });
  endpoint.disturbances.add({ service: 'sts', times: 1, does: 'cut' });
  const { snapshot } = await run();
  expect(snapshot.accounts[0]?.callerArn).toBe('arn:aws:iam::111122223333:user/auditor');
});
