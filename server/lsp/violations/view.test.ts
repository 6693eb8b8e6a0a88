import { expect, test } from 'vitest';
import type { FollowState } from '../../aws/violation-following.ts';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import type { ShownViolations } from './shown.ts';
import { followingWord, followingWords, toQueryShown, toShown } from './view.ts';

const hour = 3_600_000;
const now = Date.UTC(2026, 10, 21, 12);

const following = (left: number, ...states: readonly FollowState[]) => ({
  states: new Map(states.map((state) => [state.region, state])),
  left,
});
const live: FollowState = { region: 'eu-central-1', how: 'live', why: '' };
const polling: FollowState = { region: 'us-east-1', how: 'polling', why: 'logs:StartLiveTail denied' };
const cut: FollowState = { region: 'us-east-1', how: 'reconnecting', why: 'the stream ended' };

test('how new violations come in is said for each Region, with what is left out', () => {
  expect(followingWords(undefined)).toBe('');
  expect(followingWords(following(0))).toBe('starting to follow');
  expect(followingWords(following(3, live, polling))).toBe(
    'followed: eu-central-1 by Live Tail, us-east-1 every few seconds (logs:StartLiveTail denied); 3 log groups with fewer violations not followed',
  );
  expect(
    [following(0, live), following(0, live, polling), following(0, live, cut)].map(followingWord),
  ).toEqual(['live', 'partly live', 'reconnecting']);
});

function seen(name: string, at: number): SeenViolation {
  return {
    kind: 'in',
    rule: 'sql',
    mode: 'block',
    function: name,
    at,
    id: `${name} ${at}`,
    account: '111122223333',
    region: 'eu-central-1',
    logGroup: `/aws/lambda/${name}`,
    logStream: 'stream',
  };
}

const shown: ShownViolations = {
  origin: 'aws',
  violations: [seen('orders', now - hour), seen('search', now - 2 * hour)],
  sources: [],
  alarms: {
    alarms: [
      {
        name: 'ring',
        region: 'eu-central-1',
        state: 'ALARM',
        since: now - 180_000,
        reason: '',
        tells: false,
        functions: ['orders'],
      },
    ],
    unknown: [],
  },
  gaps: [],
  from: now - 24 * hour,
  to: now,
  profile: '',
};

test('alarms are said in words, and functions without one by name; of files nothing is known', () => {
  const params = { periodMs: hour };
  const { alarms, withoutAlarm } = toShown(shown, params, undefined, now);
  expect(alarms?.map(({ words }) => words)).toEqual(['ALARM, 3 minutes ago, its actions are switched off']);
  expect(withoutAlarm).toEqual(['search']);
  const unknown = { ...shown, alarms: { alarms: [], unknown: ['orders', 'search'] } };
  expect(toShown(unknown, params, undefined, now).withoutAlarm).toEqual([]);
  const files = { ...shown, origin: 'files', alarms: undefined } as const;
  expect(toShown(files, params, undefined, now)).toMatchObject({ withoutAlarm: [], isFromFiles: true });
  expect(toShown(files, params, undefined, now)).not.toHaveProperty('alarms');
});

test('an answer says its grouping, range and cost, and what is missing', () => {
  const group = { function: '', kind: '', rule: '', source: '', hour: '', count: 4 };
  const query = {
    by: 'source',
    groups: [group],
    bytesScanned: 2e9,
    from: now - hour,
    to: now,
    gaps: ['x'],
  } as const;
  expect(toQueryShown(query)).toMatchObject({
    columns: ['Violations', 'Source address'],
    rows: [['4', 'not recorded']],
    words:
      '4 violations by source address, 2026-11-21 11:00 to 2026-11-21 12:00 UTC, 2.0 GB scanned, about 0.01 USD',
    gaps: [expect.stringContaining('bear no source address'), 'Not answered: x'],
  });
});
