import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../finding/finding.ts';
import { applyExceptions, parseExceptions } from './exceptions.ts';

const finding: Finding = {
  id: 'public-function-url',
  severity: 'error',
  confidence: 'high',
  title: 't',
  message: 'm',
  cwe: [],
  place: {
    kind: 'aws',
    account: '111122223333',
    region: 'eu-west-1',
    arn: 'arn:aws:lambda:eu-west-1:111122223333:function:web-hook',
    function: 'web-hook',
    resource: 'url of live',
  },
};
const now = '2026-11-21T10:00:00Z';
const run = (json: unknown, findings: readonly Finding[] = [finding]) =>
  applyExceptions(
    findings,
    parseExceptions('.lambda-protect/exceptions.json', JSON.stringify(json, undefined, 2)),
    now,
  );
const entry = {
  check: 'public-function-url',
  function: 'web-*',
  reason: 'public by design',
  expires: '2026-11-21',
};

test('an exception with a reason suppresses, on its last day too', () => {
  expect(run([entry])).toEqual([
    { ...finding, suppression: { justification: 'public by design', kind: 'external' } },
  ]);
  expect(run({ exceptions: [entry] })[0]?.suppression).toBeDefined();
});

test('an expired one suppresses nothing and is reported at its place', () => {
  const [live, about] = run([{ ...entry, expires: '2026-11-20' }]);
  expect(live?.suppression).toBeUndefined();
  expect(about).toMatchObject({
    id: 'expired-exception',
    place: { kind: 'code', range: { start: { line: 1, character: 2 } } },
  });
});

test('one that covers nothing is reported', () => {
  expect(run([{ ...entry, function: 'other' }]).map((one) => one.id)).toEqual([
    'public-function-url',
    'unused-exception',
  ]);
  expect(run([{ ...entry, resource: 'url of $LATEST' }]).map((one) => one.id)).toContain('unused-exception');
  expect(run([{ ...entry, resource: 'url of *' }])).toHaveLength(1);
});

test('one without a reason suppresses nothing', () => {
  for (const reason of [undefined, '', '  ']) {
    expect(run([{ ...entry, reason }]).map((one) => one.id)).toEqual([
      'public-function-url',
      'exception-without-reason',
    ]);
  }
});

test('what is wrong is said and the rest counts', () => {
  const ids = run([
    { function: 'x' },
    { ...entry, expires: 'soon' },
    7,
    { ...entry, function: 3 },
    { ...entry, expires: '2026-02-31' },
    entry,
  ]).map((one) => one.id);
  expect(ids).toEqual(['public-function-url', ...Array<string>(5).fill('malformed-exception')]);
  expect(parseExceptions('f', 'not json').problems).toHaveLength(1);
  expect(parseExceptions('f', '{}').problems).toHaveLength(1);
});

test('the span of an entry is the entry', () => {
  const text =
    '{ "note": "[{}]", "exceptions": [ {"check":"a","reason":"r}"}, {"check":"b","reason":"r"} ] }';
  const file = parseExceptions('f', text);
  expect(file.exceptions.map((one) => text.slice(one.span.start, one.span.end))).toEqual([
    '{"check":"a","reason":"r}"}',
    '{"check":"b","reason":"r"}',
  ]);
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseExceptions('f', text)),
    { numRuns: 300 },
  );
});
