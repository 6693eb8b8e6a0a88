// Violations through the language server's real door: read from an imagined account, shown, exported, followed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type TreeNode, treeRequest } from '../server/protocol/trees.ts';
import {
  followViolationsRequest,
  readViolationsRequest,
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
  const [rule] = await tree(orders?.id);
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
  expect(await arrived).toEqual({ added: 1, newest: 'live-rule in shop-orders' });
  expect((await show({ rule: 'live-rule' }))?.isFollowed).toBe(true);
  await client.connection.sendRequest(followViolationsRequest, { follow: false });
  expect((await show({ rule: 'live-rule' }))?.total).toBe(1);
  expect((await show())?.isFollowed).toBe(false);
});
