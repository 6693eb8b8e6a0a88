// GuardDuty's findings through the language server's real door: the view, the evidence below a finding, its page, the
// incident, and Inspector's findings as problems of the workspace's files.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import { parseDeployedUri } from '../server/protocol/deployed-code.ts';
import { pageChangedNotification, pageRequest } from '../server/protocol/pages.ts';
import {
  type CancelEvidence,
  cancelEvidenceRequest,
  type EvidenceProgress,
  evidenceProgressNotification,
  filterThreatsRequest,
  gatherEvidenceRequest,
  type Incident,
  incidentReportRequest,
  incidentRequest,
  type KeptEvidence,
  keepEvidenceRequest,
  readThreatsRequest,
  showAllThreats,
  showMoreThreatsRequest,
  type ThreatsRead,
} from '../server/protocol/threats.ts';
import { type TreeNode, treeRequest } from '../server/protocol/trees.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { createIncidentWorld, deployedHandler, sceneRegion } from './aws/incident-scene.ts';
import { lambdaFinding } from './aws/services/guardduty.ts';
import { regionOf } from './aws/world.ts';
import { type LspClient, startClient } from './lsp-client.ts';

const endpoint = await startAwsEndpoint(createIncidentWorld());
afterAll(() => endpoint.close());
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  AWS_ENDPOINT_URL: endpoint.url,
  AWS_REGION: sceneRegion,
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
});

const id = '0123456789abcdef0123456789abcdef';
const threatNode = `high > threat ${id}`;
const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Search:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-search
      Runtime: nodejs22.x
      CodeUri: search/
      Handler: index.handler
`;
let folder = '';
let client: LspClient;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-lsp-'));
  mkdirSync(join(folder, 'search/lib'), { recursive: true });
  writeFileSync(join(folder, 'search/index.js'), deployedHandler.replace('await run(event);\n', ''));
  writeFileSync(join(folder, 'search/lib/sync.js'), `${'// of here\n'.repeat(6)}`);
  writeFileSync(
    join(folder, 'search/package.json'),
    '{\n  "dependencies": {\n    "tiny-left": "1.3.0"\n  }\n}\n',
  );
  writeFileSync(join(folder, 'template.yaml'), template);
  client = await startClient(folder, { pulls: true });
}, 60_000);
afterEach(async () => {
  endpoint.denied.clear();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = <T>(method: string, params: unknown) => client.connection.sendRequest<T>(method, params);
const read = () => ask<ThreatsRead>(readThreatsRequest, {});
const children = (parent?: string) =>
  ask<readonly TreeNode[]>(treeRequest, { view: 'threats', ...(parent === undefined ? {} : { parent }) });
const labels = (nodes: readonly TreeNode[]) => nodes.map(({ label }) => label);

test('a finding unfolds into what is known around it', async () => {
  expect(await read()).toMatchObject({ open: 1, fresh: 0, failures: [] });
  const roots = await children();
  expect(labels(roots)).toEqual(['High', `Lambda Protection is on in ${sceneRegion}`]);
  expect(roots[1]?.description).toMatch(/^since 2025-01-01 · repeats every 15 minutes · \d+$/);
  const [threat] = await children('high');
  expect(threat).toMatchObject({ id: threatNode, kind: 'threat', children: 'collapsed' });
  // Unfolding begins to gather and answers at once.
  expect((await children(threatNode)).some(({ description }) => description === 'being gathered …')).toBe(
    true,
  );
  await ask(gatherEvidenceRequest, { id });
  const sections = await children(threatNode);
  expect(sections.map(({ label, description }) => `${label}: ${description}`)).toEqual([
    expect.stringMatching(/^Deployed now: Yes: version \$LATEST has the same revision/),
    expect.stringMatching(/^Rule hits: \d+, in 6 files of version \$LATEST$/),
    'Workspace: 2 files differ from search',
    'Version before: 7 files differ from version 1',
    'Remote address: 2 places in files, 1 variable',
    'Libraries: 3',
    'Layers: 2',
    'Inspector: 2 open',
    'Who changed it: 6 changes in 90 days, 6 before the first sight',
  ]);
  const hits = await children(`${threatNode} > code`);
  const place = hits.find(({ description }) => description?.startsWith('lib/sync.js'))?.place;
  expect(place && parseDeployedUri(place.uri)).toMatchObject({ path: 'lib/sync.js' });
  expect(await ask<string>(pageRequest, { uri: place?.uri })).toContain("require('child_process')");
  const diffs = await children(`${threatNode} > previous`);
  const index = diffs.find(({ label }) => label === 'index.js')?.command?.arguments[0];
  expect(index).toMatchObject({ left: expect.stringContaining('index.js'), right: expect.any(String) });
  expect(labels(await children(`${threatNode} > layers`))).toEqual(['search-tools:2', 'metrics:7']);
  const [address] = await children(`${threatNode} > address`);
  expect(address).toMatchObject({ label: 'lib/sync.js:3', place: { range: { start: { line: 2 } } } });
}, 60_000);

test('the page is there at once, and changes when the evidence is gathered', async () => {
  await read();
  const [threat] = await children('high');
  const uri = threat?.command?.arguments[0];
  const changed = new Promise((resolve) =>
    client.connection.onNotification(pageChangedNotification, resolve),
  );
  expect(await ask<string>(pageRequest, { uri })).toContain('is being gathered');
  expect(await changed).toEqual({ uri });
  const page = await ask<string>(pageRequest, { uri });
  expect(page).not.toContain('is being gathered');
  expect(page).toContain('| lib/sync.js:3 | as it is | its own |');
  expect(page).toContain('not the usual way');
}, 60_000);

test('an incident grows, keeps evidence with hashes, and is reported', async () => {
  await read();
  const first = await ask<Incident>(incidentRequest, { id });
  expect(first.isGathering).toBe(true);
  await ask(gatherEvidenceRequest, { id });
  const incident = await ask<Incident>(incidentRequest, { record: first.record });
  expect(incident.isGathering).toBe(false);
  expect(incident.steps.find((step) => step.id === 'review-code')?.text).toContain('lib/sync.js:3');
  expect(incident.diffs.map(({ path }) => path)).toContain('index.js');
  const target = join(folder, 'evidence');
  const kept = await ask<KeptEvidence>(keepEvidenceRequest, { record: incident.record, folder: target });
  expect(kept.files.map(({ path }) => path)).toContain('package.zip');
  expect(readdirSync(target)).toContain('layer-search-tools-2.zip');
  expect(readFileSync(join(target, 'variables.json'), 'utf8')).not.toContain('/v1');
  const report = await ask<string>(incidentReportRequest, { ...incident.record, kept });
  expect(report).toMatch(/- package\.zip sha256:[0-9a-f]{64}/);
  expect(endpoint.requests.every(({ action }) => /^(Get|List|Describe|Lookup|BatchGet)/.test(action))).toBe(
    true,
  );
}, 60_000);

test('gathering is told part by part, and can be cancelled', async () => {
  const slow = endpoint.disturbances.add({ service: 'cloudtrail', does: 'slow', delayMs: 20_000 });
  try {
    await read();
    const told: EvidenceProgress[] = [];
    client.connection.onNotification(evidenceProgressNotification, (one: EvidenceProgress) => {
      told.push(one);
      // Everything but the history is there.
      if (one.done === one.total - 1 && !one.isOver)
        void ask(cancelEvidenceRequest, { token: one.token } satisfies CancelEvidence);
    });
    await ask(gatherEvidenceRequest, { id });
    expect(told[0]).toMatchObject({ function: 'shop-search', done: 0, total: 7, isOver: false });
    expect(told.at(-1)).toMatchObject({ isOver: true });
    const sections = await children(threatNode);
    expect(sections.find(({ label }) => label === 'Who changed it')?.description).toContain('cancelled');
    expect(sections.find(({ label }) => label === 'Layers')?.description).toBe('2');
  } finally {
    slow();
  }
}, 60_000);

test('what Inspector found is a problem of the file that matches, with a fix, and goes with the setting', async () => {
  await read();
  const manifest = client.uri('search/package.json');
  const code = client.uri('search/lib/sync.js');
  await client.until(
    () => client.pushed.get(manifest)?.length === 1 && client.pushed.get(code)?.length === 1,
  );
  expect(client.pushed.get(code)).toMatchObject([
    { source: 'Inspector', code: 'CWE-78', severity: 1, range: { start: { line: 4 } } },
  ]);
  const [problem] = client.pushed.get(manifest) ?? [];
  expect(problem).toMatchObject({
    source: 'Inspector',
    code: 'CVE-2026-00001',
    range: { start: { line: 2 } },
  });
  const text = readFileSync(join(folder, 'search/package.json'), 'utf8');
  await client.open('search/package.json', 'json', text);
  const actions = await ask<readonly CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: manifest },
    range: problem?.range,
    context: { diagnostics: [problem] },
  });
  expect(actions[0]).toMatchObject({
    title: 'Raise tiny-left to 1.3.4',
    edit: { changes: { [manifest]: [{ newText: expect.stringContaining('1.3.4') }] } },
  });
  // Declared is mended: what remains is to deploy it.
  await client.change('search/package.json', text.replace('1.3.0', '1.3.4'));
  await client.until(() => client.pushed.get(manifest)?.[0]?.severity === 3);
  await client.configure({ inspectorProblems: false });
  await client.until(
    () => client.pushed.get(manifest)?.length === 0 && client.pushed.get(code)?.length === 0,
  );
}, 60_000);

test('long groups show more on wish, and the filter narrows them', async () => {
  const region = regionOf(endpoint.account, sceneRegion);
  const [detector] = region.guardduty.detectors;
  if (!detector) throw new Error('the scene has a detector');
  const given = detector.findings.length;
  for (let index = 0; index < 450; index += 1)
    detector.findings.push(
      lambdaFinding({ account: endpoint.account, region, now: new Date() }, detector.id, {
        functionName: `example-${index % 3}`,
        severity: 5,
      }),
    );
  const archived = detector.findings.at(-1);
  if (archived?.Service) archived.Service.Archived = true;
  try {
    await read();
    const first = await children('medium');
    expect(first).toHaveLength(201);
    expect(first.at(-1)).toMatchObject({ label: 'Show more', description: '249 are not shown' });
    await ask(showMoreThreatsRequest, { group: 'medium' });
    expect(await children('medium')).toHaveLength(401);
    await ask(filterThreatsRequest, { ...showAllThreats, function: 'example-1' });
    expect(await children('medium')).toHaveLength(150);
    expect(labels(await children())).toContain('300 more');
    await ask(filterThreatsRequest, { ...showAllThreats, archived: true });
    await ask(showMoreThreatsRequest, { group: 'medium' });
    await ask(showMoreThreatsRequest, { group: 'medium' });
    expect(await children('medium')).toHaveLength(450);
  } finally {
    detector.findings.length = given;
  }
}, 60_000);

test('what may not be read is said at its place, and the rest goes on', async () => {
  for (const action of [
    'cloudtrail:LookupEvents',
    'lambda:GetFunction',
    'guardduty:GetRemainingFreeTrialDays',
  ])
    endpoint.denied.add(action);
  await read();
  expect((await children()).at(-1)?.description).toContain(
    'guardduty:GetRemainingFreeTrialDays is not allowed',
  );
  await ask(gatherEvidenceRequest, { id });
  const sections = await children(threatNode);
  const gaps = sections.filter(({ description }) => description?.startsWith('not known'));
  expect(labels(gaps)).toEqual([
    'Rule hits',
    'Workspace',
    'Version before',
    'Remote address',
    'Libraries',
    'Who changed it',
  ]);
  expect(sections.find(({ label }) => label === 'Layers')?.description).toBe('2');
}, 60_000);
