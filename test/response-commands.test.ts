// Monitoring set up and incidents answered as a person does it, against an imagined account: planned, applied, undone.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createDemoWorld } from './aws/demo-account.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { lambdaFinding } from './aws/services/guardduty.ts';
import { regionOf } from './aws/world.ts';
import { built, runCli } from './run-cli.ts';

const region = 'eu-central-1';
const endpoint = await startAwsEndpoint(createDemoWorld(new Date('2026-11-21T12:00:00Z')));
const state = regionOf(endpoint.account, region);
const id = '0123456789abcdef0123456789abcdef';
beforeAll(() => built('cli.mjs'), 120_000);
afterAll(() => endpoint.close());
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
});
afterEach(() => {
  endpoint.denied.clear();
  endpoint.disturbances.clear();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  runCli([...args, '--endpoint-url', endpoint.url, '--region', region], folder, {
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  });

test('a command that looks at one Region refuses several, and a word that is none', async () => {
  for (const [given, said] of [
    ['eu-central-1,us-east-1', 'looks at one Region'],
    ['nowhere-9', 'no Region: nowhere-9'],
  ] as const) {
    const { code, err } = await runCli(['findings', '--region', given], folder, {});
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  }
});

const monitored = () =>
  structuredClone({
    filters: state.logs.filters.map(({ filterName }) => filterName),
    alarms: state.cloudwatch.alarms.map(({ AlarmName }) => AlarmName),
    dashboards: [...state.cloudwatch.dashboards.keys()],
    topics: [...state.sns.topics.keys()],
  });

test('monitoring is planned, applied, found by coverage, set up twice without a change, and undone', async () => {
  const before = monitored();
  const early = await run('monitor', 'setup', '--apply');
  expect(early.code).toBe(2);
  expect(early.err).toContain('there is no plan');
  const setup = ['monitor', 'setup', '--plan', '--function', 'shop-orders', '--email', 'team@example.com'];
  const planned = await run(...setup);
  expect(planned.code).toBe(0);
  expect(planned.out).toContain('logs:PutMetricFilter');
  expect(planned.out).toContain('permissions to apply: cloudwatch:PutDashboard, cloudwatch:PutMetricAlarm');
  expect(monitored()).toEqual(before);
  expect((await run('monitor', 'setup', '--apply')).out).toContain('applied');
  expect(monitored().alarms).toContain('lambda-protect-violations');
  const coverage = JSON.parse(
    (await run('monitor', 'coverage', '--function', 'shop-orders', '--format', 'json')).out,
  ) as { coverage: unknown[] };
  expect(coverage.coverage).toMatchObject([{ function: 'shop-orders', filter: 'yes', alarm: 'yes' }]);
  expect((await run(...setup)).out).toContain('nothing has to be changed');
  expect((await run('monitor', 'setup', '--undo')).out).toContain('undone');
  expect(monitored()).toEqual(before);
});

test('an application that is cut off goes on, or is undone', async () => {
  const before = monitored();
  await run('monitor', 'setup', '--plan', '--function', 'shop-orders', '--email', 'team@example.com');
  endpoint.disturbances.add({ service: 'sns', action: 'Subscribe', does: 'cut' });
  const cut = await run('monitor', 'setup', '--apply');
  expect(cut.code).toBe(2);
  expect(cut.err).toContain('goes on from there');
  endpoint.disturbances.clear();
  expect((await run('monitor', 'setup', '--apply')).code).toBe(0);
  expect((await run('monitor', 'setup', '--undo')).code).toBe(0);
  expect(monitored()).toEqual(before);
});

test.each([
  ['cloudformation', 'AWS::Logs::MetricFilter'],
  ['sam', 'AWS::Serverless-2016-10-31'],
  ['cdk', "new logs.CfnMetricFilter(this, 'ViolationsFilter'"],
  ['terraform', 'resource "aws_cloudwatch_log_metric_filter"'],
])('the same as %s', async (kind, words) => {
  const { code, out } = await run('monitor', 'setup', '--as', kind, '--function', 'shop-orders');
  expect(code).toBe(0);
  expect(out).toContain(words);
});

test('violations are read from the true log groups, or grouped by a query in AWS', async () => {
  const since = ['--since', '2026-11-20', '--until', '2026-11-22'];
  const read = await run('monitor', 'violations', ...since);
  expect(read.code).toBe(1);
  expect(read.out).toMatch(/4 +0 +in +script-tag +shop-orders/);
  const grouped = await run('monitor', 'violations', '--insights', ...since);
  expect(grouped.out).toMatch(/in +script-tag +shop-orders/);
  expect(grouped.err).toMatch(/4 violations, \d+ bytes scanned/);
  const bySource = await run('monitor', 'violations', '--insights', '--by', 'source', ...since);
  expect(bySource.out).toMatch(/4 +not recorded/);
  expect(bySource.err).toContain('4 of the violations bear no source address');
  const byHour = await run('monitor', 'violations', '--by', 'hour', ...since);
  expect(byHour.out).toMatch(/^violations +hour \(utc\)\n +1 +2026-11-21 11:00\n/);
  expect((await run('monitor', 'violations', '--by', 'shoe-size')).err).toContain(
    'unknown grouping: shoe-size',
  );
  endpoint.denied.add('logs:FilterLogEvents');
  const refused = await run('monitor', 'violations', ...since);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('logs:FilterLogEvents was denied');
});

test('findings are listed in words; a refused service is unknown and the other one stands', async () => {
  const { code, out } = await run('findings');
  expect(code).toBe(1);
  expect(out).toContain(
    'shop-search talked to an address from which taken-over machines are commanded: 198.51.100.7, port 443',
  );
  expect((await run('findings', '--since', '2026-11-21T11:50:00Z')).code).toBe(0);
  expect((await run('findings', '--since', 'soon')).err).toContain('no time: soon');
  endpoint.denied.add('inspector2:ListFindings');
  const report = JSON.parse((await run('findings', '--format', 'json')).out) as {
    findings: unknown[];
    unknown: unknown[];
  };
  expect(report.findings).toHaveLength(1);
  expect(report.unknown).toMatchObject([{ action: 'inspector2:ListFindings', reason: 'denied' }]);
  // Nothing found where one was not asked is no all-clear.
  expect((await run('findings', '--function', 'shop-orders')).code).toBe(2);
});

test('a finding is shown with its evidence, hashed and kept', async () => {
  const { code, out } = await run('findings', 'show', id, '--evidence', 'evidence');
  expect(code).toBe(0);
  expect(out).toContain('has the same revision as in the finding');
  expect(out).toMatch(/before \| code replaced/);
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'evidence/package.zip')))
    .digest('hex');
  expect(readFileSync(join(folder, 'evidence/report.md'), 'utf8')).toContain(`package.zip sha256:${hash}`);
  endpoint.denied.add('cloudtrail:LookupEvents');
  expect((await run('findings', 'show', id)).out).toContain(
    'Not known: cloudtrail:LookupEvents is not allowed',
  );
});

test('a response is offered by harm, planned from a finding, applied and undone', async () => {
  const offers = await run('respond', 'plan', id);
  expect(offers.out).toMatch(/clean-version[\s\S]*pause-event-sources[\s\S]*stop-function[\s\S]*deny-role/);
  expect(offers.out).toContain('DeleteFunctionEventInvokeConfig');
  const search = state.lambda.functions.get('shop-search');
  const before = search?.reserved;
  const planned = await run('respond', 'plan', id, '--with', 'stop-function,revoke-sessions', '--archive');
  expect(planned.out).toContain('lambda:PutFunctionConcurrency');
  expect(search?.reserved).toBe(before);
  expect((await run('respond', 'apply', 'shop-search')).code).toBe(0);
  expect(search?.reserved).toBe(0);
  expect((await run('findings')).out).toBe('');
  expect((await run('respond', 'undo', 'shop-search')).code).toBe(0);
  expect(search?.reserved).toBe(before);
  expect((await run('respond', 'undo', 'shop-search')).err).toContain('nothing is left to undo');
  expect((await run('findings')).code).toBe(1);
  const nothing = await run('respond', 'plan', id, '--with', 'block-in-dns');
  expect(nothing.err).toContain('there is nothing to apply');
  endpoint.denied.add('lambda:GetFunctionConfiguration');
  expect(await run('respond', 'plan', id)).toMatchObject({
    code: 2,
    err: expect.stringContaining('shop-search (lambda:GetFunctionConfiguration was denied'),
  });
});

test('5,000 findings are listed, each once', async () => {
  const [detector] = state.guardduty.detectors;
  if (!detector) throw new Error('the demo account has a detector');
  const given = detector.findings.length;
  for (let index = 0; index < 5000; index += 1)
    detector.findings.push(
      lambdaFinding({ account: endpoint.account, region: state, now: new Date() }, detector.id, {
        functionName: 'shop-search',
      }),
    );
  const { out } = await run('findings');
  detector.findings.length = given;
  expect(out.split('\n')).toHaveLength(5002);
});

test.each([
  [['monitor', 'setup'], 'one of --plan'],
  [['monitor', 'setup', '--plan', '--email', 'nobody'], 'no e-mail address'],
  [['monitor', 'setup', '--plan', '--function', 'nothing'], 'no such function'],
  [['respond', 'plan', 'nothing'], 'no finding and no readable function'],
  [['respond', 'plan', 'shop-orders', '--with', 'magic'], 'unknown remedy'],
  [['respond', 'undo', 'shop-orders'], 'nothing was applied'],
  [['respond'], 'there are respond plan,'],
  [['findings', 'some-id'], '"findings show ID" tells more of one'],
  [['findings', '--function', 'one', '--function', 'two'], 'one --function'],
])('%s is refused in words', async (args, words) => {
  const { code, err } = await run(...args);
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test('a word that stands before several commands names them, when help is asked for', async () => {
  for (const words of [
    ['help', 'monitor'],
    ['monitor', '--help'],
  ]) {
    const { code, out } = await runCli(words, folder, {});
    expect([code, out]).toEqual([0, expect.stringContaining('monitor coverage, monitor setup')]);
  }
});
