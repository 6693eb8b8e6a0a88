import { expect, test } from 'vitest';
import {
  agoWords,
  countByRule,
  periodsOf,
  renderViolationsCsv,
  type SeenViolation,
  selectViolations,
  seriesByFunction,
  sparkline,
} from './overview.ts';

const minute = 60_000;

function seen(at: number, name = 'orders', rule = 'sql-injection'): SeenViolation {
  return {
    id: `${at} ${name}`,
    kind: 'in',
    rule,
    mode: 'block',
    at,
    function: name,
    account: '111122223333',
    region: 'eu-central-1',
    logGroup: `/aws/lambda/${name}`,
    logStream: 's',
  };
}

test('what lies in the range and is asked for', () => {
  const all = [seen(0), seen(minute, 'orders', 'xss'), seen(2 * minute, 'cart')];
  expect(selectViolations(all, { from: 0, to: 2 * minute })).toHaveLength(2);
  expect(selectViolations(all, { from: 0, to: 9 * minute, function: 'cart' })).toHaveLength(1);
  expect(selectViolations(all, { from: 0, to: 9 * minute, rule: 'xss', kind: 'in' })).toHaveLength(1);
  expect(selectViolations(all, { from: 0, to: 9 * minute, kind: 'out' })).toEqual([]);
});

test('every violation counts in exactly one period of one series', () => {
  const all = Array.from({ length: 500 }, (_, n) => seen(90_000 + n * 1000, `f${n % 9}`));
  const periods = periodsOf(90_000, 90_000 + 500_000, minute);
  const series = seriesByFunction(all, periods);
  expect(series).toHaveLength(6);
  expect(series.at(-1)?.name).toBe('all others');
  expect(series.flatMap(({ counts }) => counts).reduce((a, b) => a + b, 0)).toBe(500);
});

test('a period that would make too many points grows', () => {
  expect(periodsOf(0, 365 * 86_400_000, 1000).length).toBeLessThanOrEqual(10_001);
});

test('rules, most first, with what was let through', () => {
  const all = [seen(1), seen(5), { ...seen(3, 'cart', 'xss'), mode: 'monitor' as const }];
  expect(countByRule(all)).toEqual([
    { rule: 'sql-injection', kind: 'in', count: 2, monitored: 0, last: 5 },
    { rule: 'xss', kind: 'in', count: 1, monitored: 1, last: 3 },
  ]);
});

test('a sparkline shows even one among many', () => {
  expect(sparkline([0, 1, 1000, 500])).toBe('▁▂█▅');
  expect(sparkline([0, 0])).toBe('▁▁');
});

test('how long ago, in words', () => {
  expect(agoWords(0, 3 * 3_600_000 + 5)).toBe('3 hours ago');
  expect(agoWords(0, 86_400_000)).toBe('1 day ago');
  expect(agoWords(10, 0)).toBe('just now');
});

test('a cell neither breaks out of its column nor becomes a formula', () => {
  const text = renderViolationsCsv([{ ...seen(0), rule: '=HYPERLINK("x"),1', path: '$.a\nb' }]);
  expect(text).toContain(`"'=HYPERLINK(""x""),1"`);
  expect(text).toContain('"$.a\nb"');
  expect(text.split('\r\n')).toHaveLength(3);
});
