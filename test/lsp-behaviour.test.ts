// Behaviour through the language server's real door: read from an imagined account and from files, shown as trees and
// pages, called normal and not, forgotten, and known again after a restart.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { everything } from '../server/core/monitor/reading.ts';
import { record } from '../server/core/monitor/trail/example.ts';
import { runAuditRequest } from '../server/protocol/audit.ts';
import {
  type Acknowledged,
  acknowledgeRequest,
  type BehaviourPage,
  type BehaviourPageParams,
  type BehaviourSummary,
  behaviourPageRequest,
  forgetRequest,
  type ListedObservation,
  learnedRequest,
  listObservationsRequest,
  lookAgainRequest,
  openBehaviourFilesRequest,
  type QueryCost,
  queryCostRequest,
  readBehaviourRequest,
  showObservationsRequest,
  undoAcknowledgementRequest,
} from '../server/protocol/behaviour.ts';
import {
  type TreeChanged,
  type TreeNode,
  treeChangedNotification,
  treeRequest,
} from '../server/protocol/trees.ts';
import { createDemoWorld } from './aws/demo-account.ts';
import { addDemoBehaviour } from './aws/demo-behaviour.ts';
import { demoEnvironment } from './aws/demo-environment.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { type LspClient, startClient } from './lsp-client.ts';

const now = new Date();
const endpoint = await startAwsEndpoint(addDemoBehaviour(createDemoWorld(now), now));
const dataFolder = mkdtempSync(join(tmpdir(), 'lambda-protect-data-'));
afterAll(async () => {
  await endpoint.close();
  rmSync(dataFolder, { recursive: true, force: true });
});
Object.assign(process.env, demoEnvironment(endpoint.url), { LAMBDA_PROTECT_DATA: dataFolder });

let folder = '';
let client: LspClient;
const asked: QueryCost[] = [];
let mayRun = false;

async function start(settings: Readonly<Record<string, unknown>> = {}): Promise<LspClient> {
  const started = await startClient(folder, {
    pulls: true,
    settings,
    initializationOptions: { storageFolder: join(folder, 'storage') },
  });
  started.connection.onRequest(queryCostRequest, (question: QueryCost) => {
    asked.push(question);
    return mayRun;
  });
  return started;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-lsp-'));
  asked.length = 0;
  mayRun = false;
  client = await start();
}, 60_000);
afterEach(async () => {
  endpoint.denied.clear();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (sources: readonly string[] = ['trail', 'metrics', 'flows']) =>
  client.connection.sendRequest<BehaviourSummary>(readBehaviourRequest, {
    accounts: { profiles: [], regions: ['eu-central-1'] },
    sources,
    days: 7,
  });
const tree = (parent?: string, view = 'observations') =>
  client.connection.sendRequest<readonly TreeNode[]>(treeRequest, {
    view,
    ...(parent === undefined ? {} : { parent }),
  });
const list = () => client.connection.sendRequest<readonly ListedObservation[]>(listObservationsRequest);
const page = (params: BehaviourPageParams) =>
  client.connection.sendRequest<BehaviourPage>(behaviourPageRequest, params);
const sectionOf = (shown: BehaviourPage, id: string) => {
  const found = shown.sections.find((one) => one.id === id);
  if (!found) throw new Error(`no section ${id} among ${shown.sections.map((one) => one.id).join(', ')}`);
  return found;
};

test('an account is read: observations by function, the worst first, each with its page', async () => {
  expect(await tree()).toEqual([]);
  const summary = await read();
  expect(summary.isStopped).toBe(false);
  expect(summary.withoutAlarms).toBeGreaterThan(2);
  // What costs was asked for, and not run.
  expect(asked).toMatchObject([
    { region: 'eu-central-1', where: '/vpc/flows-of-years in Logs Insights', cost: 'at most 31.0 GB, $0.15' },
  ]);
  expect(summary.gaps).toEqual(['eu-central-1: /vpc/flows-of-years in Logs Insights was not asked']);

  const types = new Set((await list()).map(({ type, source }) => `${source} ${type}`));
  for (const expected of [
    'shop-orders backdoor-policy',
    'shop-orders foreign-layer-added',
    'shop-orders denied-burst',
    'shop-orders identity-made-by-function',
    'shop-orders first-action',
    'shop-checkout metric-outlier',
    'shop-orders metric-outlier',
    'shop-search static-connection-set-deviation',
    'shop-search historical-outlier',
  ])
    expect(types).toContain(expected);

  const roots = await tree();
  const orders = roots.find(({ label }) => label === 'shop-orders');
  expect(orders).toMatchObject({ tone: 'error', children: 'expanded' });
  expect(orders?.spoken).toMatch(/^shop-orders, worst: error, \d+ observations · eu-central-1$/);
  const inside = await tree(orders?.id);
  expect(inside[0]?.spoken).toMatch(/^error: /);
  expect(inside.at(-1)).toMatchObject({ label: 'What is usual' });
  expect(roots.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['Reachable without alarms', 'Not answered']),
  );
  const unalarmed = await tree('unalarmed');
  expect(unalarmed.find(({ label }) => label === 'shop-checkout')?.spoken).toMatch(
    /reachable by a URL without authentication.*no alarm on Invocations, Errors, Throttles/,
  );

  const byType = (type: string, source: string) => async () => {
    const one = (await list()).find((other) => other.type === type && other.source === source);
    return page({ observation: one?.key ?? '' });
  };
  const outlier = await byType('metric-outlier', 'shop-checkout')();
  const chart = sectionOf(outlier, 'metric Invocations');
  if (chart.kind !== 'metric') throw new Error('no chart');
  expect(chart.chart.outliers.length).toBeGreaterThan(1);
  // CloudWatch has a detector on it: its band stands beside ours.
  expect(chart.chart.cloudwatch?.high.some((one) => one !== null)).toBe(true);
  expect(chart.chart.times).toHaveLength(chart.chart.high.length);
  const seed = sectionOf(outlier, 'observation');
  if (seed.kind !== 'table') throw new Error('no table');
  expect(seed.columns.slice(0, 8)).toEqual([
    'Time',
    'Source',
    'Time Window',
    'Metric',
    'Expected Value',
    'Outlier',
    'Probability',
    'Sample Size',
  ]);

  const deviation = await byType('static-connection-set-deviation', 'shop-search')();
  const connections = sectionOf(deviation, 'connections');
  if (connections.kind !== 'table') throw new Error('no table');
  expect(connections.rows[0]?.slice(0, 2)).toEqual(['new', '10.0.255.29']);
  expect(JSON.stringify(connections.rows)).toContain('mysql shop-stock-db');
  expect(sectionOf(deviation, 'volumes').kind).toBe('volumes');

  const denied = await byType('denied-burst', 'shop-orders')();
  const calls = sectionOf(denied, 'evidence');
  if (calls.kind !== 'table') throw new Error('no table');
  expect(calls.rows.length).toBeGreaterThan(3);
  expect(JSON.stringify(calls)).toContain('AccessDenied');
  expect(sectionOf(denied, 'references')).toMatchObject({
    links: expect.arrayContaining([
      {
        words: 'MITRE ATT&CK T1580 Cloud Infrastructure Discovery',
        url: 'https://attack.mitre.org/techniques/T1580/',
      },
    ]),
  });
  const changes = sectionOf(denied, 'changes');
  expect(JSON.stringify(changes)).toContain('telemetry');
  // Nothing of what calls carried.
  expect(JSON.stringify(denied)).not.toContain('/shop/orders');
});

test('what is usual of a function is under it in the view of functions', async () => {
  await client.connection.sendRequest(runAuditRequest, { profiles: [], regions: ['eu-central-1'] });
  const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:shop-orders';
  const nodeOf = async () =>
    (await tree(`function ${arn}`, 'functions')).find(({ label }) => label === 'Behaviour');
  expect(await nodeOf()).toMatchObject({ description: 'not read yet', children: 'none' });
  await read();
  const node = await nodeOf();
  expect(node?.description).toMatch(/^\d+ observations$/);
  const branches = (await tree(node?.id, 'functions')).filter(({ kind }) => kind === 'behaviour-branch');
  expect(branches.map(({ label, description }) => `${label}: ${description}`)).toEqual([
    'Usual callers: no invocations in the trail',
    expect.stringMatching(/^Usual calls: \d+$/),
    'Usual peers: 0',
    expect.stringMatching(/^Changes: \d+$/),
    'Normal level: 3 metrics',
  ]);
  const calls = await tree(`usual calls ${arn}`, 'functions');
  expect(calls[0]).toMatchObject({ label: 'ssm:GetParameter' });
  const [, earlier] = await tree(`usual changes ${arn}`, 'functions');
  expect(earlier?.description).toMatch(/by grace · not the usual way/);
  const levels = await tree(`usual metrics ${arn}`, 'functions');
  expect(levels.find(({ label }) => label === 'Duration')?.description).toMatch(/^\d+(\.\d+)? ms, /);

  const shown = await page({ function: '111122223333/eu-central-1/shop-orders' });
  expect(shown.sections.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['callers', 'calls', 'peers', 'changes', 'metrics', 'metric Invocations']),
  );
  await expect(page({ function: '1/2/nobody' })).rejects.toThrow(/not in what was read last/);
  // Two functions stand behind one interface.
  const stock = await page({ function: '111122223333/eu-central-1/shop-stock' });
  expect(sectionOf(stock, 'peers').note).toMatch(/shared by 2 functions: shop-prices, shop-stock/);
});

test('what is called normal is not shown, is shown when asked, and comes back by undo', async () => {
  await read(['metrics']);
  const before = await list();
  const one = before.find(({ source }) => source === 'shop-checkout');
  const undo = await client.connection.sendRequest<Acknowledged>(acknowledgeRequest, { key: one?.key });
  expect(undo).toMatchObject({ mark: one?.mark, before: null });
  expect((await list()).find(({ key }) => key === one?.key)?.isAcknowledged).toBe(true);
  const labels = async () => (await tree()).map(({ label }) => label);
  expect(await labels()).not.toContain('shop-checkout');
  await client.connection.sendRequest(showObservationsRequest, { acknowledged: true });
  expect(await labels()).toContain('shop-checkout');

  // A second window knows of it, and takes it back; the first one's undo then has nothing to do.
  const second = await start();
  try {
    expect(await second.connection.sendRequest(learnedRequest)).toMatchObject({ acknowledged: 1 });
    await second.connection.sendRequest(undoAcknowledgementRequest, { mark: one?.mark });
    await client.connection.sendRequest(lookAgainRequest);
    expect((await list()).find(({ key }) => key === one?.key)?.isAcknowledged).toBe(false);
    await client.connection.sendRequest(undoAcknowledgementRequest, undo);
  } finally {
    await second.close();
  }
  const again = await client.connection.sendRequest<Acknowledged>(acknowledgeRequest, { key: one?.key });
  await client.connection.sendRequest(undoAcknowledgementRequest, again);
  expect((await list()).find(({ key }) => key === one?.key)?.isAcknowledged).toBe(false);
  await expect(client.connection.sendRequest(acknowledgeRequest, { key: 'nothing' })).rejects.toThrow(
    /not in what was read last/,
  );
});

test('a filter narrows, groups can be types, and what was learned is forgotten when asked', async () => {
  await read(['trail', 'metrics']);
  const show = (params: object) => client.connection.sendRequest(showObservationsRequest, params);
  expect(await show({ grouping: 'type' })).toMatchObject({
    grouping: 'type',
    functions: expect.arrayContaining(['shop-checkout', 'shop-orders']),
    types: expect.arrayContaining(['metric-outlier']),
  });
  expect((await tree()).map(({ id }) => id)).toContain('type metric-outlier');
  await show({ filter: { ...everything, type: 'metric-outlier', function: 'shop-checkout' } });
  const roots = await tree();
  expect(roots.filter(({ kind }) => kind === 'observation-group')).toHaveLength(1);
  expect(roots.map(({ description }) => description)).toContain('the filter hides them');
  await show({ filter: { ...everything, text: 'no such word' } });
  expect((await tree())[0]).toMatchObject({ label: 'Nothing passes the filter' });

  expect(await client.connection.sendRequest(learnedRequest)).toMatchObject({
    trails: 1,
    folder: join(dataFolder, 'monitor'),
  });
  await client.connection.sendRequest(forgetRequest, { trails: true, acknowledged: false });
  expect(await client.connection.sendRequest(learnedRequest)).toMatchObject({ trails: 0 });
});

test('what is denied is said with the permission, and nothing looks fine by it', async () => {
  for (const action of ['cloudtrail:LookupEvents', 'cloudwatch:DescribeAlarms', 'ec2:DescribeFlowLogs'])
    endpoint.denied.add(action);
  const { gaps, withoutAlarms } = await read();
  for (const action of ['cloudtrail:LookupEvents', 'cloudwatch:DescribeAlarms', 'ec2:DescribeFlowLogs'])
    expect(gaps.join('\n')).toContain(`${action} denied`);
  expect(withoutAlarms).toBe(0);
  expect((await tree()).map(({ label }) => label)).toContain('Not answered');
  expect((await tree('gaps')).length).toBe(gaps.length);
  endpoint.denied.add('sts:GetCallerIdentity');
  await expect(read()).rejects.toThrow(/signing in failed: sts:GetCallerIdentity denied/);
});

test('a reading that is stopped shows what it has, and says so', async () => {
  const stop = new CancellationTokenSource();
  // Trail and metrics are read before flow logs are.
  client.connection.onRequest(queryCostRequest, () => {
    stop.cancel();
    return false;
  });
  const summary = await client.connection.sendRequest<BehaviourSummary>(
    readBehaviourRequest,
    {
      accounts: { profiles: [], regions: ['eu-central-1'] },
      sources: ['trail', 'metrics', 'flows'],
      days: 7,
    },
    stop.token,
  );
  expect(summary.isStopped).toBe(true);
  expect((await list()).some(({ type }) => type === 'backdoor-policy')).toBe(true);
  expect((await tree()).map(({ label }) => label)).toContain('Stopped early');
});

test('one reading at a time, and whoever asks meanwhile is told', async () => {
  const first = read(['metrics']);
  await expect(read(['metrics'])).rejects.toThrow(/is being read already/);
  expect((await first).isStopped).toBe(false);
});

test('where a setting says so it is read again by itself, and what is new is on the badge', async () => {
  await read(['metrics']);
  const region = endpoint.world.accounts.get('111122223333')?.regions.get('eu-central-1');
  const hour = 3_600_000;
  const at = Math.floor(Date.now() / hour) * hour - 3 * hour;
  region?.cloudwatch.points.push({
    namespace: 'AWS/Lambda',
    name: 'Errors',
    dimensions: { FunctionName: 'shop-checkout' },
    timestamp: at,
    value: 500,
  });
  const badges: string[] = [];
  client.connection.onNotification(treeChangedNotification, ({ view, badge }: TreeChanged) => {
    if (view === 'observations' && badge) badges.push(badge.words);
  });
  // A second or so.
  await client.configure({ observationsPollMinutes: 0.02 });
  while (!badges.includes('1 new observation')) await new Promise((resolve) => setTimeout(resolve, 100));
  const group = (await tree()).find(({ label }) => label === 'shop-checkout');
  const fresh = (await tree(group?.id)).find(({ spoken }) => spoken?.includes(', new: '));
  expect(fresh?.label).toMatch(/^Errors far above the expected/);
  expect(fresh?.description).toMatch(/^new · \d+ hours ago$/);
  // Opened, it is new no more.
  await page({ observation: String(fresh?.arguments?.[0]) });
  expect((await tree(group?.id)).some(({ spoken }) => spoken?.includes(', new: '))).toBe(false);
});

test('the same observations are there after a restart, and new ones are told apart', async () => {
  await read(['metrics']);
  const before = await list();
  expect(before.length).toBeGreaterThan(0);
  await client.close();
  client = await start();
  expect(await list()).toEqual(before);
  expect((await tree()).length).toBeGreaterThan(0);
  await read(['trail', 'metrics']);
  const orders = (await tree()).find(({ label }) => label === 'shop-orders');
  expect(orders?.description).toMatch(/\d+ new/);
});

test('files are read by their content, whatever they are called', async () => {
  mkdirSync(join(folder, 'records'));
  const write = (name: string, bytes: string | Uint8Array) =>
    writeFileSync(join(folder, 'records', name), bytes);
  const records = [
    record({ name: 'UpdateFunctionCode20150331v2', request: { functionName: 'orders' } }),
    record({ name: 'AddPermission20150331v2', request: { functionName: 'orders', principal: '*' } }),
  ];
  write('a', gzipSync(JSON.stringify({ Records: records })));
  const start = Date.parse('2026-09-01T00:00:00Z');
  const points = Array.from({ length: 900 }, (_, n) => {
    const value = n === 800 ? 4000 : 100 + (n % 7);
    return `${new Date(start + n * 3_600_000).toISOString()},${value}`;
  });
  write('orders-Invocations.csv', `timestamp,value\n${points.join('\n')}\n`);
  const flows = Array.from({ length: 20 }, (_, day) => {
    const at = start / 1000 + day * 86_400;
    const peers = ['10.0.10.193', '10.0.12.134', ...(day === 18 ? ['10.0.255.29'] : [])];
    return peers.map(
      (peer) => `2 1 eni-1 10.0.11.233 ${peer} 40000 3306 6 10 5000 ${at} ${at + 60} ACCEPT OK`,
    );
  });
  write('flows.log', `${flows.flat().join('\n')}\n`);
  write('notes.md', '# Nothing\n');
  const uris = [pathToFileURL(join(folder, 'records')).href];
  const { gaps } = await client.connection.sendRequest<BehaviourSummary>(openBehaviourFilesRequest, { uris });
  expect(gaps).toEqual([expect.stringMatching(/notes\.md: holds neither/)]);
  const types = (await list()).map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(['backdoor-policy', 'metric-outlier', 'static-connection-set-deviation']),
  );
  const none = [pathToFileURL(join(folder, 'records', 'notes.md')).href];
  await expect(client.connection.sendRequest(openBehaviourFilesRequest, { uris: none })).rejects.toThrow(
    /no file holds records/,
  );
  const gone = [pathToFileURL(join(folder, 'gone')).href];
  await expect(client.connection.sendRequest(openBehaviourFilesRequest, { uris: gone })).rejects.toThrow(
    /no such file/,
  );
});
