import { afterEach, expect, test } from 'vitest';
import { addFunction, addLogGroup } from '../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { writeLogEvent } from '../../test/aws/services/logs.ts';
import { createAccount, regionOf } from '../../test/aws/world.ts';
import type { SeenViolation } from '../core/monitor/violations/overview.ts';
import { openConnection } from './clients.ts';
import { type FollowState, followViolations } from './violation-following.ts';

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

const home = 'eu-central-1';
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Followed {
  readonly endpoint: AwsEndpoint;
  readonly found: SeenViolation[];
  readonly states: FollowState[];
  readonly gaps: string[];
  readonly tails: ReadonlySet<(end: 'cut' | 'timed-out' | 'quiet') => void>;
  write(rule: string, group?: string): void;
  stop(): Promise<void>;
}

const record = (rule: string) => `{"violation":"in","rule":"${rule}","mode":"block","path":"$.body"}`;

async function follow(
  given: {
    readonly denied?: readonly string[];
    readonly groupClass?: 'STANDARD' | 'INFREQUENT_ACCESS';
    readonly quietMs?: number;
  } = {},
): Promise<Followed> {
  const account = createAccount('111122223333');
  const endpoint = await startAwsEndpoint(account, { denied: given.denied ?? [] });
  for (const name of ['orders', 'search']) addFunction(account, home, { name, logGroup: false });
  addLogGroup(account, home, { name: '/aws/lambda/orders' });
  addLogGroup(account, home, {
    name: '/aws/lambda/search',
    ...(given.groupClass === undefined ? {} : { class: given.groupClass }),
  });
  const region = regionOf(account, home);
  const found: SeenViolation[] = [];
  const states: FollowState[] = [];
  const gaps: string[] = [];
  const stopper = new AbortController();
  const running = followViolations({
    open: () => openConnection({ endpointUrl: endpoint.url, retries: 'by-caller' }),
    sources: ['orders', 'search', 'never-ran'].map((name) => ({
      account: account.id,
      region: home,
      logGroup: `/aws/lambda/${name}`,
      functions: [name],
    })),
    from: Date.now() - 1000,
    signal: stopper.signal,
    onViolations: (some) => found.push(...some),
    onGap: ({ what, gap }) => gaps.push(`${what}: ${gap.action} ${gap.detail}`),
    onState: (state) => states.push(state),
    pace: { everyMs: 200, refusedMs: 60_000, quietMs: given.quietMs ?? 20_000, pauseMs: 1000 },
  });
  const stop = async () => {
    stopper.abort();
    await running;
  };
  stops.push(async () => {
    await stop();
    await endpoint.close();
  });
  return {
    endpoint,
    found,
    states,
    gaps,
    tails: region.logs.tails,
    write: (rule, group = '/aws/lambda/orders') =>
      writeLogEvent({ region, now: new Date() }, group, 'stream', record(rule)),
    stop,
  };
}

const rules = ({ found }: Followed) => [...new Set(found.map(({ rule }) => rule))];
const ids = ({ found }: Followed) => new Set(found.map(({ id }) => id));
const asked = ({ endpoint }: Followed, action: string) =>
  endpoint.requests.filter((one) => one.action === action).length;

test('a violation is there within two seconds of being received, by Live Tail', async () => {
  const followed = await follow();
  await expect.poll(() => followed.states.at(-1)?.how, { timeout: 5000 }).toBe('live');
  const begun = performance.now();
  followed.write('script-tag');
  await expect.poll(() => rules(followed), { timeout: 5000, interval: 20 }).toEqual(['script-tag']);
  expect(performance.now() - begun).toBeLessThan(2000);
  expect(followed.found[0]).toMatchObject({ function: 'orders', logGroup: '/aws/lambda/orders' });
  const [session] = followed.endpoint.requests.filter(({ action }) => action === 'StartLiveTail');
  expect(session?.input).toMatchObject({
    logGroupIdentifiers: ['orders', 'search'].map(
      (name) => `arn:aws:logs:${home}:111122223333:log-group:/aws/lambda/${name}`,
    ),
  });
});

test('what was written before the session started is read, and told as the same violation', async () => {
  const followed = await follow();
  followed.write('early');
  await expect.poll(() => rules(followed), { timeout: 5000 }).toEqual(['early']);
  await expect.poll(() => followed.states.at(-1)?.how, { timeout: 5000 }).toBe('live');
  followed.write('late');
  await expect.poll(() => rules(followed), { timeout: 5000 }).toEqual(['early', 'late']);
  expect(ids(followed).size).toBe(2);
});

test.each(['cut', 'timed-out', 'quiet'] as const)(
  'after a session that ends (%s), another; nothing is lost',
  async (end) => {
    const followed = await follow({ quietMs: 1500 });
    await expect.poll(() => followed.tails.size, { timeout: 5000 }).toBe(1);
    for (const finish of followed.tails) finish(end);
    followed.write('in-between');
    await expect.poll(() => asked(followed, 'StartLiveTail'), { timeout: 8000 }).toBe(2);
    await expect.poll(() => rules(followed), { timeout: 5000 }).toEqual(['in-between']);
    followed.write('after');
    await expect.poll(() => rules(followed), { timeout: 5000 }).toEqual(['in-between', 'after']);
    expect(ids(followed).size).toBe(2);
    expect(followed.tails.size).toBe(1);
  },
);

test('what the service leaves out of a busy second is read', async () => {
  const followed = await follow();
  await expect.poll(() => followed.tails.size, { timeout: 5000 }).toBe(1);
  for (let number = 0; number < 700; number++) followed.write(`rule-${number}`);
  await expect.poll(() => ids(followed).size, { timeout: 8000 }).toBe(700);
});

test('where Live Tail is denied the log groups are asked every few seconds', async () => {
  const followed = await follow({ denied: ['logs:StartLiveTail'] });
  await expect.poll(() => followed.states.at(-1)?.how, { timeout: 5000 }).toBe('polling');
  expect(followed.states.at(-1)?.why).toContain('logs:StartLiveTail denied');
  followed.write('script-tag');
  await expect.poll(() => rules(followed), { timeout: 3000 }).toEqual(['script-tag']);
  expect(asked(followed, 'StartLiveTail')).toBe(1);
});

test('a group of the infrequent-access class hinders no other, and is told', async () => {
  const followed = await follow({ groupClass: 'INFREQUENT_ACCESS' });
  await expect.poll(() => followed.states.at(-1)?.how, { timeout: 5000 }).toBe('live');
  await expect.poll(() => followed.gaps.length, { timeout: 5000 }).toBeGreaterThan(0);
  expect(followed.gaps[0]).toContain('/aws/lambda/search');
  followed.write('script-tag');
  await expect.poll(() => rules(followed), { timeout: 5000 }).toEqual(['script-tag']);
});

test('after the end nothing is open and nothing is asked', async () => {
  const followed = await follow();
  await expect.poll(() => followed.tails.size, { timeout: 5000 }).toBe(1);
  await followed.stop();
  await expect.poll(() => followed.tails.size, { timeout: 5000 }).toBe(0);
  const before = followed.endpoint.requests.length;
  followed.write('unseen');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(followed.endpoint.requests.length).toBe(before);
  expect(followed.found).toEqual([]);
});
