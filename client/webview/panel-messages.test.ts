import { expect, test } from 'vitest';
import { parseFromPage } from './panel-messages.ts';

test('what the page may say is read, anything else is dropped', () => {
  expect(parseFromPage({ type: 'open', what: 'rule', id: 'x' })).toEqual({
    type: 'open',
    what: 'rule',
    id: 'x',
  });
  expect(parseFromPage({ type: 'ask', params: { periodMs: -1, kind: 'other', rule: 'r' } })).toEqual({
    type: 'ask',
    params: { periodMs: 3_600_000, rule: 'r' },
  });
  expect(parseFromPage({ type: 'replay', id: 'x' })).toEqual({ type: 'replay', id: 'x' });
  expect(parseFromPage({ type: 'set-up', more: 1 })).toEqual({ type: 'set-up' });
  for (const given of [
    { type: 'replay' },
    { type: 'toString' },
    null,
    'csv',
    {},
    { type: 'png' },
    { type: 'open', what: 'file', id: 'x' },
    { type: 'ask' },
  ])
    expect(parseFromPage(given)).toBeUndefined();
});
