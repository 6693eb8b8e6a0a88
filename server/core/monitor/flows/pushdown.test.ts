import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { runQuery } from '../../../../test/aws/services/logs/queries.ts';
import type { LogEventState } from '../../../../test/aws/services/logs.ts';
import { parseFlowFormat } from './flow-format.ts';
import { createFlowTable, type FlowSum } from './flow-table.ts';
import { athenaQuery, insightsQuery, toFlowSum } from './pushdown.ts';

const range = { start: 1_700_000_000, end: 1_800_000_000, interfaceIds: ['eni-1', 'eni-2'] };

/** Records of all kinds, none of them twice. */
const records = Array.from({ length: 400 }, (_, n) => {
  const status = n % 37 === 0 ? 'NODATA' : n % 41 === 0 ? 'SKIPDATA' : 'OK';
  const start = 1_750_000_000 + n * 97;
  if (status !== 'OK')
    return `2 111122223333 eni-${1 + (n % 2)} - - - - - - - ${start} ${start + 60} - ${status}`;
  const protocol = n % 11 === 0 ? 1 : 6;
  const ports = protocol === 1 ? '0 0' : n % 2 === 0 ? `${40_000 + (n % 5)} 3306` : `443 ${50_000 + n}`;
  return `2 111122223333 eni-${1 + (n % 2)} 10.0.0.${n % 7} 10.0.1.${n % 5} ${ports} ${protocol} ${1 + (n % 9)} ${100 + n} ${start} ${start + 60} ${n % 13 === 0 ? 'REJECT' : 'ACCEPT'} OK`;
});

const byKey = (sums: readonly FlowSum[]) => sums.map((sum) => JSON.stringify(sum)).sort();

test('the query gives the sums that the local grouping gives', () => {
  const table = createFlowTable();
  table.nextFile();
  table.add(new TextEncoder().encode(`${records.join('\n')}\n`), true);
  const database = new DatabaseSync(':memory:');
  database.exec(
    'CREATE TABLE flows (version INT, account_id TEXT, interface_id TEXT, srcaddr TEXT, dstaddr TEXT, srcport INT, dstport INT, protocol INT, packets INT, bytes INT, "start" INT, "end" INT, action TEXT, log_status TEXT)',
  );
  const insert = database.prepare(`INSERT INTO flows VALUES (${Array(14).fill('?').join(', ')})`);
  const integers = new Set([0, 5, 6, 7, 8, 9, 10, 11]);
  for (const record of records)
    insert.run(
      ...record
        .split(' ')
        .map((field, index) => (field === '-' ? null : integers.has(index) ? Number(field) : field)),
    );
  const rows = database.prepare(athenaQuery('flows', range) ?? '').all();
  const pushed = rows.flatMap((row) => toFlowSum(row) ?? []);
  expect(pushed.length).toBeGreaterThan(50);
  expect(byKey(pushed)).toEqual(byKey([...table.sums()]));
});

const messages = (lines: readonly string[]): readonly LogEventState[] =>
  lines.map((message, n) => ({
    group: 'flows',
    stream: 'eni',
    timestamp: 1_750_000_000_000 + n,
    ingestionTime: 1_750_000_000_000 + n,
    message,
    id: String(n),
  }));

function localSums(lines: readonly string[], format?: string): readonly FlowSum[] {
  const table = createFlowTable();
  table.nextFile(format === undefined ? undefined : parseFlowFormat(format));
  table.add(new TextEncoder().encode(`${lines.join('\n')}\n`), true);
  return [...table.sums()];
}

test('the query of Logs Insights gives the sums that the local grouping gives', () => {
  const rows = runQuery(insightsQuery(range), messages(records));
  const pushed = rows.flatMap((row) => toFlowSum(row) ?? []);
  expect(pushed.length).toBeGreaterThan(50);
  expect(byKey(pushed)).toEqual(byKey(localSums(records)));
});

test('so it does for a format of its own, with the direction', () => {
  const format =
    '${version} ${vpc-id} ${flow-direction} ${start} ${end} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${action} ${log-status} ${interface-id}';
  const lines = records.map((record, n) => {
    const [, , eni, source, destination, from, to, protocol, packets, bytes, start, end, action, status] =
      record.split(' ');
    return `5 vpc-1 ${n % 2 === 0 ? 'egress' : 'ingress'} ${start} ${end} ${source} ${destination} ${from} ${to} ${protocol} ${packets} ${bytes} ${action} ${status} ${eni}`;
  });
  const rows = runQuery(insightsQuery(range, format), messages(lines));
  const pushed = rows.flatMap((row) => toFlowSum(row) ?? []);
  expect(pushed.some(({ direction }) => direction === 'egress')).toBe(true);
  expect(byKey(pushed)).toEqual(byKey(localSums(lines, format)));
});

test('names that are none do not reach the query', () => {
  expect(athenaQuery("flows; DROP TABLE x'", range)).toBeUndefined();
  expect(athenaQuery('logs.vpc', { ...range, interfaceIds: ["eni-1' OR '1'='1"] })).not.toContain("'1'='1'");
  expect(insightsQuery({ ...range, interfaceIds: ['eni-1', '"] or 1=1'] })).toContain('in ["eni-1"]');
  expect(toFlowSum({ hour: 'hour', bytes: 'bytes' })).toBeUndefined();
});
