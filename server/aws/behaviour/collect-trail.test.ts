// Trails wherever they lie: the same events from CloudTrail's history, trail files, CloudTrail Lake and Athena.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoEnvironment } from '../../../test/aws/demo-environment.ts';
import { addFunction } from '../../../test/aws/describe.ts';
import { startAwsEndpoint } from '../../../test/aws/endpoint.ts';
import { layTrailTable } from '../../../test/aws/services/athena.ts';
import { createAccount, regionOf } from '../../../test/aws/world.ts';
import type { Gap } from '../../core/model/known.ts';
import { record } from '../../core/monitor/trail/example.ts';
import { parseTrailEvent } from '../../core/monitor/trail/trail-event.ts';
import { askedRoles, lakeQuery } from '../../core/monitor/trail/trail-query.ts';
import { createTrailWatch } from '../../core/monitor/trail/watch.ts';
import { type CollectTrailOptions, collectTrail } from './collect-trail.ts';
import { openBehaviour } from './open-behaviour.ts';

const hourMs = 3_600_000;
const now = Math.floor(Date.now() / hourMs) * hourMs;
const account = createAccount('111122223333');
const home = regionOf(account, 'eu-central-1');
const global = regionOf(account, 'us-east-1');
addFunction(account, 'eu-central-1', { name: 'orders', role: 'orders_role' });
const role = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/orders_role/orders' };
// A name that a wildcard would take for the role's.
const other = { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/orders-role/orders-x' };

const all: { readonly region: string; readonly at: number; readonly text: string }[] = [];
function put(
  region: typeof home,
  hoursAgo: number,
  given: Parameters<typeof record>[0],
  username: string,
): void {
  const at = now - hoursAgo * hourMs;
  const id = `id-${all.length}`;
  const value = {
    ...Object(record({ ...given, at: new Date(at).toISOString().replace('.000', '') })),
    eventID: id,
    awsRegion: region.name,
  };
  const text = JSON.stringify(value);
  all.push({ region: region.name, at, text });
  region.cloudtrail.events.push({
    EventId: id,
    EventName: given.name,
    EventSource: `${given.service ?? 'lambda'}.amazonaws.com`,
    EventTime: new Date(at),
    Username: username,
    CloudTrailEvent: text,
  });
}

for (let n = 0; n < 60; n++)
  put(
    home,
    300 - n,
    { name: 'UpdateFunctionCode20150331v2', request: { functionName: 'orders' } },
    'pipeline',
  );
put(
  home,
  40,
  { name: 'AddPermission20150331v2', request: { functionName: 'orders', principal: '*' } },
  'pipeline',
);
put(home, 39, { name: 'GetSecretValue', service: 'secretsmanager', by: role, readOnly: true }, 'orders');
put(home, 38, { name: 'StopLogging', service: 'cloudtrail', request: { name: 'main' } }, 'maria');
put(global, 37, { name: 'CreateUser', service: 'iam', by: role, request: { userName: 'x' } }, 'orders');
put(global, 36, { name: 'CreateUser', service: 'iam', request: { userName: 'y' } }, 'maria');
put(home, 35, { name: 'PutItem', service: 'dynamodb', by: other }, 'orders-x');
put(
  home,
  34,
  { name: 'GetObject', service: 's3', by: role, error: 'AccessDenied', readOnly: true },
  'orders',
);
// Before the days that are asked for.
put(home, 24 * 40, { name: 'UpdateFunctionCode20150331v2', request: { functionName: 'orders' } }, 'pipeline');

home.cloudtrail.trails.push({
  trail: {
    Name: 'main',
    S3BucketName: 'trail-files',
    S3KeyPrefix: 'logs',
    HomeRegion: 'eu-central-1',
    IsMultiRegionTrail: true,
    TrailARN: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/main',
  },
  logging: true,
  basic: [],
  advanced: [],
});
home.cloudtrail.stores.push({
  EventDataStoreArn:
    'arn:aws:cloudtrail:eu-central-1:111122223333:eventdatastore/0a1b2c3d-1111-2222-3333-444455556666',
  Name: 'all',
  Status: 'ENABLED',
});
layTrailTable(home, {
  database: 'audit',
  name: 'cloudtrail_logs',
  partitionKeys: [],
  records: () => all.map(({ text }) => text),
});

const endpoint = await startAwsEndpoint(account);
const objects = new Map<string, Uint8Array>();
beforeAll(() => {
  Object.assign(process.env, demoEnvironment(endpoint.url));
  endpoint.world.buckets.set('trail-files', {
    name: 'trail-files',
    accountId: '111122223333',
    region: 'eu-central-1',
    policy: undefined,
    encryption: undefined,
    publicAccessBlock: undefined,
    grants: [],
    notifications: {},
    objects,
  });
  all.forEach(({ region, at, text }, n) => {
    const iso = new Date(at).toISOString();
    const folder = `logs/AWSLogs/111122223333/CloudTrail/${region}/${iso.slice(0, 10).replaceAll('-', '/')}`;
    const stamp = iso.slice(0, 16).replace(/[-:]/g, '');
    objects.set(
      `${folder}/111122223333_CloudTrail_${region}_${stamp}Z_file${n}.json.gz`,
      gzipSync(`{"Records":[${text}]}`),
    );
  });
  objects.set(
    'logs/AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/11/01/x_CloudTrail-Digest_x.json.gz',
    gzipSync('{"never":"read"}'),
  );
});
afterAll(() => endpoint.close());

async function collect(given: Partial<CollectTrailOptions>) {
  const gaps: Gap[] = [];
  const lines: string[] = [];
  const problems: string[] = [];
  const events: NonNullable<ReturnType<typeof parseTrailEvent>>[] = [];
  const shown: string[] = [];
  endpoint.requests.length = 0;
  const scope = await openBehaviour(
    { endpointUrl: endpoint.url, env: demoEnvironment(endpoint.url) },
    {
      regions: ['eu-central-1'],
      signal: new AbortController().signal,
      gap: (_region, gap) => void gaps.push(gap),
    },
  );
  const counts = { records: 0, malformed: 0 };
  try {
    const answer = await collectTrail(scope, {
      source: 'auto',
      now,
      days: 30,
      functions: [],
      athenaWorkgroup: 'primary',
      counts,
      begin: () => (value) => {
        const event = parseTrailEvent(value);
        if (event) events.push(event);
        else counts.malformed++;
      },
      mayRun: async ({ query }) => {
        shown.push(query);
        return true;
      },
      onProgress: (words) => void lines.push(words),
      onProblem: (_id, message) => void problems.push(message),
      ...given,
    });
    return { answer, events, gaps, lines, problems, counts, shown };
  } finally {
    scope.connection.close();
  }
}

/** In the order of time; what a source does not keep is left out. */
const essence = (events: readonly NonNullable<ReturnType<typeof parseTrailEvent>>[]) =>
  events
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ id, at, name, service, region, error, isRead, identity, request, userAgent }) => ({
      ...{ id, at, name, service, region, error, isRead, request, userAgent },
      ...{ arn: identity.arn, principal: identity.principal, session: identity.session },
    }));

const asked = (action: string) => endpoint.requests.filter((one) => one.action === action).length;

test('the history, CloudTrail Lake and Athena give the same events, and the same is said of them', async () => {
  const history = await collect({ source: 'lookup' });
  const lake = await collect({ source: 'lake' });
  expect(asked('StartQuery')).toBe(1);
  const athena = await collect({ source: 'athena', athenaTable: 'audit.cloudtrail_logs' });
  expect(history.events.length).toBe(60 + 5);
  expect(essence(lake.events)).toEqual(essence(history.events));
  expect(essence(athena.events)).toEqual(essence(history.events));
  const judged = (events: typeof history.events) => {
    const watch = createTrailWatch({ functionRoles: ['orders_role'] });
    for (const event of events.toSorted((a, b) => a.at - b.at)) watch.add(event, true);
    return watch.observations.map(({ id, message, at }) => ({ id, message, at }));
  };
  expect(judged(history.events).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['backdoor-policy', 'identity-made-by-function', 'logging-stopped']),
  );
  expect(judged(lake.events)).toEqual(judged(history.events));
  expect(judged(athena.events)).toEqual(judged(history.events));
  expect(lake.lines.join('\n')).toMatch(/GB scanned, about <\$0\.01; 65 events/);
  expect(athena.lines.join('\n')).toContain('has no partitions: all of it is scanned');
});

test('trail files hold the same events and the others of their time, without digests', async () => {
  const history = await collect({ source: 'lookup' });
  const files = await collect({ source: 's3' });
  expect(files.problems).toEqual([]);
  expect(essence(files.events)).toEqual(expect.arrayContaining(essence(history.events)));
  expect(files.events.length).toBe(all.length - 1);
  expect(files.events.map(({ at }) => at)).toEqual(
    files.events.map(({ at }) => at).toSorted((a, b) => a - b),
  );
  expect(files.lines[0]).toMatch(/^67 trail files in S3, .* GB, from s3:\/\/trail-files/);
  expect(asked('GetObject')).toBe(67);
});

test('files are chosen by themselves, and the history where no trail has any', async () => {
  expect((await collect({})).answer).toEqual({ source: 's3', wasAskedOnly: false });
  endpoint.denied.add('s3:ListObjectsV2');
  expect((await collect({})).answer.source).toBe('lookup');
  const refused = await collect({ source: 's3' });
  endpoint.denied.clear();
  expect(refused.gaps).toMatchObject([
    { action: 's3:ListBucket', reason: 'denied' },
    { action: 's3:ListBucket', reason: 'denied' },
  ]);
  expect(refused.events).toEqual([]);
});

test('a file that is broken or cut off is named, and the others are read', async () => {
  const [first = '', second = '', third = ''] = [...objects.keys()];
  const saved = [first, second, third].map((key) => [key, objects.get(key) ?? new Uint8Array()] as const);
  objects.set(first, Buffer.from('no gzip at all'));
  const packed = gzipSync(`{"Records":[${all[1]?.text},${all[1]?.text}]}`.repeat(400), { level: 0 });
  objects.set(second, packed.subarray(0, packed.length >> 1));
  objects.set(third, gzipSync('{"Records":[{"eventName":"x","eventTime":"never"},{"eventName":'));
  const { events, problems, counts } = await collect({ source: 's3' });
  for (const [key, bytes] of saved) objects.set(key, bytes);
  expect(problems.length).toBe(2);
  expect(problems.join('\n')).toContain(first);
  expect(counts.malformed).toBeGreaterThanOrEqual(2);
  expect(new Set(events.map(({ id }) => id)).size).toBeGreaterThanOrEqual(all.length - 1 - 3);
});

test('a query is shown first; names that are none do not reach it', async () => {
  const shown: string[] = [];
  const { answer } = await collect({
    source: 'lake',
    mayRun: async ({ query }) => {
      shown.push(query);
      return false;
    },
  });
  expect(answer.wasAskedOnly).toBe(true);
  expect(shown[0]).toContain('FROM 0a1b2c3d-1111-2222-3333-444455556666');
  expect(asked('StartQuery')).toBe(0);
  await expect(collect({ source: 'athena' })).rejects.toThrow('--athena-table');
  await expect(collect({ source: 'athena', athenaTable: "x; DROP TABLE y'" })).rejects.toThrow('no table');
  await expect(collect({ source: 'lake', eventDataStore: "x' OR 1=1" })).rejects.toThrow(
    'no event data store',
  );
});

test('partitions keep Athena from reading everything; a table that is not there is not paid for', async () => {
  layTrailTable(home, {
    database: 'audit',
    name: 'parts',
    partitionKeys: ['region', 'timestamp'],
    records: () => [],
  });
  const shown: string[] = [];
  const mayRun: CollectTrailOptions['mayRun'] = async ({ query }) => {
    shown.push(query);
    return false;
  };
  await collect({ source: 'athena', athenaTable: 'audit.parts', mayRun });
  expect(shown[0]).toMatch(/AND "timestamp" >= '\d{4}\/\d\d\/\d\d' AND "timestamp" <= '/);
  expect(shown[0]).toContain("AND region IN ('eu-central-1', 'us-east-1')");
  const absent = await collect({ source: 'athena', athenaTable: 'audit.absent', mayRun });
  expect(absent.gaps).toMatchObject([{ action: 'athena:GetTableMetadata' }]);
  expect(shown).toHaveLength(1);
});

test('a query keeps to the length that CloudTrail Lake takes, whatever the roles', () => {
  const roles = Array.from({ length: 300 }, (_, n) => `${'_'.repeat(50)}${n}`);
  const range = { start: now - hourMs, end: now, regions: ['eu-central-1'], roles };
  const query = lakeQuery('0a1b2c3d-1111-2222-3333-444455556666', range) ?? '';
  expect(query.length).toBeLessThan(10_000);
  expect(query.match(/assumed-role/g)?.length).toBe(askedRoles(roles).length);
  expect(askedRoles(roles).length).toBeGreaterThan(40);
});
