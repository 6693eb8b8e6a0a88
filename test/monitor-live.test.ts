// The monitor commands without files: against an imagined account, as a person runs them.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { record } from '../server/core/monitor/trail/example.ts';
import { openBaselineStore } from '../server/platform/baseline-store.ts';
import { demoEnvironment } from './aws/demo-environment.ts';
import { addFunction } from './aws/describe.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { answerAthena } from './aws/services/athena.ts';
import { createAccount, regionOf } from './aws/world.ts';
import { built, runCli } from './run-cli.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const account = createAccount('111122223333');
const region = regionOf(account, 'eu-central-1');
const vpc = { vpcId: 'vpc-1', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
addFunction(account, 'eu-central-1', { name: 'orders', vpc, urls: [{ authType: 'NONE' }] });
addFunction(account, 'eu-central-1', { name: 'billing', vpc });
const thisHour = Math.floor(Date.now() / hourMs) * hourMs;

for (let hours = 40 * 24; hours > 0; hours--)
  region.cloudwatch.points.push({
    namespace: 'AWS/Lambda',
    name: 'Invocations',
    dimensions: { FunctionName: 'orders' },
    timestamp: thisHour - hours * hourMs,
    value: hours === 30 ? 4000 : 100 + (hours % 7),
  });

function trailEvent(n: number, given: Parameters<typeof record>[0], username: string): void {
  const at = new Date(Date.now() - 20 * dayMs + n * hourMs);
  const text = JSON.stringify({ ...Object(record({ ...given, at: at.toISOString() })), eventID: `id-${n}` });
  region.cloudtrail.events.push({
    EventId: `id-${n}`,
    EventName: given.name,
    EventSource: `${given.service ?? 'lambda'}.amazonaws.com`,
    EventTime: at,
    Username: username,
    CloudTrailEvent: text,
  });
}
for (let n = 0; n < 70; n++)
  trailEvent(n, { name: 'UpdateFunctionCode20150331v2', request: { functionName: 'orders' } }, 'pipeline');
trailEvent(
  80,
  { name: 'AddPermission20150331v2', request: { functionName: 'orders', principal: '*' } },
  'pipeline',
);
const lambdaRole = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/orders-role/orders' };
trailEvent(81, { name: 'CreateUser', service: 'iam', by: lambdaRole, request: { userName: 'x' } }, 'orders');

region.ec2.subnets.push({ SubnetId: 'subnet-1', VpcId: 'vpc-1' });
region.ec2.securityGroups.push({ GroupId: 'sg-1', GroupName: 'functions', VpcId: 'vpc-1' });
region.ec2.interfaces.push({
  NetworkInterfaceId: 'eni-0a1',
  InterfaceType: 'lambda',
  SubnetId: 'subnet-1',
  Groups: [{ GroupId: 'sg-1' }],
  PrivateIpAddresses: [{ PrivateIpAddress: '10.0.11.233' }],
});
region.ec2.interfaces.push(
  {
    NetworkInterfaceId: 'eni-0db',
    InterfaceType: 'interface',
    Description: 'RDSNetworkInterface',
    RequesterId: 'amazon-rds',
    SubnetId: 'subnet-1',
    AvailabilityZone: 'eu-central-1a',
    Groups: [{ GroupId: 'sg-db' }],
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.10.193' }],
  },
  {
    NetworkInterfaceId: 'eni-0ca',
    InterfaceType: 'interface',
    Description: 'ElastiCache sessions-001',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.255.29' }],
  },
);
region.rds.instances.push({
  DBInstanceIdentifier: 'orders-db',
  Engine: 'mysql',
  AvailabilityZone: 'eu-central-1a',
  DBSubnetGroup: { Subnets: [{ SubnetIdentifier: 'subnet-1' }] },
  VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db' }],
});
region.ec2.flowLogs.push({
  FlowLogId: 'fl-1',
  LogGroupName: 'flows',
  LogDestinationType: 'cloud-watch-logs',
});
region.logs.groups.set('flows', { logGroupName: 'flows', storedBytes: 5000 });
for (let day = 20; day > 0; day--) {
  const at = thisHour - day * dayMs;
  const to = (peer: string) =>
    `2 111122223333 eni-0a1 10.0.11.233 ${peer} 40000 3306 6 10 5000 ${at / 1000} ${at / 1000 + 60} ACCEPT OK`;
  const lines = [to('10.0.10.193'), to('10.0.12.134'), ...(day === 1 ? [to('10.0.255.29')] : [])];
  lines.forEach((message, n) => {
    region.logs.events.push({
      group: 'flows',
      stream: 'eni-0a1-all',
      timestamp: at,
      ingestionTime: at,
      message,
      id: `${day}-${n}`,
    });
  });
}

const endpoint = await startAwsEndpoint(account);
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-monitor-'));
  await built('cli.mjs');
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await endpoint.close();
});

const monitor = (...words: readonly string[]) =>
  runCli(['monitor', ...words], folder, {
    ...demoEnvironment(endpoint.url),
    LAMBDA_PROTECT_CACHE: join(folder, 'cache'),
    LAMBDA_PROTECT_DATA: join(folder, 'data'),
  });
const asked = (action: string) => endpoint.requests.filter((one) => one.action === action).length;

test('the trail is looked up by source and by the functions, page by page', async () => {
  const { out, code } = await monitor('trail', '--format', 'json');
  const ids = JSON.parse(out).findings.map(({ id }: { readonly id: string }) => id);
  expect(ids).toEqual(expect.arrayContaining(['backdoor-policy', 'identity-made-by-function']));
  expect(code).toBe(1);
  // Two pages by source, seven names, and two functions here and in the Region of the global services.
  expect(asked('LookupEvents')).toBe(2 + 7 + 4);
});

test('a query of the trail is shown before it costs, and a source that is none is refused', async () => {
  region.cloudtrail.stores.push({
    EventDataStoreArn:
      'arn:aws:cloudtrail:eu-central-1:111122223333:eventdatastore/0a1b2c3d-1111-2222-3333-444455556666',
    Name: 'all',
    Status: 'ENABLED',
  });
  const shown = await monitor('trail', '--source', 'lake');
  expect([shown.code, asked('StartQuery')]).toEqual([0, 0]);
  expect(shown.out).toContain('FROM 0a1b2c3d-1111-2222-3333-444455556666');
  expect(shown.out).toContain('--run-query runs it');
  const run = await monitor('trail', '--source', 'lake', '--run-query', '--format', 'json');
  region.cloudtrail.stores.length = 0;
  expect(run.err).toMatch(/GB scanned, about <\$0\.01; 72 events/);
  expect(JSON.parse(run.out).findings.map(({ id }: { readonly id: string }) => id)).toContain(
    'backdoor-policy',
  );
  expect((await monitor('trail', '--source', 'lake')).err).toContain(
    'no event data store in CloudTrail Lake',
  );
  expect((await monitor('trail', '--source', 'nowhere')).code).toBe(2);
  expect((await monitor('trail', '--source', 'athena')).err).toContain('--athena-table');
});

test('metrics come in one call and the odd hour is told', async () => {
  const { out } = await monitor('metrics', '--format', 'json');
  expect(JSON.parse(out).summary.observations).toMatchObject([{ id: 'metric-outlier', Outlier: 4000 }]);
  expect(asked('GetMetricData')).toBe(1);
});

test('functions behind doors without alarms are listed', async () => {
  const { out } = await monitor('metrics', '--alarms');
  expect(out).toMatch(/orders +eu-central-1 +a URL without authentication +Invocations, Errors, Throttles/);
  expect(out).not.toContain('billing');
});

test('the missing alarms are planned at levels of the past, made, and taken back', async () => {
  const planned = await monitor('metrics', '--alarms', '--plan', '--email', 'team@example.com');
  expect(planned.code).toBe(0);
  expect(planned.out).toContain('create alarm lambda-protect-orders-Invocations');
  expect(planned.out).toMatch(/"Dimensions":\[\{"Name":"FunctionName","Value":"orders"\}\]/);
  expect(planned.out).toMatch(/Throttles.*\n.*|permissions to undo:.*cloudwatch:DeleteAlarms/);
  expect(region.cloudwatch.alarms).toEqual([]);
  expect((await monitor('metrics', '--alarms', '--apply')).code).toBe(0);
  const made = region.cloudwatch.alarms.map(({ AlarmName: name, Threshold: threshold }) => [name, threshold]);
  expect(made).toEqual([
    ['lambda-protect-orders-Invocations', expect.any(Number)],
    ['lambda-protect-orders-Errors', 10],
    ['lambda-protect-orders-Throttles', 1],
  ]);
  // Between the busiest usual hour and the odd one.
  expect(made[0]?.[1]).toBeGreaterThan(106);
  expect(made[0]?.[1]).toBeLessThan(4000);
  expect((await monitor('metrics', '--alarms')).out).not.toContain('orders');
  expect((await monitor('metrics', '--alarms', '--undo')).code).toBe(0);
  expect(region.cloudwatch.alarms).toEqual([]);
  expect((await monitor('metrics', '--plan')).code).toBe(2);
});

test("CloudWatch's own band stands beside ours where it has a detector", async () => {
  region.cloudwatch.anomalyDetectors.push({
    SingleMetricAnomalyDetector: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Invocations',
      Dimensions: [{ Name: 'FunctionName', Value: 'orders' }],
      Stat: 'Sum',
    },
    StateValue: 'TRAINED',
  });
  const { out } = await monitor('metrics', '--format', 'json');
  const [one] = JSON.parse(out).summary.observations;
  expect(one).toMatchObject({
    Outlier: 4000,
    'CloudWatch Band': expect.stringMatching(/^-?\d+(\.\d+)? to \d+/),
  });
  endpoint.denied.add('cloudwatch:DescribeAnomalyDetectors');
  const refused = await monitor('metrics');
  endpoint.denied.clear();
  region.cloudwatch.anomalyDetectors.length = 0;
  expect(refused.err).toContain('cloudwatch:DescribeAnomalyDetectors denied');
  expect(refused.out).toContain('metric-outlier');
});

test('a function gets a security group of its own beside the ones that it has, and gives it back', async () => {
  const groupsOf = (name: string) =>
    region.lambda.functions.get(name)?.latest.VpcConfig?.SecurityGroupIds ?? [];
  const planned = await monitor('flows', '--own-group', '--plan', '--function', 'orders');
  expect(planned.out).toContain('lambda-protect-own-orders');
  expect(planned.out).toContain('it has no rules');
  expect(groupsOf('orders')).toEqual(['sg-1']);
  const applied = await monitor('flows', '--own-group', '--apply');
  expect([applied.err, applied.code]).toEqual([expect.anything(), 0]);
  const own = region.ec2.securityGroups.find((one) => one.GroupName === 'lambda-protect-own-orders');
  expect(own).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [] });
  expect(groupsOf('orders').toSorted()).toEqual([own?.GroupId, 'sg-1'].toSorted());
  expect(groupsOf('billing')).toEqual(['sg-1']);
  expect((await monitor('flows', '--own-group', '--plan', '--function', 'orders')).err).toContain('already');
  expect((await monitor('flows', '--own-group', '--undo')).code).toBe(0);
  expect(groupsOf('orders')).toEqual(['sg-1']);
  expect(region.ec2.securityGroups.some((one) => one.GroupId === own?.GroupId)).toBe(false);
}, 60_000);

test('few flow records are fetched; an interface names its candidates', async () => {
  const { out, err } = await monitor('flows', '--format', 'json');
  expect(JSON.parse(out).summary.observations).toMatchObject([
    { id: 'static-connection-set-deviation', 'New Connections': '10.0.255.29' },
  ]);
  expect(out).toContain('billing | orders');
  expect(err).toContain('shared by 2 functions');
});

test('a large log group is added up by Logs Insights, and the same is found', async () => {
  region.logs.groups.set('flows', { logGroupName: 'flows', storedBytes: 5e9 });
  const shown = await monitor('flows');
  expect(shown.out).toContain('flows in Logs Insights: at most 5.00 GB, $0.03; --run-query runs it');
  const run = await monitor('flows', '--run-query', '--format', 'json');
  region.logs.groups.set('flows', { logGroupName: 'flows', storedBytes: 5000 });
  expect(run.err).toMatch(/GB scanned, about <\$0\.01; 41 sums/);
  expect(JSON.parse(run.out).summary.observations).toMatchObject([
    { id: 'static-connection-set-deviation', 'New Connections': '10.0.255.29' },
  ]);
});

test('peers have names, and a refused API is a gap that leaves the others named', async () => {
  const { out } = await monitor('flows');
  expect(out).toMatch(/10\.0\.10\.193 +mysql orders-db +internal +3306 \(mysql\)/);
  expect(out).toContain('10.0.255.29 (ElastiCache sessions-001) port 3306');
  writeFileSync(
    join(folder, 'ip-ranges.json'),
    '{"prefixes":[{"ip_prefix":"10.0.12.0/24","region":"eu-central-1","service":"EXAMPLE"}]}',
  );
  const named = await monitor('flows', '--ip-ranges', 'ip-ranges.json');
  expect(named.out).toMatch(/10\.0\.12\.134 +EXAMPLE eu-central-1 +internal/);
  expect((await monitor('flows', '--ip-ranges', 'absent.json')).err).toContain('absent.json: ENOENT');
  endpoint.denied.add('rds:DescribeDBInstances');
  const refused = await monitor('flows');
  endpoint.denied.clear();
  expect(refused.err).toContain('rds:DescribeDBInstances denied');
  expect(refused.out).toMatch(/10\.0\.10\.193 +RDS +internal/);
  expect(refused.out).toContain('ElastiCache sessions-001');
});

test('many flow records are asked for where they lie, when a person says so', async () => {
  region.ec2.flowLogs.splice(0, 1, {
    FlowLogId: 'fl-2',
    LogDestinationType: 's3',
    LogDestination: 'arn:aws:s3:::flow-logs',
  });
  const shown = await monitor('flows', '--athena-table', 'logs.vpc');
  expect(shown.code).toBe(0);
  expect(shown.out).toContain("interface_id IN ('eni-0a1')");
  answerAthena(region, () => [
    [
      'interface_id',
      'srcaddr',
      'dstaddr',
      'port',
      'protocol',
      'action',
      'direction',
      'hour',
      'records',
      'packets',
      'bytes',
    ],
    [
      'eni-0a1',
      '10.0.11.233',
      '10.0.10.193',
      '3306',
      '6',
      'ACCEPT',
      '',
      String(thisHour / 1000),
      '4',
      '40',
      '5000',
    ],
  ]);
  const run = await monitor('flows', '--athena-table', 'logs.vpc', '--run-query');
  expect(run.out).toMatch(/10\.0\.10\.193 +mysql orders-db +internal +3306 \(mysql\) +5000/);
  expect(run.err).toContain('0.00100 GB scanned');
});

test('what may not be read is said, and nothing is called quiet', async () => {
  endpoint.denied.add('cloudwatch:GetMetricData');
  const { err, code } = await monitor('metrics');
  endpoint.denied.clear();
  expect(err).toContain('cloudwatch:GetMetricData denied');
  expect(code).toBe(2);
});

test('what is acknowledged is not told again, until that is taken back', async () => {
  const marks = async () => {
    const { out } = await monitor('metrics', '--format', 'json');
    return JSON.parse(out).summary.observations.map(({ mark }: { readonly mark: string }) => mark);
  };
  const [mark] = await marks();
  expect((await monitor('acknowledge', mark)).code).toBe(0);
  expect(await marks()).toEqual([]);
  expect((await monitor('acknowledge')).out).toContain('metric-outlier orders');
  expect((await monitor('acknowledge', '--undo', mark)).code).toBe(0);
  expect(await marks()).toEqual([mark]);
  expect((await monitor('acknowledge', 'nothing')).code).toBe(2);
});

test('a baseline is kept between runs', async () => {
  const run = () => monitor('trail', '--baseline', 'usual', '--since', '1m', '--format', 'json');
  expect((await run()).code).toBe(0);
  const store = openBaselineStore(join(folder, 'usual'));
  expect(store.get('habits', 'trail')).toContain('"orders-role/orders"');
  store.close();
  expect((await run()).code).toBe(0);
});

test('points and days are kept between runs, and what was judged is not judged again', async () => {
  const run = async (what: 'metrics' | 'flows') => {
    const { out, code } = await monitor(what, '--baseline', 'kept.db', '--format', 'json');
    return { observations: JSON.parse(out).summary.observations, code };
  };
  expect((await run('metrics')).observations).toMatchObject([{ id: 'metric-outlier' }]);
  expect((await run('metrics')).observations).toEqual([]);
  const store = openBaselineStore(join(folder, 'kept.db'));
  expect(store.list('metrics').map(({ key }) => key.split('\0'))).toEqual([
    ['111122223333', 'eu-central-1', 'orders', 'Invocations'],
  ]);
  store.close();
  region.ec2.flowLogs.splice(0, 1, {
    FlowLogId: 'fl-1',
    LogGroupName: 'flows',
    LogDestinationType: 'cloud-watch-logs',
  });
  expect((await run('flows')).observations).toHaveLength(1);
  // The records of the days before are gone: what is usual is still known.
  const latest = region.logs.events.splice(0, region.logs.events.length - 3);
  expect((await run('flows')).observations).toMatchObject([
    { id: 'static-connection-set-deviation', 'History Length (Days)': 19 },
  ]);
  region.logs.events.unshift(...latest);
});

test('a baseline is whole after a kill at any moment, and two processes lose nothing', async () => {
  const cli = await built('cli.mjs');
  const hours = 24 * 30;
  const names = Array.from({ length: 40 }, (_, n) => `function-${n}`);
  const csv = (from: number) =>
    `timestamp,value,metric,function\n${names
      .flatMap((name) =>
        Array.from(
          { length: hours / 2 },
          (_, n) => `${1_790_000_000 + (from + n) * 3600},${100 + (n % 5)},Invocations,${name}`,
        ),
      )
      .join('\n')}\n`;
  writeFileSync(join(folder, 'first.csv'), csv(0));
  writeFileSync(join(folder, 'second.csv'), csv(hours / 2));
  const args = (file: string) => [
    cli,
    'monitor',
    'metrics',
    '--from',
    file,
    '--baseline',
    'shared.db',
    '--quiet',
  ];
  const environment = { ...process.env, LAMBDA_PROTECT_DATA: join(folder, 'data') };
  const start = (file: string) =>
    spawn(process.execPath, args(file), { cwd: folder, env: environment, stdio: 'ignore' });
  const ended = (child: ReturnType<typeof spawn>) => new Promise((resolve) => child.once('close', resolve));
  for (let round = 0; round < 6; round++) {
    const child = start('first.csv');
    // From before the first entry is written to about the last.
    const wait = setInterval(
      () => {
        if (existsSync(join(folder, 'shared.db'))) child.kill('SIGKILL');
      },
      1 + round * 7,
    );
    await ended(child);
    clearInterval(wait);
    const store = openBaselineStore(join(folder, 'shared.db'));
    for (const { value } of store.list('metrics')) expect(JSON.parse(value).values).toHaveLength(hours / 2);
    store.close();
  }
  await Promise.all([ended(start('first.csv')), ended(start('second.csv'))]);
  const store = openBaselineStore(join(folder, 'shared.db'));
  const kept = store.list('metrics').map(({ value }) => JSON.parse(value).values.length);
  store.close();
  expect(kept).toEqual(names.map(() => hours));
}, 60_000);
