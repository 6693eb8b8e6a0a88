import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMessage } from './message.ts';

test('what the page says is read, and a long note is cut', () => {
  expect(parseMessage({ kind: 'export' })).toEqual({ kind: 'export' });
  expect(parseMessage({ kind: 'act', action: 'keep-evidence' })).toEqual({
    kind: 'act',
    action: 'keep-evidence',
  });
  const mark = { kind: 'mark', step: 'review-code', state: 'done', note: 'x'.repeat(5_000) };
  expect(parseMessage(mark)).toEqual({ ...mark, note: 'x'.repeat(2_000) });
});

test.each([
  { kind: 'act', action: 'delete-everything' },
  { kind: 'mark', step: 'review-code', state: 'maybe' },
  { kind: 'mark', state: 'done' },
  { kind: 'other' },
  'export',
  null,
])('%j says nothing', (message) => {
  expect(parseMessage(message)).toBeUndefined();
});

test('nothing makes it fail', () => {
  fc.assert(
    fc.property(fc.anything(), (message) => {
      parseMessage(message);
    }),
    { numRuns: 200 },
  );
});
