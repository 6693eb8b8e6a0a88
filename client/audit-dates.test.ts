import { expect, test } from 'vitest';
import { dueAudits, dueWords, readAuditDates, withAudit } from './audit-dates.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const audit = (accounts: readonly string[], takenAt: string, cancelled = false) => ({
  accounts,
  takenAt,
  cancelled,
});

test('an account is due when its last audit is older than the days', () => {
  const first = withAudit({}, audit(['111122223333', '444455556666'], '2026-08-01T00:00:00Z'));
  const dates = withAudit(first, audit(['444455556666'], '2026-11-01T00:00:00Z'));
  expect(dueAudits(dates, 90, now)).toEqual([{ account: '111122223333', age: 112 }]);
  expect(dueAudits(dates, 10, now).map(({ account }) => account)).toEqual(['111122223333', '444455556666']);
  expect(dueAudits(dates, 112, now)).toEqual([]);
});

test('0 days: nothing is ever due', () => {
  expect(dueAudits({ '111122223333': '2001-01-01T00:00:00Z' }, 0, now)).toEqual([]);
});

test('a stopped audit and an older snapshot do not count', () => {
  const dates = withAudit({}, audit(['111122223333'], '2026-08-01T00:00:00Z'));
  expect(withAudit(dates, audit(['111122223333'], '2026-11-01T00:00:00Z', true))).toEqual(dates);
  expect(withAudit(dates, audit(['111122223333'], '2026-07-01T00:00:00Z'))).toEqual(dates);
});

test('what was kept is read with care', () => {
  expect(readAuditDates(undefined)).toEqual({});
  expect(readAuditDates({ '111122223333': 'soon', '444455556666': 7 })).toEqual({});
  const kept = { '111122223333': '2026-08-01T00:00:00Z' };
  expect(readAuditDates(kept)).toEqual(kept);
});

test('the reminder names the oldest and counts the others', () => {
  const due = [
    { account: '111122223333', age: 112 },
    { account: '444455556666', age: 95 },
  ];
  expect(dueWords(due.slice(0, 1), 90)).toBe(
    'The last audit of account 111122223333 is 112 days old, one is due every 90 days.',
  );
  expect(dueWords(due, 90)).toContain('one more account');
});
