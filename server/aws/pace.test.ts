import { expect, test } from 'vitest';
import { type Clock, createPace } from './pace.ts';

/** Time passes only while somebody sleeps. */
function handClock() {
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  return { clock, at: () => now, pass: (ms: number) => (now += ms) };
}

const signal = new AbortController().signal;

test('nobody waits before the first refusal', async () => {
  const { clock, at } = handClock();
  const pace = createPace(clock);
  for (let count = 0; count < 100; count += 1) await pace.turn('lambda:GetPolicy', signal);
  expect(at()).toBe(0);
});

test('after a refusal requests leave at the documented rate, in their own bucket', async () => {
  const { clock, at } = handClock();
  const pace = createPace(clock);
  pace.refused('lambda:GetPolicy');
  for (let count = 0; count < 15; count += 1) await pace.turn('lambda:GetPolicy', signal);
  expect(at()).toBeCloseTo(1000, -1);
  const before = at();
  for (let count = 0; count < 50; count += 1) await pace.turn('lambda:ListAliases', signal);
  expect(at()).toBe(before);
});

test('a ticket from before the first refusal is void', async () => {
  const pace = createPace(handClock().clock);
  const ticket = await pace.turn('lambda:ListAliases', signal);
  pace.refused('lambda:GetFunctionRecursionConfig');
  expect(pace.isValid('lambda:ListAliases', ticket)).toBe(false);
  expect(pace.isValid('lambda:ListAliases', await pace.turn('lambda:ListAliases', signal))).toBe(true);
});

test('where others use the quota too, it becomes slower, and faster again when answers come', async () => {
  const { clock, at } = handClock();
  const pace = createPace(clock);
  pace.refused('cloudtrail:LookupEvents');
  const timeFor = async (count: number) => {
    const before = at();
    for (let index = 0; index < count; index += 1) await pace.turn('cloudtrail:LookupEvents', signal);
    return at() - before;
  };
  const first = await timeFor(20);
  for (let round = 0; round < 10; round += 1) {
    for (let count = 0; count < 5; count += 1) pace.answered('cloudtrail:LookupEvents');
    pace.refused('cloudtrail:LookupEvents');
  }
  const slow = await timeFor(20);
  expect(slow).toBeGreaterThan(first * 1.2);
  for (let count = 0; count < 5000; count += 1) pace.answered('cloudtrail:LookupEvents');
  expect(await timeFor(20)).toBeLessThan(slow);
});
