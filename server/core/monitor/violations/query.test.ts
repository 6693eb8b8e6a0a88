import { expect, test } from 'vitest';
import { createViolationCount } from './count-by.ts';
import { scannedWords, tailPrice } from './prices.ts';
import {
  mergeGroups,
  type QueryGrouping,
  queryGroupings,
  queryTable,
  queryText,
  sourceRemark,
} from './query.ts';
import type { Violation } from './violation.ts';

const at = Date.UTC(2026, 10, 21, 10, 30);
const violations: readonly Violation[] = [
  { kind: 'in', rule: 'sql', mode: 'block', function: 'orders', source: '198.51.100.7', at },
  { kind: 'in', rule: 'sql', mode: 'block', function: 'search', source: '198.51.100.7', at: at + 3_600_000 },
  { kind: 'out', rule: 'sql', mode: 'block', function: 'orders' },
];

function rowsBy(by: QueryGrouping) {
  const count = createViolationCount(by);
  for (const one of violations) count.add(one);
  return queryTable(count.groups(), by).rows;
}

test('violations are counted here as a query counts them in AWS', () => {
  expect(rowsBy('rule')).toEqual([
    ['2', 'in', 'sql'],
    ['1', 'out', 'sql'],
  ]);
  expect(rowsBy('function')).toEqual([
    ['2', 'orders'],
    ['1', 'search'],
  ]);
  expect(rowsBy('source')).toEqual([
    ['2', '198.51.100.7'],
    ['1', 'not recorded'],
  ]);
  expect(rowsBy('hour')).toEqual([
    ['1', '2026-11-21 11:00'],
    ['1', '2026-11-21 10:00'],
    ['1', ''],
  ]);
  expect(rowsBy('all')).toHaveLength(3);
  const count = createViolationCount('hour');
  for (const one of violations) count.add(one);
  expect(count.groups()[0]).toEqual({
    function: '',
    kind: '',
    rule: '',
    source: '',
    hour: '2026-11-21 11:00:00.000',
    count: 1,
  });
});

test('the answers of several Regions are one, and every grouping is a query', () => {
  const group = { function: 'orders', kind: 'in', rule: 'sql', source: '', hour: '', count: 2 };
  expect(mergeGroups([group, { ...group, count: 3 }], 'rule')).toEqual([{ ...group, count: 5 }]);
  expect(sourceRemark([group], 'source')).toMatch(/^2 of the violations/);
  expect(sourceRemark([group], 'rule')).toBeUndefined();
  for (const by of queryGroupings)
    expect(queryText(by)).toMatch(/^filter ispresent\(violation\) \| stats count/);
  expect(queryText('hour')).toContain('by bin(1h) as hour | sort hour desc');
});

test('costs are said in words', () => {
  expect(scannedWords(0)).toBe('0 bytes scanned, less than 0.0001 USD');
  expect(scannedWords(1_500_000_000)).toBe('1.5 GB scanned, about 0.0075 USD');
  expect(tailPrice(1)).toContain('one session, about 0.60 USD an hour');
  expect(tailPrice(3)).toContain('3 sessions, one for each Region, about 1.80 USD an hour');
});
