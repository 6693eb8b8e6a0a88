// Planned changes through the language server's real door, against an imagined account: asked, planned, shown, carried
// out, stopped, gone on with, taken back; the account is compared whole.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeFiles } from '../server/aws/change-files.ts';
import { type MfaCodeParams, mfaCodeRequest } from '../server/protocol/audit.ts';
import {
  type AskedChange,
  askChangeRequest,
  type ChangeAnswers,
  type ChangePage,
  type ChangePlace,
  type ChangeProgress,
  type ChangeSubject,
  carryOutChangeRequest,
  changePageRequest,
  changePlacesRequest,
  changeProgressNotification,
  changeSubjectRequest,
  discardChangeRequest,
  type ListedChange,
  listChangesRequest,
  type PlannedChange,
  planChangeRequest,
} from '../server/protocol/changes.ts';
import { readThreatsRequest } from '../server/protocol/threats.ts';
import { accountState } from './aws/account-state.ts';
import { createDemoWorld, demoAccountId } from './aws/demo-account.ts';
import { addRole } from './aws/describe.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { newDetector } from './aws/services/guardduty.ts';
import { regionOf } from './aws/world.ts';
import { type LspClient, startClient } from './lsp-client.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });
const region = 'eu-central-1';
const endpoint = await startAwsEndpoint(createDemoWorld());
const state = regionOf(endpoint.account, region);
const finding = '0123456789abcdef0123456789abcdef';
const env = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
};
const home = mkdtempSync(join(tmpdir(), 'lambda-protect-aws-'));
const config = join(home, 'config');
Object.assign(process.env, env, { AWS_REGION: region, AWS_CONFIG_FILE: config });
addRole(endpoint.account, {
  name: 'operator',
  trust: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${demoAccountId}:root` },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ],
  }),
});
writeFileSync(
  config,
  `[profile base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${env.AWS_SECRET_ACCESS_KEY}

[profile operator]
region = ${region}
source_profile = base
role_arn = arn:aws:iam::${demoAccountId}:role/operator
mfa_serial = arn:aws:iam::${demoAccountId}:mfa/ada
`,
);
afterAll(async () => {
  await endpoint.close();
  rmSync(home, { recursive: true, force: true });
});

let folder = '';
let client: LspClient;
let progress: ChangeProgress[] = [];
const start = async () => {
  client = await startClient(folder, {
    pulls: true,
    settings: { endpointUrl: endpoint.url },
    initializationOptions: { storageFolder: join(folder, 'storage') },
  });
  client.connection.onNotification(
    changeProgressNotification,
    (told: ChangeProgress) => void progress.push(told),
  );
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-lsp-'));
  progress = [];
  await start();
}, 60_000);
afterEach(async () => {
  endpoint.denied.clear();
  endpoint.disturbances.clear();
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

const request = <T>(method: string, params: unknown) => client.connection.sendRequest<T>(method, params);
const ask = (planner: string, subject: ChangeSubject = {}) =>
  request<AskedChange>(askChangeRequest, { planner, subject });
const planAnything = (planner: string, answers: ChangeAnswers, subject: ChangeSubject = {}) =>
  request<PlannedChange>(planChangeRequest, { planner, subject, answers });
async function plan(
  planner: string,
  answers: ChangeAnswers,
  subject: ChangeSubject = {},
): Promise<ChangePage> {
  const planned = await planAnything(planner, answers, subject);
  if (planned.kind !== 'page') throw new Error('a page was expected');
  return planned.page;
}
const carryOut = ({ id, print }: ChangePage, what: 'apply' | 'undo', more: object = {}) =>
  request<ChangePage>(carryOutChangeRequest, { id, print, what, ...more });
const page = (id: string) => request<ChangePage>(changePageRequest, { id });
const list = () => request<readonly ListedChange[]>(listChangesRequest, null);
const monitoring = {
  functions: ['shop-orders'],
  emails: ['team@example.com'],
  threshold: ['2 in 10 minutes'],
  as: ['plan'],
};
const accountNow = () => accountState(endpoint.account);

test('monitoring is asked for, planned, applied, found by the command line, and undone', async () => {
  const before = accountNow();
  const asked = await ask('monitoring');
  expect(asked).toMatchObject({ account: demoAccountId, subject: { region, via: 'default credentials' } });
  expect(asked.questions.map(({ id }) => id)).toEqual(['functions', 'emails', 'threshold', 'as']);
  const planned = await plan('monitoring', monitoring, asked.subject);
  expect(planned).toMatchObject({ state: 'planned', account: demoAccountId, regions: [region] });
  expect(planned.steps.map(({ calls }) => calls[0]?.name)).toEqual([
    'logs:PutMetricFilter',
    'logs:PutMetricFilter',
    'sns:CreateTopic',
    'sns:Subscribe',
    'cloudwatch:PutMetricAlarm',
    'cloudwatch:PutDashboard',
  ]);
  expect(planned.steps[2]?.undo).toMatch(/remove topic/);
  expect(planned.undoPermissions).toContain('logs:DeleteMetricFilter');
  expect(accountNow()).toEqual(before);
  expect(await list()).toEqual([]);

  const applied = await carryOut(planned, 'apply');
  expect(applied).toMatchObject({ state: 'applied', remarks: [] });
  expect(applied.stopped).toBeUndefined();
  expect(state.cloudwatch.alarms.at(-1)).toMatchObject({ Threshold: 2, Period: 600 });
  expect(progress.at(-1)).toMatchObject({ done: 6, total: 6 });
  const [again] = (await ask('monitoring')).questions;
  expect(again?.kind === 'pick' && again.choices.find(({ id }) => id === 'shop-orders')).toMatchObject({
    description: 'counted already',
    picked: false,
  });
  expect((await plan('monitoring', monitoring)).state).toBe('nothing');

  // The same journal, taken back by the command line.
  const cli = ['--endpoint-url', endpoint.url, '--region', region];
  expect((await runCli(['monitor', 'setup', '--undo', ...cli], folder, env)).out).toContain('undone');
  expect(accountNow()).toEqual(before);
  expect((await page(applied.id)).state).toBe('undone');
  expect(await list()).toEqual([]);
});

test('the same as infrastructure code is text, keeps no plan and changes nothing', async () => {
  const before = accountNow();
  const planned = await planAnything('monitoring', { ...monitoring, as: ['terraform'] });
  expect(planned).toMatchObject({ kind: 'text', language: 'terraform' });
  expect(planned.kind === 'text' && planned.text).toContain('aws_cloudwatch_log_metric_filter');
  expect(existsSync(join(folder, '.lambda-protect'))).toBe(false);
  expect(accountNow()).toEqual(before);
});

test('a finding knows its function, account and Region; it is contained, archived, and both undone', async () => {
  await request(readThreatsRequest, undefined);
  const before = accountNow();
  expect(await request<readonly ChangePlace[]>(changePlacesRequest, null)).toContainEqual({
    via: 'default credentials',
    account: demoAccountId,
    region,
  });
  const subject = await request<ChangeSubject>(changeSubjectRequest, { about: { finding } });
  expect(subject).toMatchObject({
    via: 'default credentials',
    region,
    about: {
      function: 'shop-search',
      account: demoAccountId,
      version: expect.any(String),
      address: '198.51.100.7',
    },
  });
  const asked = await ask('response', subject);
  const [question] = asked.questions;
  if (question?.kind !== 'pick') throw new Error('a choice was expected');
  const offered = question.choices.map(({ id }) => id);
  expect(offered.indexOf('revoke-sessions')).toBeLessThan(offered.indexOf('stop-function'));
  expect(offered.indexOf('stop-function')).toBeLessThan(offered.indexOf('deny-role'));
  expect(question.choices.every(({ detail }) => detail !== '')).toBe(true);
  // Its function is in a VPC: the address of the finding can be blocked.
  expect(question.choices.find(({ id }) => id === 'block-in-network-acl')?.description).toMatch(/change/);

  const contain = await plan('response', { remedies: ['stop-function', 'revoke-sessions'] }, subject);
  expect(contain.warnings.join('\n')).toMatch(/keep evidence first[\s\S]*also serves shop-orders/);
  const contained = await carryOut(contain, 'apply');
  expect(state.lambda.functions.get('shop-search')?.reserved).toBe(0);
  const archived = await plan('archive', { feedback: ['useful'], note: ['a stolen key'] }, subject);
  expect(archived.steps.map(({ calls }) => calls[0]?.name)).toEqual([
    'guardduty:UpdateFindingsFeedback',
    'guardduty:ArchiveFindings',
  ]);
  expect(archived.steps[0]).toMatchObject({ undo: expect.stringContaining('stays'), undoCalls: [] });
  await request(discardChangeRequest, { id: archived.id });
  const closed = await carryOut(await plan('archive', { feedback: ['none'] }, subject), 'apply');
  expect(closed.state).toBe('applied');
  expect((await list()).map(({ title }) => title)).toEqual([
    'archive a finding on shop-search',
    'contain shop-search',
  ]);
  for (const one of [closed, contained]) expect((await carryOut(one, 'undo')).state).toBe('undone');
  expect(accountNow()).toEqual(before);
});

test('what is contained in the editor is undone by the command line, and the other way round', async () => {
  const before = accountNow();
  const subject = { about: { function: 'shop-orders' } };
  await carryOut(await plan('response', { remedies: ['stop-function'] }, subject), 'apply');
  const cli = ['--endpoint-url', endpoint.url, '--region', region];
  expect((await runCli(['respond', 'undo', 'shop-orders', ...cli], folder, env)).code).toBe(0);
  expect(accountNow()).toEqual(before);
  await runCli(['respond', 'plan', 'shop-orders', '--with', 'stop-function', ...cli], folder, env);
  await runCli(['respond', 'apply', 'shop-orders', ...cli], folder, env);
  const [listed] = await list();
  expect(listed).toMatchObject({ title: 'contain shop-orders', state: 'applied', done: 1, total: 1 });
  expect((await carryOut(await page(listed?.id ?? ''), 'undo')).state).toBe('undone');
  expect(accountNow()).toEqual(before);
});

test('only what was on the page is carried out, and only once', async () => {
  const first = await plan('monitoring', monitoring);
  await plan('monitoring', { ...monitoring, threshold: ['9 in 5 minutes'] });
  await expect(carryOut(first, 'apply')).rejects.toThrow('another than what you saw');
  expect(state.cloudwatch.alarms.some(({ AlarmName }) => AlarmName === 'lambda-protect-violations')).toBe(
    false,
  );
  const applied = await carryOut(await page(first.id), 'apply');
  await expect(carryOut(first, 'apply')).rejects.toThrow('the plan is gone');
  await expect(page('../../etc/passwd')).rejects.toThrow('no such change');
  await expect(request(discardChangeRequest, { id: applied.id })).rejects.toThrow('undo it instead');
  const undone = await carryOut(applied, 'undo');
  await expect(carryOut(applied, 'undo')).rejects.toThrow('another than what you saw');
  expect(undone.state).toBe('undone');
});

test('a plan that is discarded is gone, and so is one whose process ended before its first step', async () => {
  const subject = { about: { function: 'shop-orders' } };
  const first = await plan('response', { remedies: ['stop-function'] }, subject);
  await request(discardChangeRequest, { id: first.id });
  await expect(page(first.id)).rejects.toThrow('the plan is gone');
  await plan('response', { remedies: ['stop-function'] }, subject);
  const { path } = changeFiles(folder, undefined, 'response-shop-orders').journalToApply(new Date());
  const id = basename(path);
  expect((await page(id)).state).toBe('planned');
  await request(discardChangeRequest, { id });
  expect(existsSync(path)).toBe(false);
});

test('a plan older than the account is refused, nothing is begun, and the plan can be tried again', async () => {
  const planned = await plan(
    'response',
    { remedies: ['stop-function'] },
    { about: { function: 'shop-orders' } },
  );
  const fn = state.lambda.functions.get('shop-orders');
  if (fn) fn.reserved = 4;
  const refused = await carryOut(planned, 'apply');
  expect(refused).toMatchObject({ id: planned.id, state: 'planned' });
  expect(refused.stopped).toContain('the plan is older than the account');
  expect(fn?.reserved).toBe(4);
  expect(await list()).toEqual([]);
  if (fn) fn.reserved = undefined;
  const applied = await carryOut(refused, 'apply');
  expect(applied.state).toBe('applied');
  await carryOut(applied, 'undo');
});

test('a failure in the middle says what was done; after a restart it is listed, goes on, or is undone', async () => {
  const before = accountNow();
  for (const next of ['apply', 'undo'] as const) {
    const planned = await plan('monitoring', monitoring);
    endpoint.denied.add('sns:Subscribe');
    const stopped = await carryOut(planned, 'apply');
    expect(stopped.state).toBe('half-applied');
    expect(stopped.stopped).toMatch(/sns:Subscribe failed: .*was not made/);
    expect(stopped.steps.map((step) => step.state)).toEqual([
      'done',
      'done',
      'done',
      'begun',
      'untouched',
      'untouched',
    ]);
    await expect(plan('monitoring', monitoring)).rejects.toThrow('half done');
    endpoint.denied.clear();
    await client.close();
    await start();
    const [listed] = await list();
    expect(listed).toMatchObject({ state: 'half-applied', done: 3, total: 6 });
    const later = await carryOut(await page(listed?.id ?? ''), next);
    expect(later.state).toBe(next === 'apply' ? 'applied' : 'undone');
    if (next === 'apply') await carryOut(later, 'undo');
    expect(accountNow()).toEqual(before);
  }
});

test('undo stops where somebody else changed the thing, and says so', async () => {
  const applied = await carryOut(
    await plan('response', { remedies: ['stop-function'] }, { about: { function: 'shop-orders' } }),
    'apply',
  );
  const fn = state.lambda.functions.get('shop-orders');
  if (fn) fn.reserved = 3;
  const stopped = await carryOut(applied, 'undo');
  expect(stopped.stopped).toContain('somebody else changed it since');
  expect(fn?.reserved).toBe(3);
  if (fn) fn.reserved = 0;
  expect((await carryOut(stopped, 'undo')).state).toBe('undone');
});

test('a cancelled application stops between steps and goes on later', async () => {
  const before = accountNow();
  const planned = await plan('monitoring', monitoring);
  endpoint.disturbances.add({ service: 'sns', action: 'Subscribe', does: 'slow', delayMs: 3_000 });
  const { CancellationTokenSource } = await import('vscode-jsonrpc/node');
  const stop = new CancellationTokenSource();
  client.connection.onNotification(changeProgressNotification, ({ done }: ChangeProgress) => {
    if (done === 3) stop.cancel();
  });
  const stopped = await client.connection.sendRequest<ChangePage>(
    carryOutChangeRequest,
    { id: planned.id, print: planned.print, what: 'apply' },
    stop.token,
  );
  expect(stopped).toMatchObject({ state: 'half-applied', stopped: 'you stopped it' });
  endpoint.disturbances.clear();
  expect((await carryOut(stopped, 'undo')).state).toBe('undone');
  expect(accountNow()).toEqual(before);
});

test('a code of an MFA device is asked once for the questions, the plan, its application and its undo', async () => {
  const before = accountNow();
  const serials: string[] = [];
  let code: string | null = null;
  client.connection.onRequest(mfaCodeRequest, ({ serial }: MfaCodeParams) => {
    serials.push(serial);
    return code;
  });
  const subject = { via: 'profile operator', about: { function: 'shop-orders' } };
  await expect(ask('response', subject)).rejects.toThrow('no MFA code was given');
  code = '999999';
  await expect(ask('response', subject)).rejects.toThrow('could not sign in with profile operator');
  code = '123456';
  serials.length = 0;
  const asked = await ask('response', subject);
  expect(asked.subject).toMatchObject({ via: 'profile operator', region });
  const planned = await plan('response', { remedies: ['stop-function'] }, asked.subject);
  expect(planned.via).toBe('profile operator');
  const applied = await carryOut(planned, 'apply');
  expect((await carryOut(applied, 'undo')).state).toBe('undone');
  expect(serials).toEqual([`arn:aws:iam::${demoAccountId}:mfa/ada`]);
  expect(accountNow()).toEqual(before);
});

test('Lambda Protection is turned on where it is off, and off again', async () => {
  const away = regionOf(endpoint.account, 'eu-west-1');
  away.guardduty.detectors.push(newDetector({ lambdaProtection: false }));
  const before = accountNow();
  const planned = await plan('protection', {}, { region: 'eu-west-1' });
  expect(planned.steps).toMatchObject([{ calls: [{ name: 'guardduty:UpdateDetector' }] }]);
  expect(planned.steps[0]?.note).toMatch(/thirty days of trial/);
  const applied = await carryOut(planned, 'apply');
  expect(accountNow()).not.toEqual(before);
  expect((await plan('protection', {}, { region: 'eu-west-1' })).state).toBe('nothing');
  await carryOut(applied, 'undo');
  expect(accountNow()).toEqual(before);
});

test('what is missing is said: permissions, a Region without a detector, another account, no such planner', async () => {
  endpoint.denied.add('lambda:ListFunctions');
  await expect(ask('monitoring')).rejects.toThrow(
    'functions cannot be listed: lambda:ListFunctions was denied',
  );
  endpoint.denied.clear();
  endpoint.denied.add('logs:DescribeMetricFilters');
  const partial = await plan('monitoring', monitoring);
  expect(partial.warnings.join('\n')).toContain('metric-filter could not be read');
  expect(partial.steps.map(({ calls }) => calls[0]?.name)).toContain('cloudwatch:PutMetricAlarm');
  await request(discardChangeRequest, { id: partial.id });
  endpoint.denied.clear();
  await expect(plan('protection', {}, { region: 'eu-north-1' })).rejects.toThrow(
    'GuardDuty has no detector in eu-north-1',
  );
  await expect(
    plan('response', {}, { about: { function: 'shop-orders', account: '999988887777' } }),
  ).rejects.toThrow('choose a profile of that account');
  endpoint.denied.add('sts:GetCallerIdentity');
  await expect(ask('monitoring')).rejects.toThrow('could not sign in with default credentials');
  endpoint.denied.clear();
  await expect(ask('magic')).rejects.toThrow('there is no planner magic');
  await expect(plan('monitoring', { ...monitoring, emails: ['nobody'] })).rejects.toThrow(
    'no e-mail address',
  );
  await expect(
    plan('response', { remedies: ['magic'] }, { about: { function: 'shop-orders' } }),
  ).rejects.toThrow('unknown remedy');
});

test('a journal that is broken hides no other', async () => {
  const applied = await carryOut(
    await plan('response', { remedies: ['stop-function'] }, { about: { function: 'shop-orders' } }),
    'apply',
  );
  mkdirSync(join(folder, '.lambda-protect'), { recursive: true });
  writeFileSync(join(folder, '.lambda-protect', 'monitoring.2026.journal'), 'nonsense');
  expect((await list()).map(({ id }) => id)).toEqual([applied.id]);
  await expect(page('monitoring.2026.journal')).rejects.toThrow('the journal cannot be read');
  await carryOut(applied, 'undo');
  expect(readdirSync(join(folder, '.lambda-protect')).filter((name) => name.endsWith('.new'))).toEqual([]);
});
