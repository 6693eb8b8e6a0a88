// Plans over an imagined account: applied, cut off at every request, resumed, undone; the account is compared whole.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accountState } from '../../test/aws/account-state.ts';
import { addFunction, addMapping, addQueue } from '../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { newDetector } from '../../test/aws/services/guardduty.ts';
import { createAccount, regionOf } from '../../test/aws/world.ts';
import { type Change, isSameState, type Wish } from '../core/remedy/change.ts';
import { monitoringWishes } from '../core/remedy/monitoring.ts';
import type { Plan } from '../core/remedy/plan.ts';
import { applyPlan, undoPlan } from './apply.ts';
import { openConnection } from './clients.ts';
import { createJournal, openJournal } from './journal.ts';
import { planWishes } from './read-state.ts';

vi.setConfig({ testTimeout: 120_000 });
const region = 'eu-central-1';
const id = '111122223333';
let folder = '';
let endpoint: AwsEndpoint;
let wishes: readonly Wish[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
  const account = createAccount(id);
  addFunction(account, region, {
    name: 'api',
    versions: 3,
    reservedConcurrency: 7,
    aliases: [{ name: 'live', version: '3', weights: { '2': 0.1 } }],
    urls: [{ authType: 'NONE' }],
    permissions: [
      {
        StatementId: 'bucket',
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::b',
        SourceAccount: id,
      },
      { StatementId: 'other', Principal: '444455556666' },
      { StatementId: 'live', Principal: 'sns.amazonaws.com', Qualifier: 'live' },
    ],
  });
  const mapping = addMapping(account, region, 'api', addQueue(account, region, 'jobs'));
  const detector = newDetector({ lambdaProtection: false });
  regionOf(account, region).guardduty.detectors.push(detector);
  const qualified = (statementId: string, qualifier = ''): Wish => ({
    kind: 'permission',
    region,
    target: { functionName: 'api', qualifier, statementId },
    after: null,
  });
  wishes = [
    {
      kind: 'alias',
      region,
      target: { functionName: 'api', name: 'live' },
      after: { version: '1', weights: {} },
    },
    { kind: 'event-source-mapping', region, target: { uuid: mapping }, after: { enabled: false } },
    {
      kind: 'function-url',
      region,
      target: { functionName: 'api', qualifier: '' },
      after: { authType: 'AWS_IAM' },
    },
    qualified('live', 'live'),
    qualified('other'),
    qualified('bucket'),
    { kind: 'reserved-concurrency', region, target: { functionName: 'api' }, after: { reserved: 0 } },
    {
      kind: 'role-policy',
      region,
      target: { roleName: 'api-role', policyName: 'deny' },
      after: { document: { Version: '2012-10-17', Statement: [] } },
    },
    {
      kind: 'guardduty-feature',
      region,
      target: { detectorId: detector.id, feature: 'LAMBDA_NETWORK_LOGS' },
      after: { enabled: true },
    },
    ...monitoringWishes({
      region,
      account: id,
      partition: 'aws',
      functions: [{ name: 'api', logGroup: '/aws/lambda/api' }],
      emails: ['team@example.com'],
    }),
  ];
  endpoint = await startAwsEndpoint(account);
});
afterEach(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

function connect() {
  return openConnection({
    endpointUrl: endpoint.url,
    retries: 'by-caller',
    env: { AWS_REGION: region },
  });
}

vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1');
const signal = new AbortController().signal;
const options = () => ({ connection: connect(), signal, sleep: async () => {} });

const accountNow = () => accountState(endpoint.account);

async function makePlan(): Promise<Plan> {
  const planned = await planWishes(connect(), wishes, signal);
  expect(planned.unread).toEqual([]);
  return {
    format: 'lambda-protect/change-plan',
    version: 1,
    title: 'test',
    account: id,
    madeAt: '2026-11-21T12:00:00Z',
    changes: planned.changes,
    warnings: [],
  };
}

test('applied, seen, and undone to the very same account; a second plan is empty', async () => {
  const before = accountNow();
  const journal = createJournal(join(folder, 'journal'), await makePlan());
  expect(journal.plan.changes).toHaveLength(wishes.length);
  await applyPlan(journal, options());
  expect((await makePlan()).changes).toEqual([]);
  expect(accountNow()).not.toEqual(before);
  const { undone, remarks } = await undoPlan(openJournal(journal.path), options());
  expect(undone).toBe(wishes.length);
  expect(remarks.join()).toContain('team@example.com never confirmed');
  expect(accountNow()).toEqual(before);
  expect((await undoPlan(openJournal(journal.path), options())).undone).toBe(0);
});

test.each(['cut', 'cut-after'] as const)(
  'a line that is %s at any request leaves what resume and undo go on from',
  async (does) => {
    const before = accountNow();
    const plan = await makePlan();
    let cutAt = 0;
    for (let number = 0; ; number += 1) {
      const path = join(folder, `journal-${number}`);
      let seen = 0;
      const stop = endpoint.disturbances.add({ does, when: () => seen++ >= cutAt });
      let failed = false;
      await applyPlan(createJournal(path, plan), options()).catch(() => {
        failed = true;
      });
      stop();
      if (number % 2 === 0) {
        await applyPlan(openJournal(path), options());
        expect(openJournal(path).steps.every((state) => state === 'done')).toBe(true);
      }
      // Undo is cut as well, somewhere else, and called again.
      let later = 0;
      const stopUndo = endpoint.disturbances.add({ does, when: () => later++ >= (cutAt * 7) % 60 });
      await undoPlan(openJournal(path), options()).catch(() => {});
      stopUndo();
      await undoPlan(openJournal(path), options());
      expect(accountNow(), `cut at request ${cutAt}`).toEqual(before);
      if (!failed) break;
      cutAt += 3;
    }
    expect(cutAt).toBeGreaterThan(40);
  },
);

test('a plan older than the account is refused before anything is done', async () => {
  const plan = await makePlan();
  const state = regionOf(endpoint.account, region).lambda.functions.get('api');
  if (state) state.reserved = 9;
  const before = accountNow();
  await expect(applyPlan(createJournal(join(folder, 'journal'), plan), options())).rejects.toThrow(
    /older than the account/,
  );
  expect(accountNow()).toEqual(before);
});

test('undo stops where somebody else changed it since, and touches nothing of theirs', async () => {
  const journal = createJournal(join(folder, 'journal'), await makePlan());
  await applyPlan(journal, options());
  const state = regionOf(endpoint.account, region).lambda.functions.get('api');
  if (state) state.reserved = 3;
  await expect(undoPlan(openJournal(journal.path), options())).rejects.toThrow(/somebody else changed it/);
  expect(state?.reserved).toBe(3);
});

test('a topic that somebody else subscribed to is not removed', async () => {
  const journal = createJournal(join(folder, 'journal'), await makePlan());
  await applyPlan(journal, options());
  const [topic] = regionOf(endpoint.account, region).sns.topics.values();
  topic?.subscriptions.push({
    SubscriptionArn: `${topic.arn}:0000`,
    Protocol: 'sqs',
    Endpoint: 'arn:aws:sqs:eu-central-1:111122223333:theirs',
  });
  await expect(undoPlan(openJournal(journal.path), options())).rejects.toThrow(/somebody else subscribed/);
});

test('a journal whose last line broke off is read to the line before', async () => {
  const plan = await makePlan();
  const path = join(folder, 'journal');
  const journal = createJournal(path, plan);
  journal.note(0, 'begun', '2026-11-21T12:00:00Z');
  appendFileSync(path, '{"step":0,"sta');
  expect(openJournal(path).steps[0]).toBe('begun');
  openJournal(path).note(0, 'done', '2026-11-21T12:00:01Z');
  expect(openJournal(path).steps[0]).toBe('done');
  writeFileSync(path, 'nonsense');
  expect(() => openJournal(path)).toThrow(/no journal/);
});

test('another account, a refused permission, no journal: nothing is changed', async () => {
  const before = accountNow();
  const plan = await makePlan();
  await expect(
    applyPlan(createJournal(join(folder, 'a'), { ...plan, account: '444455556666' }), options()),
  ).rejects.toThrow(/is for account 444455556666/);
  endpoint.denied.add('lambda:UpdateAlias');
  await expect(applyPlan(createJournal(join(folder, 'b'), plan), options())).rejects.toThrow(
    /lambda:UpdateAlias failed: AccessDenied/,
  );
  const journal = createJournal(join(folder, 'c'), plan);
  rmSync(journal.path);
  await expect(applyPlan(journal, options())).rejects.toThrow(/journal is gone/);
  expect(accountNow()).toEqual(before);
});

test('what is previewed is what is sent', async () => {
  const plan = await makePlan();
  endpoint.requests.length = 0;
  await applyPlan(createJournal(join(folder, 'journal'), plan), options());
  const writes = endpoint.requests.filter((one) => !/^(Get|List|Describe)/.test(one.action));
  expect(writes).toHaveLength(plan.changes.length);
  expect(readFileSync(join(folder, 'journal'), 'utf8').split('\n')).toHaveLength(plan.changes.length * 2 + 2);
});

test('states are compared as JSON', () => {
  const change: Partial<Change> = {};
  expect(isSameState({ a: 1, b: [1, { d: 1, c: 2 }] }, { b: [1, { c: 2, d: 1 }], a: 1 })).toBe(true);
  expect(isSameState({ a: 1 }, { a: 1, b: undefined })).toBe(true);
  expect(isSameState([1, 2], [2, 1])).toBe(false);
  expect(isSameState(null, change)).toBe(false);
});
