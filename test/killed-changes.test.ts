// The command line is killed (SIGKILL) at each write of an application and of an undo, once before the service did the
// work and once after it. From what is on the disk then, going on and undoing both lead to the compared states.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { applyPlan, undoPlan } from '../server/aws/apply.ts';
import { changeFiles } from '../server/aws/change-files.ts';
import { openConnection } from '../server/aws/clients.ts';
import { journalState } from '../server/aws/journal.ts';
import { makePlan, type PlanScope } from '../server/aws/make-plan.ts';
import { monitoringTopic, planMonitoring } from '../server/aws/plan-monitoring.ts';
import { offerResponse, planResponse, responseTopic } from '../server/aws/plan-response.ts';
import type { Plan } from '../server/core/remedy/plan.ts';
import { accountState } from './aws/account-state.ts';
import { createDemoWorld, demoAccountId } from './aws/demo-account.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { regionOf } from './aws/world.ts';
import { built, type CliRun, runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const region = 'eu-central-1';
const endpoint = await startAwsEndpoint(createDemoWorld());
const state = regionOf(endpoint.account, region);
const env = {
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
};
for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
const access = ['--endpoint-url', endpoint.url, '--region', region];
const signal = new AbortController().signal;
const connection = openConnection({
  endpointUrl: endpoint.url,
  retries: 'by-caller',
  env: { AWS_REGION: region },
});
const options = { connection, signal, sleep: async () => {} };
const cli = await built('cli.mjs');
afterAll(async () => {
  connection.close();
  await endpoint.close();
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
});
afterEach(() => {
  endpoint.disturbances.clear();
  rmSync(folder, { recursive: true, force: true });
});

const accountNow = () => accountState(endpoint.account);

/** Lambda takes its time to update a function; what was written before a kill is under way until then. */
async function settled(): Promise<void> {
  const lambda = await connection.client('lambda', region);
  for (let again = true; again; ) {
    const one = await lambda.getFunctionConfiguration({ FunctionName: 'shop-search' });
    again = one.LastUpdateStatus === 'InProgress';
  }
}

const scope = (): PlanScope => ({
  connection,
  region,
  identity: { account: demoAccountId, partition: 'aws', arn: '' },
  signal,
  now: new Date().toISOString(),
});
const isWrite = (action: string) => !/^(?:Get|List|Describe|Test)/.test(action);

/** Kills the command when it sends what `when` names. The service does the work of that request, or it does not. */
async function killed(
  words: readonly string[],
  when: (action: string) => boolean,
  work: 'done' | 'not-done',
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [cli, ...words, ...access, '--quiet'], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('exit', (_code, with_) => resolve(with_)),
  );
  const stop = endpoint.disturbances.add({
    does: work === 'done' ? 'cut-after' : 'cut',
    times: 1,
    when: ({ action }) => when(action) && child.kill('SIGKILL'),
  });
  const how = await ended;
  stop();
  return how;
}

/** True at the n-th write, counted from 0. */
function writeNumber(wanted: number): (action: string) => boolean {
  let seen = 0;
  return (action) => isWrite(action) && seen++ === wanted;
}

interface Subject {
  readonly topic: string;
  readonly apply: readonly string[];
  readonly undo: readonly string[];
  plan(): Promise<Plan>;
}

const subjects: readonly (readonly [string, Subject])[] = [
  [
    'monitor setup',
    {
      topic: monitoringTopic,
      apply: ['monitor', 'setup', '--apply'],
      undo: ['monitor', 'setup', '--undo'],
      plan: async () => {
        const wish = { functions: ['shop-orders'], emails: ['team@example.com'], threshold: 1 };
        return (await planMonitoring(scope(), wish)).plan;
      },
    },
  ],
  [
    'respond',
    {
      topic: responseTopic('shop-checkout'),
      apply: ['respond', 'apply', 'shop-checkout'],
      undo: ['respond', 'undo', 'shop-checkout'],
      async plan() {
        const response = await offerResponse(scope(), { functionName: 'shop-checkout' });
        if (!response) throw new Error('the demo account has that function');
        const chosen = [
          'private-url',
          'close-invoke-permissions',
          'revoke-sessions',
          'stop-function',
          'deny-role',
        ];
        return (await planResponse(scope(), response, chosen)).plan;
      },
    },
  ],
  [
    'respond in a network',
    {
      topic: responseTopic('shop-search'),
      apply: ['respond', 'apply', 'shop-search'],
      undo: ['respond', 'undo', 'shop-search'],
      async plan() {
        const response = await offerResponse(scope(), {
          functionName: 'shop-search',
          remote: { address: '198.51.100.7', domain: '', direction: 'out' },
        });
        if (!response) throw new Error('the demo account has that function');
        return (await planResponse(scope(), response, ['block-in-network-acl', 'no-egress'])).plan;
      },
    },
  ],
];

test.each(subjects)('%s, killed at every write, goes on and is undone', async (_name, subject) => {
  const files = changeFiles(folder, undefined, subject.topic);
  const before = accountNow();
  const plan = await subject.plan();
  expect(plan.changes.length).toBeGreaterThan(2);
  let isOver = false;
  let kills = 0;
  for (let at = 0; !isOver; at += 1) {
    for (const work of ['not-done', 'done'] as const) {
      const where = `write ${at}, the work ${work}`;
      files.keepPlan(plan);
      const how = await killed(subject.apply, writeNumber(at), work);
      const left = files.journalToUndo();
      // Behind the last write nobody is left to be killed: it ended by itself, and well.
      isOver = how === null;
      if (isOver) expect(journalState(left.steps), where).toBe('applied');
      else {
        kills += 1;
        expect(left.steps.join(' '), where).toMatch(/^(?:done )*begun(?: untouched)*$/);
        expect(files.journalToApply(new Date()).path, where).toBe(left.path);
      }
      // The one goes on, the other goes back at once: both end where it began.
      if (!isOver && (at + Number(work === 'done')) % 2 === 0) {
        await applyPlan(files.journalToApply(new Date()), options);
        expect(journalState(files.journalToUndo().steps), where).toBe('applied');
        const again = await makePlan(scope(), { title: '', wishes: plan.changes, warnings: [] });
        expect(again.changes, where).toEqual([]);
      }
      const { undone, waiting } = await undoPlan(files.journalToUndo(), options);
      expect(undone, where).toBeGreaterThan(0);
      expect(waiting, where).toEqual([]);
      await settled();
      expect(accountNow(), where).toEqual(before);
      rmSync(left.path);
    }
  }
  expect(kills).toBeGreaterThanOrEqual(plan.changes.length * 2);
});

test.each(subjects)('the undo of %s, killed at every write, goes on', async (_name, subject) => {
  const files = changeFiles(folder, undefined, subject.topic);
  const before = accountNow();
  const plan = await subject.plan();
  const home = join(folder, '.lambda-protect');
  const kept = join(folder, 'kept');
  files.keepPlan(plan);
  cpSync(home, kept, { recursive: true });
  for (let at = 0; ; at += 1) {
    rmSync(home, { recursive: true });
    cpSync(kept, home, { recursive: true });
    await applyPlan(files.journalToApply(new Date()), options);
    const how = await killed(subject.undo, writeNumber(at), at % 2 === 0 ? 'done' : 'not-done');
    // Behind the last write nobody is left to be killed: it ended by itself, and well.
    if (how === null) {
      expect(at).toBeGreaterThanOrEqual(plan.changes.length - 1);
      await settled();
      expect(accountNow()).toEqual(before);
      break;
    }
    const left = files.journalToUndo();
    expect(journalState(left.steps), `write ${at}`).toBe('half-undone');
    await expect(applyPlan(files.journalToApply(new Date()), options)).rejects.toThrow('being undone');
    await undoPlan(files.journalToUndo(), options);
    await settled();
    expect(accountNow(), `write ${at}`).toEqual(before);
  }
});

test('killed before its first step, the same command goes on, and the journal is whole', async () => {
  const [, subject] = subjects[0] ?? [];
  if (!subject) throw new Error('there is one');
  const before = accountNow();
  const files = changeFiles(folder, undefined, subject.topic);
  files.keepPlan(await subject.plan());
  expect(await killed(subject.apply, (action) => action === 'GetCallerIdentity', 'done')).toBe('SIGKILL');
  expect(accountNow()).toEqual(before);
  expect((await run(subject.apply)).out).toContain('applied: set up monitoring');
  expect((await run(subject.undo)).out).toContain('undone');
  expect(accountNow()).toEqual(before);
});

test('after a kill the command line itself goes on and undoes; a new plan waits for that', async () => {
  const [, subject] = subjects[1] ?? [];
  if (!subject) throw new Error('there is one');
  const before = accountNow();
  const files = changeFiles(folder, undefined, subject.topic);
  files.keepPlan(await subject.plan());
  expect(await killed(subject.apply, writeNumber(2), 'done')).toBe('SIGKILL');
  const second = await run(['respond', 'plan', 'shop-checkout', '--with', 'stop-function']);
  expect(second.code).toBe(2);
  expect(second.err).toContain('half done');
  expect((await run(subject.apply)).code).toBe(0);
  expect(await killed(subject.undo, writeNumber(1), 'not-done')).toBe('SIGKILL');
  expect((await run(subject.undo)).code).toBe(0);
  expect(accountNow()).toEqual(before);
});

test('somebody else was there after the kill: undo stops and says so, going on does, and theirs stays', async () => {
  const [, subject] = subjects[1] ?? [];
  if (!subject) throw new Error('there is one');
  const before = accountNow();
  const files = changeFiles(folder, undefined, subject.topic);
  const plan = await subject.plan();
  files.keepPlan(plan);
  const last = plan.changes.length - 1;
  expect(await killed(subject.apply, writeNumber(last), 'done')).toBe('SIGKILL');
  const fn = state.lambda.functions.get('shop-checkout');
  if (!fn) throw new Error('the demo account has that function');
  const ours = fn.reserved;
  fn.reserved = 17;
  const stopped = await run(subject.undo);
  expect(stopped.code).toBe(2);
  expect(stopped.err).toMatch(/somebody else changed it since: .*shop-checkout/);
  expect(fn.reserved).toBe(17);
  expect((await run(subject.undo)).code).toBe(2);
  fn.reserved = ours;
  expect((await run(subject.undo)).code).toBe(0);
  expect(accountNow()).toEqual(before);
});

function run(words: readonly string[]): Promise<CliRun> {
  return runCli([...words, ...access], folder, env);
}
