// Violations through the language server's real door: read from an imagined account, shown, exported, followed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { CancellationToken, CancellationTokenSource } from 'vscode-languageserver/node';
import { openConnection } from '../server/aws/clients.ts';
import { type TreeNode, treeRequest } from '../server/protocol/trees.ts';
import {
  followViolationsRequest,
  type QueryShown,
  queryCsvRequest,
  queryViolationsRequest,
  readViolationFilesRequest,
  readViolationsRequest,
  replayViolationRequest,
  shownQueryRequest,
  type ViolationPlaces,
  type ViolationsChanged,
  type ViolationsShown,
  type ViolationsSummary,
  violationPlacesRequest,
  violationsChangedNotification,
  violationsCsvRequest,
  violationsRequest,
} from '../server/protocol/violations.ts';
import { createDemoWorld, demoAccountId } from './aws/demo-account.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { writeLogEvent } from './aws/services/logs.ts';
import { regionOf } from './aws/world.ts';
import { type LspClient, startClient } from './lsp-client.ts';

const endpoint = await startAwsEndpoint(createDemoWorld());
afterAll(() => endpoint.close());
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  AWS_ENDPOINT_URL: endpoint.url,
});

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-orders
      Runtime: python3.13
      CodeUri: .
      Handler: app.lambda_handler
`;

let folder = '';
let client: LspClient;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-lsp-'));
  writeFileSync(join(folder, 'in_protect.txt'), '#@ id: script-tag\n(?i)<script\n');
  writeFileSync(join(folder, 'template.yaml'), template);
  writeFileSync(join(folder, 'app.py'), 'def lambda_handler(event, context):\n    return 1\n');
  client = await startClient(folder, { pulls: true });
}, 60_000);
afterEach(async () => {
  endpoint.denied.clear();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = () =>
  client.connection.sendRequest<ViolationsSummary>(readViolationsRequest, {
    profile: '',
    regions: ['eu-central-1'],
    hours: 24,
  });
const show = (params: object = {}) =>
  client.connection.sendRequest<ViolationsShown | null>(violationsRequest, {
    periodMs: 3_600_000,
    ...params,
  });
const tree = (parent?: string) =>
  client.connection.sendRequest<readonly TreeNode[]>(treeRequest, {
    view: 'violations',
    ...(parent === undefined ? {} : { parent }),
  });

test('what was read is a tree, a series, rows, CSV, and places to go', async () => {
  expect(await show()).toBeNull();
  expect(await tree()).toEqual([]);
  expect(await read()).toMatchObject({ total: 4, functions: 1, gaps: [] });

  const [orders] = await tree();
  expect(orders).toMatchObject({ label: 'shop-orders', children: 'collapsed' });
  expect(orders?.description).toMatch(/^4 [▁▂▃▄▅▆▇█]+ last 12 minutes ago$/);
  const [alarm, rule] = await tree(orders?.id);
  expect(alarm).toMatchObject({ label: 'No alarm', command: { id: 'lambdaProtect.setUpMonitoring' } });
  expect(rule?.label).toBe('script-tag');
  expect(await tree(rule?.id)).toHaveLength(4);

  const shown = await show();
  const counts = shown?.series.flatMap((one) => one.counts) ?? [];
  expect(counts.reduce((a, b) => a + b, 0)).toBe(4);
  expect(shown?.times).toHaveLength(shown?.series[0]?.counts.length ?? 0);
  expect((await show({ hours: 1 }))?.total).toBe(1);
  expect((await show({ kind: 'out' }))?.total).toBe(0);

  const [row] = shown?.rows ?? [];
  expect(row).toMatchObject({ rule: 'script-tag', place: '$.body.comment', mode: 'block' });
  const places = await client.connection.sendRequest<ViolationPlaces>(violationPlacesRequest, {
    id: row?.id,
  });
  expect(places.rule?.uri).toMatch(/in_protect\.txt$/);
  expect(places.rule?.range.start.line).toBe(1);
  expect(places.handler?.uri).toMatch(/app\.py$/);
  expect(places.console).toContain(
    'eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fshop-orders/log-events/',
  );

  const csv = await client.connection.sendRequest<string>(violationsCsvRequest, { periodMs: 1 });
  expect(csv.trim().split('\r\n')).toHaveLength(5);
  expect(csv).not.toContain('sha256');
});

test('a refused log group is a gap with its permission, in the answer and in the tree', async () => {
  endpoint.denied.add('logs:FilterLogEvents');
  const { total, gaps } = await read();
  expect(total).toBe(0);
  expect(gaps[0]).toMatch(/logs:FilterLogEvents denied/);
  expect((await tree()).map(({ label }) => label)).toContain('Not answered');
});

test('nobody signed in fails in words', async () => {
  endpoint.denied.add('sts:GetCallerIdentity');
  await expect(read()).rejects.toThrow(/signing in failed/);
});

test('a new one comes in while it is followed, once, and no more is asked afterwards', async () => {
  await read();
  const arrived = new Promise<ViolationsChanged>((resolve) => {
    client.connection.onNotification(violationsChangedNotification, (changed: ViolationsChanged) => {
      if (changed.added > 0) resolve(changed);
    });
  });
  await client.connection.sendRequest(followViolationsRequest, { follow: true });
  const account = endpoint.world.accounts.get(demoAccountId);
  if (!account) throw new Error('the demo account is gone');
  writeLogEvent(
    { region: regionOf(account, 'eu-central-1'), now: new Date() },
    '/aws/lambda/shop-orders',
    'live',
    '{"violation":"in","rule":"live-rule","path":"$.body.q"}',
  );
  expect(await arrived).toEqual({
    added: 1,
    newest: 'live-rule in shop-orders',
    following: 'live',
  });
  expect(await show({ rule: 'live-rule' })).toMatchObject({
    isFollowed: true,
    following: expect.stringMatching(/^followed: eu-central-1 by Live Tail/),
  });
  await client.connection.sendRequest(followViolationsRequest, { follow: false });
  expect((await show({ rule: 'live-rule' }))?.total).toBe(1);
  expect((await show())?.isFollowed).toBe(false);
});

test('an alarm on violations is in the view and the panel, and a refused question leaves it unknown', async () => {
  const connection = openConnection({ endpointUrl: endpoint.url });
  const logs = await connection.client('logs', 'eu-central-1');
  const cloudwatch = await connection.client('cloudwatch', 'eu-central-1');
  await logs.putMetricFilter({
    logGroupName: '/aws/lambda/shop-orders',
    filterName: 'violations',
    filterPattern: '?"Rule Violation for" ?"Rule violation for"',
    metricTransformations: [{ metricNamespace: 'Shop', metricName: 'Violations', metricValue: '1' }],
  });
  await cloudwatch.putMetricAlarm({
    AlarmName: 'shop-violations',
    Namespace: 'Shop',
    MetricName: 'Violations',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [`arn:aws:sns:eu-central-1:${demoAccountId}:people`],
  });
  await read();
  expect((await show())?.alarms).toMatchObject([{ name: 'shop-violations', state: 'OK' }]);
  expect((await show())?.withoutAlarm).toEqual([]);
  const account = endpoint.world.accounts.get(demoAccountId);
  if (!account) throw new Error('the demo account is gone');
  writeLogEvent(
    { region: regionOf(account, 'eu-central-1'), now: new Date() },
    '/aws/lambda/shop-orders',
    'live',
    'In Rule Violation for (?i)<script',
  );
  await read();
  const [alarm] = (await show())?.alarms ?? [];
  expect(alarm).toMatchObject({ state: 'ALARM', functions: ['shop-orders'] });
  expect(alarm?.words).toBe('ALARM, just now');
  const [orders] = await tree();
  expect(orders?.description).toContain('· ALARM');
  expect((await tree(orders?.id))[0]).toMatchObject({ label: 'shop-violations', icon: 'bell-dot' });
  endpoint.denied.add('cloudwatch:DescribeAlarms');
  const { gaps } = await read();
  expect(gaps[0]).toMatch(/cloudwatch:DescribeAlarms denied/);
  expect((await show())?.withoutAlarm).toEqual([]);
  expect((await tree(orders?.id))[0]).toMatchObject({ label: 'Alarm unknown' });
  await logs.deleteMetricFilter({ logGroupName: '/aws/lambda/shop-orders', filterName: 'violations' });
  await cloudwatch.deleteAlarms({ AlarmNames: ['shop-violations'] });
  connection.close();
});

test('history is grouped in AWS, shown with its cost, exported; a refused query fails in words', async () => {
  const query = (by: string, token = CancellationToken.None) =>
    client.connection.sendRequest<QueryShown>(
      queryViolationsRequest,
      { profile: '', regions: ['eu-central-1'], hours: 24, by },
      token,
    );
  const byRule = await query('rule');
  expect(byRule.columns).toEqual(['Violations', 'Kind', 'Rule']);
  expect(byRule.rows[0]?.slice(1)).toEqual(['in', 'script-tag']);
  expect(byRule.words).toMatch(
    /violations by rule, .* UTC, [\d.]+ (bytes|KB) scanned, less than 0\.0001 USD$/,
  );
  const bySource = await query('source');
  expect(bySource.gaps[0]).toContain('bear no source address');
  expect(await client.connection.sendRequest(shownQueryRequest, null)).toEqual(bySource);
  const csv = await client.connection.sendRequest<string>(queryCsvRequest, null);
  expect(csv).toMatch(/^Violations,Source address\r\n\d+,not recorded\r\n$/);
  const account = endpoint.world.accounts.get(demoAccountId);
  if (!account) throw new Error('the demo account is gone');
  const { logs } = regionOf(account, 'eu-central-1');
  logs.queryMs = 60_000;
  const stopper = new CancellationTokenSource();
  const running = query('rule', stopper.token);
  await expect.poll(() => [...logs.queries.values()].some(({ status }) => status === 'Running')).toBe(true);
  stopper.cancel();
  expect(await running).toBeNull();
  await expect.poll(() => [...logs.queries.values()].at(-1)?.status).toBe('Cancelled');
  logs.queryMs = 0;
  expect(await client.connection.sendRequest(shownQueryRequest, null)).toEqual(bySource);
  endpoint.denied.add('logs:StartQuery');
  await expect(query('hour')).rejects.toThrow(/logs in eu-central-1: AccessDenied/);
});

test('exported log files fill the same panel; what could not be read is counted', async () => {
  const record = (rule: string, name?: string) =>
    JSON.stringify({ violation: 'in', rule, mode: 'block', path: '$.q', function: name });
  const text = (rule: string) => `In Rule Violation for ${rule}`;
  const logs = join(folder, 'logs');
  const exported = join(logs, 'task', 'orders-stream');
  mkdirSync(exported, { recursive: true });
  writeFileSync(
    join(exported, '000000.gz'),
    gzipSync(`2026-11-21T10:00:00.000Z ${text('old-rule')}\n2026-11-21T11:00:00.000Z START\n`),
  );
  writeFileSync(
    join(logs, 'answer.json'),
    JSON.stringify({
      events: [
        {
          timestamp: Date.UTC(2026, 10, 21, 12),
          message: `{"message":"${text('x')}",${record('sql', 'orders').slice(1)}`,
        },
      ],
    }),
  );
  writeFileSync(join(logs, 'plain.log'), `${text('timeless')}\na Rule Violation for nobody\n`);
  const summary = await client.connection.sendRequest<ViolationsSummary>(readViolationFilesRequest, {
    paths: [logs, join(folder, 'missing')],
  });
  expect(summary.gaps.join('\n')).toContain('missing: no such file or folder');
  expect(summary.gaps.join('\n')).toContain(
    'lines that speak of a violation and are no record of the guard: 1',
  );
  expect(summary.gaps.join('\n')).toMatch(/1 violation without a time/);
  const shown = await show();
  expect(shown).toMatchObject({ isFromFiles: true, withoutAlarm: [] });
  expect(shown?.alarms).toBeUndefined();
  expect(shown?.rows.map(({ rule, function: name }) => `${rule} ${name}`)).toEqual(
    expect.arrayContaining(['old-rule orders-stream', 'sql orders']),
  );
  const file = shown?.rows.find(({ rule }) => rule === 'sql');
  const places = await client.connection.sendRequest<ViolationPlaces>(violationPlacesRequest, {
    id: file?.id,
  });
  expect(places.console).toBeUndefined();
  expect(places).toMatchObject({ file: expect.stringMatching(/^file:.*answer\.json$/) });
});

test('the rule of a violation is played against the workspace, and the handler says what happened', async () => {
  mkdirSync(join(folder, 'events'));
  writeFileSync(join(folder, 'events', 'bad.json'), '{"q":"<script>"}');
  writeFileSync(join(folder, 'events', 'good.json'), '{"q":"hello"}');
  await read();
  const [row] = (await show())?.rows ?? [];
  const replayed = await client.connection.sendRequest(replayViolationRequest, { id: row?.id });
  const expected = { rule: 'script-tag', blocked: 1, files: 0, events: 2 };
  expect(replayed).toEqual(expected);
  const by = { kind: 'in', rule: 'script-tag' };
  expect(await client.connection.sendRequest(replayViolationRequest, by)).toEqual(expected);
  const sides = await client.connection.sendRequest<readonly TreeNode[]>(treeRequest, { view: 'replay' });
  expect(sides.map(({ label }) => label)).toEqual(['Hit by script-tag']);
  await expect(
    client.connection.sendRequest(replayViolationRequest, { kind: 'in', rule: 'elsewhere' }),
  ).rejects.toThrow('no rule file of this workspace has elsewhere');

  const uri = pathToFileURL(join(folder, 'app.py')).href;
  const document = {
    uri,
    languageId: 'python',
    version: 1,
    text: 'def lambda_handler(event, context):\n    return 1\n',
  };
  await client.connection.sendNotification('textDocument/didOpen', { textDocument: document });
  await expect
    .poll(
      async () => {
        const lenses = await client.connection.sendRequest<readonly { command?: { title: string } }[]>(
          'textDocument/codeLens',
          { textDocument: { uri } },
        );
        return lenses.map(({ command }) => command?.title);
      },
      { timeout: 10_000 },
    )
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^\d+ violations in the last 24 hours, last .* ago$|just now$/),
      ]),
    );
});
