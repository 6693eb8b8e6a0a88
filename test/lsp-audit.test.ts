// The audit through the language server's real door: a run against an imagined account, its tree, and diagnostics
// that are answered meanwhile.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import type { AuditProgress, AuditSummary } from '../server/protocol/audit.ts';
import {
  auditProgressNotification,
  auditShownNotification,
  exportAuditRequest,
  openSnapshotRequest,
  runAuditRequest,
} from '../server/protocol/audit.ts';
import {
  type AuditedFunction,
  auditedFunctionsRequest,
  type DeployedFile,
  deployedFilesRequest,
} from '../server/protocol/deployed-code.ts';
import { pageRequest, showPageCommand } from '../server/protocol/pages.ts';
import { type PermissionsAnswer, permissionsRequest } from '../server/protocol/permissions.ts';
import { type TreeNode, treeRequest } from '../server/protocol/trees.ts';
import { createDemoWorld } from './aws/demo-account.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { type LspClient, startClient } from './lsp-client.ts';

const endpoint = await startAwsEndpoint(createDemoWorld(new Date('2026-11-21T12:00:00Z')));
afterAll(() => endpoint.close());
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  AWS_ENDPOINT_URL: endpoint.url,
});

const handler = 'def lambda_handler(event, context):\n    return eval(event["x"])\n';

let folder = '';
let client: LspClient;
const start = () =>
  startClient(folder, {
    pulls: true,
    settings: { guardHints: false },
    initializationOptions: { storageFolder: join(folder, 'storage') },
  });
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-lsp-'));
  writeFileSync(join(folder, 'code_protect.txt'), '\\beval\\s*\\(\n');
  writeFileSync(join(folder, 'app.py'), handler);
  client = await start();
}, 60_000);
afterEach(async () => {
  endpoint.disturbances.clear();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = () =>
  client.connection.sendRequest<AuditSummary>(runAuditRequest, {
    profiles: [],
    regions: ['eu-central-1', 'us-east-1'],
  });
const children = (node?: string) =>
  client.connection.sendRequest<readonly TreeNode[]>(treeRequest, {
    view: 'functions',
    ...(node === undefined ? {} : { parent: node, node }),
  });

test('an account is audited and shown', async () => {
  const progress: AuditProgress[] = [];
  client.connection.onNotification(
    auditProgressNotification,
    (one: AuditProgress) => void progress.push(one),
  );
  const summary = await run();
  expect(summary).toMatchObject({ functions: 12, cancelled: false, failures: [] });
  expect(summary.findings.error).toBeGreaterThan(3);
  expect(progress.at(-1)?.total).toBeGreaterThan(0);
  expect((await children()).map((node) => node.label)).toEqual(['example-shop']);
}, 60_000);

test('the audit is open again after a restart, when a view asks for it', async () => {
  await run();
  const before = await children('account 111122223333');
  await client.close();
  const file = join(folder, 'storage', 'open-audit.json');
  expect(readFileSync(file, 'utf8')).not.toContain('sk_live_');
  expect(statSync(file).mode & 0o077).toBe(0);
  const asked = endpoint.requests.length;
  client = await start();
  let shown = 0;
  client.connection.onNotification(auditShownNotification, () => void shown++);
  expect((await children()).map((node) => node.label)).toEqual(['example-shop']);
  expect(await children('account 111122223333')).toEqual(before);
  expect(shown).toBe(1);
  expect(endpoint.requests.length).toBe(asked);
}, 60_000);

test('a kept audit that is damaged is no audit', async () => {
  await run();
  await client.close();
  writeFileSync(join(folder, 'storage', 'open-audit.json'), '{"format":');
  client = await start();
  expect(await children()).toEqual([]);
  expect((await run()).functions).toBe(12);
}, 60_000);

test('with code, the packages are looked into by the rules of the workspace', async () => {
  const phases = new Set<string | undefined>();
  writeFileSync(join(folder, 'code_protect.txt'), '# every function has one\n(def|function|exports)\n');
  await client.close();
  client = await start();
  client.connection.onNotification(
    auditProgressNotification,
    ({ phase }: AuditProgress) => void phases.add(phase),
  );
  const summary = await client.connection.sendRequest<AuditSummary>(runAuditRequest, {
    profiles: [],
    regions: ['eu-central-1'],
    code: true,
  });
  expect(summary.failures).toEqual([]);
  expect(phases).toEqual(new Set([undefined, 'code']));
  const text = await client.connection.sendRequest<string>(exportAuditRequest, { format: 'json' });
  const ids = new Set(JSON.parse(text).findings.map((finding: { id: string }) => finding.id));
  expect(ids).toContain('code-rule-hit');
  expect(text).toContain('line-2');
  expect(text).not.toContain('sk_live_');
}, 60_000);

test('several accounts are audited by a role that is taken on in each', async () => {
  const byRole = (name: string, accounts: readonly string[] | 'organization') =>
    client.connection.sendRequest<AuditSummary>(runAuditRequest, {
      profiles: [],
      regions: ['eu-central-1'],
      role: { name, accounts },
    });
  const summary = await byRole('shop-shared-role', ['111122223333', '999900001111']);
  expect(summary.accounts).toEqual(['111122223333']);
  expect(summary.failures.join()).toContain('999900001111');
  expect((await children())[0]?.description).toContain('role/shop-shared-role');
  await expect(byRole('Auditor', ['12'])).rejects.toThrow('no account id: 12');
}, 60_000);

test('what is wrong with a deployed function is shown where the workspace declares it', async () => {
  writeFileSync(
    join(folder, 'serverless.yml'),
    'service: shop\nprovider:\n  name: aws\n  runtime: python3.13\nfunctions:\n  checkout:\n    handler: app.lambda_handler\n',
  );
  await client.close();
  client = await start();
  await run();
  const found = await client.until(() => client.pushed.get(client.uri('serverless.yml')));
  expect(found[0]?.message).toContain('deployed as shop-checkout (');
  expect(found.every(({ source, severity }) => source === 'lambda-protect' && (severity ?? 9) <= 2)).toBe(
    true,
  );
  expect(found[0]?.range.start.line).toBeGreaterThanOrEqual(5);
}, 60_000);

test('calls of AWS are laid beside what the role grants: lens, problem, page', async () => {
  writeFileSync(
    join(folder, 'serverless.yml'),
    'service: shop\nprovider:\n  name: aws\n  runtime: python3.13\nfunctions:\n  checkout:\n    handler: app.lambda_handler\n',
  );
  const text =
    "import boto3\n\n\ndef lambda_handler(event, context):\n    boto3.client('route53').list_hosted_zones()\n";
  writeFileSync(join(folder, 'app.py'), text);
  await client.close();
  client = await start();
  await run();
  const uri = client.uri('app.py');
  const [problem] = await client.until(() => client.pushed.get(uri));
  expect(problem).toMatchObject({
    severity: 3,
    code: 'call-not-granted',
    range: { start: { line: 4, character: 4 } },
  });
  expect(problem?.message).toContain('allows route53:ListHostedZones');
  await client.open('app.py', 'python', text);
  const lenses = await client.connection.sendRequest<readonly CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri },
  });
  const lens = lenses.find(({ command }) => command?.command === showPageCommand);
  expect(lens?.command?.title).toMatch(/role \S+ grants \d+ actions?: the code uses 0, .*1 not granted/);
  const page = await client.connection.sendRequest<string>(pageRequest, {
    uri: lens?.command?.arguments?.[0],
  });
  expect(page).toContain('# What the code of shop');
  expect(page).toMatch(/`route53:ListHostedZones` \| app.py:5 /);
}, 60_000);

test('what is exported opens again', async () => {
  const summary = await run();
  const text = await client.connection.sendRequest<string>(exportAuditRequest, { format: 'snapshot' });
  expect(text).not.toContain('sk_live_');
  writeFileSync(join(folder, 'saved.json'), text);
  const again = await client.connection.sendRequest<AuditSummary>(openSnapshotRequest, {
    uri: client.uri('saved.json'),
  });
  expect(again.findings).toEqual(summary.findings);
}, 60_000);

test('diagnostics are answered while an audit waits for AWS', async () => {
  endpoint.disturbances.add({ service: 'lambda', does: 'slow', delayMs: 300 });
  let isDone = false;
  const audit = run().then((summary) => {
    isDone = true;
    return summary;
  });
  await client.open('app.py', 'python', handler);
  expect((await client.items('app.py')).length).toBeGreaterThan(0);
  expect(isDone).toBe(false);
  expect((await audit).functions).toBe(12);
}, 60_000);

test('the code that runs opens read-only, in the language of its file', async () => {
  await run();
  const functions = await client.connection.sendRequest<readonly AuditedFunction[]>(auditedFunctionsRequest);
  const orders = functions.find((one) => one.name === 'shop-orders');
  expect(orders?.qualifiers).toEqual(['live', '3', '2', '1']);
  const files = await client.connection.sendRequest<readonly DeployedFile[]>(deployedFilesRequest, {
    arn: orders?.arn,
    qualifier: 'live',
  });
  expect(files.map((file) => file.path)).toEqual(['app.py', 'protect_lambda.py', 'in_protect.txt']);
  const [app] = files;
  expect(app?.uri).toMatch(/^lambda-protect:\/deployed\/app\.py\?/);
  expect(await client.connection.sendRequest<string>(pageRequest, { uri: app?.uri })).toContain(
    'def handler',
  );
  // As VS Code hands it on: decoded once.
  expect(
    await client.connection.sendRequest<string>(pageRequest, { uri: decodeURIComponent(app?.uri ?? '') }),
  ).toContain('def handler');
  const image = functions.find((one) => one.name === 'shop-invoices');
  await expect(client.connection.sendRequest(deployedFilesRequest, { arn: image?.arn })).rejects.toThrow(
    /container image/,
  );
}, 60_000);

test('the permissions are shown and tried', async () => {
  const { policy, missing } = await client.connection.sendRequest<PermissionsAnswer>(permissionsRequest, {});
  expect(JSON.parse(policy)).toMatchObject({ Version: '2012-10-17' });
  expect(missing).toEqual([]);
  endpoint.denied.add('iam:SimulatePrincipalPolicy');
  const second = await client.connection.sendRequest<PermissionsAnswer>(permissionsRequest, {});
  endpoint.denied.clear();
  expect(second.untried).toContain('iam:SimulatePrincipalPolicy was denied');
}, 60_000);
