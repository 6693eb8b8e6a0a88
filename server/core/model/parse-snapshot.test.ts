import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largeSnapshot } from '../audit/example-snapshot.ts';
import { parseSnapshot, renderSnapshot } from './parse-snapshot.ts';

const fine = {
  format: 'lambda-protect/account-snapshot',
  version: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  takenAt: '2026-01-01T00:01:00.000Z',
  cancelled: false,
  accounts: [],
};

test('a snapshot of ours is read, with a byte-order mark too', () => {
  expect(parseSnapshot(`\uFEFF${JSON.stringify(fine)}`)).toEqual({ ok: true, snapshot: fine });
});

test('members of a later program are let be', () => {
  expect(parseSnapshot(JSON.stringify({ ...fine, later: 1 })).ok).toBe(true);
});

test.each([
  ['{', 'not JSON'],
  ['[]', 'no snapshot'],
  ['{"format":"other"}', 'no snapshot'],
  [JSON.stringify({ ...fine, version: 99 }), 'of version 99'],
  [JSON.stringify({ ...fine, version: undefined }), 'of version none'],
  [JSON.stringify({ ...fine, accounts: {} }), 'no list of accounts'],
  [
    JSON.stringify({ ...fine, accounts: [{ id: 1 }] }),
    '.accounts[0].id: text was expected, a number is there',
  ],
])('%s is refused in words', (text, words) => {
  const parsed = parseSnapshot(text);
  expect(parsed.ok ? '' : parsed.message).toContain(words);
});

const whole = largeSnapshot(3);

test('what is written is read again as it was', () => {
  expect(parseSnapshot(renderSnapshot(whole))).toEqual({ ok: true, snapshot: whole });
});

test('a damaged file never throws', () => {
  const text = renderSnapshot(whole);
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(40),
      fc.constantFrom('', 'null', '1', '"x"', '[]', '{}', ','),
      (at, length, put) => {
        const parsed = parseSnapshot(text.slice(0, at) + put + text.slice(at + length));
        if (!parsed.ok) expect(parsed.message.length).toBeGreaterThan(10);
      },
    ),
    { numRuns: 300 },
  );
});
