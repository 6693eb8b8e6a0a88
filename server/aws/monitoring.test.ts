// Monitoring over an imagined account, with what the guards really write: counted once, by rule where it is JSON,
// coverage as it is, and signs of the guard.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { accountState } from '../../test/aws/account-state.ts';
import { addFunction } from '../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { writeLogEvent } from '../../test/aws/services/logs.ts';
import { type AccountState, createAccount, regionOf } from '../../test/aws/world.ts';
import { buildGuard } from '../../tools/build-guard.ts';
import { coverageOf } from '../core/remedy/coverage.ts';
import { judgeGuard } from '../core/remedy/guard-signs.ts';
import { nearLines, otherLines, recordShapes, shapeOf, shapeSamples } from '../core/remedy/record-shapes.ts';
import { applyPlan, undoPlan } from './apply.ts';
import { openConnection } from './clients.ts';
import { createJournal } from './journal.ts';
import { PlanError } from './make-plan.ts';
import { collectCoverage, listLoggedFunctions } from './monitoring-facts.ts';
import { type MonitoringWish, planMonitoring } from './plan-monitoring.ts';
import { readGuardLines } from './read-guard-signs.ts';

vi.setConfig({ testTimeout: 60_000 });
vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1');
const region = 'eu-central-1';
const root = join(import.meta.dirname, '..', '..');
const signal = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
let account: AccountState;
let endpoint: AwsEndpoint;

beforeAll(() => buildGuard(), 60_000);
beforeEach(async () => {
  await endpoint?.close();
  account = createAccount('111122223333');
  const wrapper = { AWS_LAMBDA_EXEC_WRAPPER: '/opt/protect-lambda/wrap' };
  addFunction(account, region, {
    name: 'api',
    environment: { ...wrapper, SECRET: 'x' },
    logging: { LogFormat: 'JSON' },
  });
  addFunction(account, region, { name: 'plain', environment: { ...wrapper, PROTECT_LAMBDA_LOG: 'text' } });
  addFunction(account, region, { name: 'one', logging: { LogGroup: 'shared' } });
  addFunction(account, region, { name: 'two', logging: { LogGroup: 'shared' } });
  addFunction(account, region, { name: 'quiet' });
  endpoint = await startAwsEndpoint(account);
});
afterAll(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

const connect = () =>
  openConnection({ endpointUrl: endpoint.url, retries: 'by-caller', env: { AWS_REGION: region } });
const scope = () => ({
  connection: connect(),
  region,
  identity: { account: account.id, partition: 'aws', arn: '' },
  signal,
  now: '2026-11-21T12:00:00Z',
});
const wish = (more: Partial<MonitoringWish> = {}): MonitoringWish => ({
  functions: ['api', 'plain'],
  emails: ['team@example.com', 'night@example.com'],
  threshold: 1,
  ...more,
});
const options = () => ({ connection: connect(), signal, sleep: async () => {} });
let journals = 0;

async function setUp(more: Partial<MonitoringWish> = {}) {
  const { plan } = await planMonitoring(scope(), wish(more));
  const journal = createJournal(join(folder, `journal-${journals++}`), plan);
  await applyPlan(journal, options());
  return journal;
}

const write = (group: string, message: string) =>
  writeLogEvent(
    { region: regionOf(account, region), now: new Date() },
    group,
    '2026/11/01/[$LATEST]0',
    message,
  );
function points(metric: string) {
  return regionOf(account, region).cloudwatch.points.filter((one) => one.name === metric);
}

test('each sample is counted once, JSON also once by rule, and nothing else is', async () => {
  await setUp();
  for (const shape of recordShapes) {
    for (const line of shapeSamples[shape]) {
      const [all, byRule] = [points('Violations').length, points('ViolationsByRule').length];
      write('/aws/lambda/api', line);
      expect(points('Violations').length - all, line).toBe(1);
      expect(points('ViolationsByRule').length - byRule, line).toBe(/text/.test(shape) ? 0 : 1);
    }
  }
  expect(points('ViolationsByRule')[0]?.dimensions).toEqual({
    Function: 'example',
    Rule: 'script-tag',
    Kind: 'in',
  });
  expect(points('ViolationsByRule').every(({ dimensions }) => dimensions['Function'] === 'example')).toBe(
    true,
  );
  const before = regionOf(account, region).cloudwatch.points.length;
  for (const line of [...otherLines, ...nearLines]) write('/aws/lambda/api', line);
  expect(regionOf(account, region).cloudwatch.points).toHaveLength(before);
});

const python = `
from protect_lambda import protect_lambda
@protect_lambda
def handler(event, context):
    return {}
handler({"body": "evil"}, None)
`;
const node = `
import { protectLambda } from ${JSON.stringify(join(root, 'guard/node/dist/index.mjs'))};
await protectLambda(async () => ({}))({ body: 'evil' }, {});
`;
const guards = {
  python: (env: NodeJS.ProcessEnv) =>
    execFileSync('python3', ['-c', python], {
      encoding: 'utf8',
      env: { ...env, PYTHONPATH: join(root, 'guard', 'python'), PYTHONDONTWRITEBYTECODE: '1' },
    }),
  node: (env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', node], { encoding: 'utf8', env }),
};
const settings = (['Text', 'JSON'] as const).flatMap((format) =>
  ['json', 'text'].flatMap((log) => ['', '1'].map((emf) => [format, log, emf] as const)),
);
test.each(Object.keys(guards) as (keyof typeof guards)[])(
  'what the guard in %s writes has the shape that is expected, and is counted',
  async (language) => {
    await setUp();
    writeFileSync(join(folder, 'in_protect.txt'), '#@ id: evil-word\nevil\n');
    for (const [format, log, emf] of settings) {
      const lines = guards[language]({
        PATH: process.env['PATH'],
        PROTECT_LAMBDA_RULES: folder,
        PROTECT_LAMBDA_LOG: log,
        PROTECT_LAMBDA_EMF: emf,
        AWS_LAMBDA_LOG_FORMAT: format,
        AWS_LAMBDA_FUNCTION_NAME: 'api',
        AWS_LAMBDA_FUNCTION_VERSION: '1',
      });
      const [line = '', ...more] = lines
        .trim()
        .split('\n')
        .filter((one) => one.includes('Violation for'));
      expect(more).toEqual([]);
      const shape = shapeOf({ logFormat: format === 'JSON' ? 'json' : 'text', guardLog: log, guardEmf: emf });
      const keys = line.startsWith('{') ? Object.keys(JSON.parse(line)) : [];
      expect(keys.length === 0 ? 'text' : keys.includes('level') ? 'json-with-level' : 'json').toBe(shape);
      const [all, byRule] = [points('Violations').length, points('ViolationsByRule').length];
      write('/aws/lambda/api', line);
      expect(points('Violations').length - all).toBe(1);
      expect(points('ViolationsByRule').length - byRule).toBe(shape === 'text' ? 0 : 1);
    }
  },
);

test("the dashboard's table lists every shape, and nothing that is no violation", async () => {
  const { plan } = await planMonitoring(scope(), wish({ functions: ['api'] }));
  const dashboard = plan.changes.find((one) => one.kind === 'dashboard');
  const found = /"query":("(?:[^"\\\\]|\\\\.)*")/.exec(JSON.stringify(dashboard?.after));
  const query = JSON.parse(found?.[1] ?? '""') as string;
  expect(query).toMatch(/^SOURCE '\/aws\/lambda\/api' \| /);
  const samples = recordShapes.flatMap((shape) => shapeSamples[shape]);
  for (const line of [...samples, ...otherLines, ...nearLines]) write('/aws/lambda/api', line);
  const logs = await connect().client('logs', region);
  const { queryId } = await logs.startQuery({
    logGroupName: '/aws/lambda/api',
    startTime: 0,
    endTime: Math.ceil(Date.now() / 1000) + 1,
    queryString: query.replace(/^(?:SOURCE '[^']*' \| )+/, ''),
  });
  const { results = [] } = await logs.getQueryResults({ queryId });
  expect(results).toHaveLength(samples.length);
  const rules = results.map((row) => row.find((one) => one.field === 'rule_')?.value);
  const json = ['json', 'json-with-level', 'object-in-message'] as const;
  expect(rules.filter((rule) => rule !== undefined)).toHaveLength(
    json.flatMap((one) => shapeSamples[one]).length,
  );
});

async function coverage(...names: readonly string[]) {
  const listed = await listLoggedFunctions(connect(), region, signal);
  if (!listed.known) throw new Error('not listed');
  const wanted = listed.value.filter((one) => names.includes(one.name));
  return (await collectCoverage(connect(), region, wanted, signal)).map(coverageOf);
}

test('coverage follows what is there: filters, the metric of the alarm, who confirmed', async () => {
  expect(await coverage('api')).toMatchObject([{ filter: 'no', words: 'no metric filter' }]);
  const journal = await setUp();
  expect(await coverage('api', 'plain', 'quiet')).toMatchObject([
    { filter: 'yes', alarm: 'yes', receiver: 'no', words: '2 subscribers have not confirmed' },
    { filter: 'yes', alarm: 'yes', receiver: 'no' },
    { filter: 'no', words: 'no metric filter' },
  ]);
  const [topic] = regionOf(account, region).sns.topics.values();
  const [first] = topic?.subscriptions ?? [];
  if (first) first.SubscriptionArn = `${topic?.arn}:1`;
  expect(await coverage('api')).toMatchObject([
    { receiver: 'yes', words: 'lambda-protect-violations (Sum ≥ 1 in 5 minutes) is OK' },
  ]);
  endpoint.denied.add('sns:GetTopicAttributes');
  expect(await coverage('api')).toMatchObject([{ alarm: 'yes', receiver: 'unknown' }]);
  endpoint.denied.clear();
  await undoPlan(journal, options());
  expect(await coverage('api')).toMatchObject([{ filter: 'no' }]);
});

test('a filter that counts JSON only leaves a function uncovered whose guard writes text', async () => {
  const { logs } = regionOf(account, region);
  for (const name of ['api', 'plain'])
    logs.filters.push({
      filterName: 'own',
      logGroupName: `/aws/lambda/${name}`,
      filterPattern: '{ $.violation = "*" }',
      metricTransformations: [{ metricNamespace: 'Own', metricName: 'V', metricValue: '1' }],
    });
  expect(await coverage('api', 'plain')).toMatchObject([
    { filter: 'yes', alarm: 'no', words: 'no alarm on V' },
    { filter: 'no', words: expect.stringContaining('does not count') },
  ]);
});

test('signs of the guard: settings, and lines in the log, told apart in a shared group', async () => {
  write('shared', '{"message":"Out Rule Violation for x","violation":"out","rule":"x","function":"two"}');
  write('/aws/lambda/quiet', 'nothing to tell');
  const listed = await listLoggedFunctions(connect(), region, signal);
  const functions = listed.known ? listed.value : [];
  expect(JSON.stringify(functions)).not.toContain('SECRET');
  const logged = await readGuardLines(connect(), region, functions, 0, signal);
  const verdicts = functions.map((one) => {
    const found = logged.get(one.name);
    return [one.name, judgeGuard({ settings: one.settings, ...(found ? { logged: found } : {}) }).guarded];
  });
  expect(Object.fromEntries(verdicts)).toEqual({
    api: 'yes',
    plain: 'yes',
    one: 'unknown',
    two: 'yes',
    quiet: 'unknown',
  });
  endpoint.denied.add('logs:FilterLogEvents');
  const refused = await readGuardLines(connect(), region, functions, 0, signal);
  expect(refused.get('quiet')).toMatchObject({ known: false, gap: { reason: 'denied' } });
});

test('another topic is told and stays as it is, but for the addresses', async () => {
  const arn = `arn:aws:sns:${region}:${account.id}:people`;
  const sns = await connect().client('sns', region);
  await sns.createTopic({ Name: 'people' });
  const before = accountState(endpoint.account);
  const journal = await setUp({ topic: arn, threshold: 5, periodSeconds: 3600 });
  const state = regionOf(account, region);
  expect([...state.sns.topics.keys()]).toEqual([arn]);
  expect(state.cloudwatch.alarms).toMatchObject([
    { AlarmActions: [arn], Threshold: 5, Period: 3600, TreatMissingData: 'notBreaching' },
  ]);
  expect(
    (await planMonitoring(scope(), wish({ topic: arn, threshold: 5, periodSeconds: 3600 }))).changes,
  ).toEqual([]);
  await undoPlan(journal, options());
  expect([...state.sns.topics.keys()]).toEqual([arn]);
  // Subscriptions that nobody confirmed cannot be removed: SNS drops them by itself.
  const [topic] = state.sns.topics.values();
  expect(topic?.subscriptions.map((one) => one.SubscriptionArn)).toEqual(
    Array.from({ length: 2 }, () => 'PendingConfirmation'),
  );
  topic?.subscriptions.splice(0);
  expect(accountState(endpoint.account)).toEqual(before);
});

test('an address that was removed from the topic is asked again', async () => {
  await setUp();
  const [topic] = regionOf(account, region).sns.topics.values();
  for (const one of topic?.subscriptions ?? [])
    if (one.Endpoint === 'team@example.com') one.SubscriptionArn = 'Deleted';
  expect((await planMonitoring(scope(), wish())).changes).toMatchObject([
    { kind: 'subscription', target: { endpoint: 'team@example.com' } },
  ]);
});

test.each<[Partial<MonitoringWish>, RegExp]>([
  [{ topic: 'people' }, /no ARN of a topic/],
  [{ topic: `arn:aws:sns:us-east-1:111122223333:people` }, /topics of eu-central-1 only/],
  [{ topic: `arn:aws:sns:eu-central-1:111122223333:people.fifo` }, /FIFO/],
  [{ topic: `arn:aws:sns:eu-central-1:111122223333:people` }, /there is no topic/],
  [{ periodSeconds: 90 }, /period/],
  [{ emails: ['team'] }, /no e-mail address/],
  [{ functions: ['missing'] }, /no such function/],
])('no plan for %o', async (more, words) => {
  const made = planMonitoring(scope(), wish(more));
  await expect(made).rejects.toThrow(PlanError);
  await expect(made).rejects.toThrow(words);
});

test('whom the second set-up leaves out stays on the dashboard, and keeps its filters', async () => {
  await setUp({ functions: ['api'] });
  const second = await planMonitoring(scope(), wish({ functions: ['two'] }));
  expect(second.changes.map((one) => one.kind)).toEqual(['metric-filter', 'metric-filter', 'dashboard']);
  const dashboard = JSON.stringify(second.changes.at(-1)?.after);
  for (const word of ['"api"', '"two"', "SOURCE 'shared'", "SOURCE '/aws/lambda/api'"])
    expect(dashboard).toContain(word);
});
