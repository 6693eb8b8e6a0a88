import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createViolationCount } from './count-by.ts';
import { createViolationTally, otherRules } from './tally.ts';
import { parseViolation } from './violation.ts';

const record = {
  message: 'In Rule Violation for (?i)union\\s+select',
  violation: 'in',
  rule: 'sql-injection',
  mode: 'monitor',
  path: '$.body.q',
  requestId: 'e9b59241-cbb5-11e8-ac44-058b44f83258',
  function: 'orders',
  version: '7',
  match: 'sha256:00',
};
const read = {
  kind: 'in',
  rule: 'sql-injection',
  mode: 'monitor',
  path: '$.body.q',
  requestId: record.requestId,
  function: 'orders',
  version: '7',
};

test("the guard's record, bare and as CloudWatch exports it", () => {
  expect(parseViolation(JSON.stringify(record))).toEqual(read);
  expect(parseViolation(`2026-11-01T10:00:00.000Z ${JSON.stringify(record)}`)).toEqual({
    ...read,
    at: Date.UTC(2026, 10, 1, 10),
  });
});

test("the guards' own spelling is read as JSON is, whatever the values", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'a\\b', '"', '{'));
  const place = fc.oneof(
    fc.record({ path: text }),
    fc.record({ path: text, source: text }),
    fc.record({ file: text, line: fc.nat() }),
    fc.record({ file: text, line: fc.constantFrom(-1, 1.5, 1e21) }),
  );
  const levels = fc.constantFrom(
    {},
    { timestamp: '2026-11-01T10:00:00.000Z', level: 'WARN' },
    { timestamp: 'never', level: 'ERROR' },
  );
  fc.assert(
    fc.property(levels, text, text, place, text, text, text, (head, said, rule, where, id, name, version) => {
      const written = {
        ...head,
        message: said,
        violation: 'out',
        rule,
        mode: 'block',
        ...where,
        requestId: id,
        function: name,
        version,
        match: 'sha256:00',
      };
      const line = JSON.stringify(written);
      // A blank inside makes it JSON that the guards do not write.
      expect(parseViolation(line)).toEqual(parseViolation(line.replace(/^\{/, '{ ')));
      expect(parseViolation(`2026-11-01T10:00:00.000Z ${line}`)?.at).toBeGreaterThan(0);
      expect(parseViolation(line.slice(0, -1))).toEqual(parseViolation(line.slice(0, -1).replace('{', '{ ')));
    }),
    { numRuns: 300 },
  );
});

test("inside of Lambda's JSON log format, as an object or as text", () => {
  const outer = { timestamp: '2026-11-01T10:00:00Z', level: 'WARN', requestId: 'r-1' };
  expect(parseViolation(JSON.stringify({ ...outer, message: record }))).toEqual({
    ...read,
    at: Date.UTC(2026, 10, 1, 10),
  });
  expect(parseViolation(JSON.stringify({ ...outer, message: JSON.stringify(record) }))).toMatchObject(read);
});

test("inside of Lambda's text log format", () => {
  expect(parseViolation(`2026-11-01T10:00:00.000Z\te9b59241\tWARN\t${JSON.stringify(record)}`)).toMatchObject(
    read,
  );
});

test('the two spellings of the seed', () => {
  const pattern = '.*(call|check_output|system|popen|run|local|spawn).*\\(.*';
  for (const word of ['violation', 'Violation']) {
    expect(parseViolation(`Code Rule ${word} for  ${pattern}`)).toEqual({
      kind: 'code',
      rule: pattern,
      mode: 'block',
    });
  }
});

test('a line that only speaks of violations is none', () => {
  for (const line of [
    'a Rule Violation for nobody',
    'Violation',
    '{"message":"Code Rule Violation"}',
    '{',
    '',
    '{"violation":"other","rule":"x"}',
  ]) {
    expect(parseViolation(line), line).toBeUndefined();
  }
});

test('a record that was cut off is none: the rest of its JSON is no rule', () => {
  const whole = `{"message":"In Rule Violation for <script","violation":"in","rule":"script","source":"203.0.113.9"}`;
  const wrapped = JSON.stringify({ level: 'WARN', message: whole });
  for (const text of [whole, wrapped, `2026-11-20T10:00:00.000Z ${whole}`]) {
    expect(parseViolation(text)).toBeDefined();
    for (let end = 0; end < text.length; end += 1) expect(parseViolation(text.slice(0, end))).toBeUndefined();
  }
});

test('counts by function and rule and hour, newest first, bounded', () => {
  const tally = createViolationTally();
  for (let n = 0; n < 3000; n++)
    tally.add({
      kind: 'in',
      rule: `r${n % 2}`,
      mode: n % 3 === 0 ? 'monitor' : 'block',
      at: n * 60_000,
      function: 'orders',
    });
  expect(tally.total).toBe(3000);
  expect(
    tally.groups().map(({ rule, count, monitored, last }) => ({ rule, count, monitored, last })),
  ).toEqual([
    { rule: 'r0', count: 1500, monitored: 500, last: 2998 * 60_000 },
    { rule: 'r1', count: 1500, monitored: 500, last: 2999 * 60_000 },
  ]);
  expect(tally.hours()).toHaveLength(50);
  expect(
    tally
      .latest()
      .map(({ at }) => at)
      .slice(0, 2),
  ).toEqual([2999 * 60_000, 2998 * 60_000]);
  expect(tally.latest()).toHaveLength(200);
});

test('a log with a rule of its own on each line is counted whole, and its rules up to a limit', () => {
  const tally = createViolationTally();
  for (let n = 0; n < 30_000; n++) tally.add({ kind: 'in', rule: `r${n}`, mode: 'block', at: n * 3_600_000 });
  expect(tally.total).toBe(30_000);
  expect(tally.groups()).toHaveLength(10_001);
  expect(tally.groups()[0]).toMatchObject({ rule: otherRules, function: '', count: 20_000 });
  expect(tally.latest()[0]?.rule).toBe('r29999');
});

test('so are its groups, whatever they are grouped by', () => {
  const count = createViolationCount('source');
  for (let n = 0; n < 30_000; n++) count.add({ kind: 'in', rule: 'r', mode: 'block', source: `s${n}` });
  const groups = count.groups();
  expect(groups).toHaveLength(10_001);
  expect(groups[0]).toMatchObject({ source: '(other addresses)', count: 20_000 });
});

test.each([1e300, -1, Number.NaN, 'never', null])('%s is no time', (timestamp) => {
  expect(parseViolation(JSON.stringify({ ...record, timestamp }))?.at).toBeUndefined();
});

test('of a text without end only its beginning is kept', () => {
  const long = 'x'.repeat(100_000);
  expect(parseViolation(`In Rule Violation for ${long}`)?.rule).toHaveLength(2048);
  const found = parseViolation(JSON.stringify({ ...record, rule: long, path: long }));
  expect([found?.rule.length, found?.path?.length]).toEqual([2048, 2048]);
});
