import { expect, test } from 'vitest';
import { connectionsOf, isInternalAddress } from './connections.ts';
import { parseFlowFormat } from './flow-format.ts';
import { observeConnections } from './flow-observations.ts';
import { createFlowTable, type FlowTable } from './flow-table.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function tableOf(text: string): FlowTable {
  const table = createFlowTable();
  table.nextFile();
  table.add(bytes(text), true);
  return table;
}

interface Line {
  readonly source: string;
  readonly destination: string;
  readonly ports?: readonly [number, number];
  readonly bytes?: number;
  readonly start?: number;
  readonly action?: string;
}

const line = ({
  source,
  destination,
  ports = [40_000, 3306],
  bytes: size = 1000,
  start = 1_789_000_000,
  action = 'ACCEPT',
}: Line) =>
  `2 111122223333 eni-0a1b ${source} ${destination} ${ports[0]} ${ports[1]} 6 10 ${size} ${start} ${start + 60} ${action} OK`;

test("the seed's record: a function that reads a database", () => {
  const table = tableOf(
    `${line({ source: '10.0.11.233', destination: '10.0.10.193', ports: [34_548, 3306], bytes: 738 })}\n`,
  );
  expect([...table.sums()]).toEqual([
    {
      interfaceId: 'eni-0a1b',
      source: '10.0.11.233',
      destination: '10.0.10.193',
      port: 3306,
      protocol: 6,
      accepted: true,
      direction: '',
      hour: 1_788_998_400,
      records: 1,
      packets: 10,
      bytes: 738,
    },
  ]);
});

test('records of one connection and hour are added up, whichever ephemeral port they have', () => {
  const table = tableOf(
    [1, 2, 3]
      .map((n) => line({ source: '10.0.0.1', destination: '10.0.0.2', ports: [40_000 + n, 443], bytes: n }))
      .join('\n'),
  );
  expect([...table.sums()].map(({ records, bytes: size, port }) => ({ records, size, port }))).toEqual([
    { records: 3, size: 6, port: 443 },
  ]);
});

test('a header line, IPv6 and direction', () => {
  const table = tableOf(
    [
      'version interface-id srcaddr dstaddr srcport dstport protocol bytes start action log-status flow-direction',
      '5 eni-1 2600:1f14::1 fd00::2 50000 443 6 99 1789000000 ACCEPT OK egress',
    ].join('\r\n'),
  );
  expect([...table.sums()][0]).toMatchObject({
    source: '2600:1f14::1',
    destination: 'fd00::2',
    bytes: 99,
    direction: 'egress',
    port: 443,
  });
});

test('a format string gives the order', () => {
  const table = createFlowTable();
  table.nextFile(parseFlowFormat('${srcaddr} ${dstaddr} ${bytes} ${start}'));
  table.add(bytes('10.0.0.1 10.0.0.2 5 1789000000\n'), true);
  expect([...table.sums()][0]).toMatchObject({
    source: '10.0.0.1',
    destination: '10.0.0.2',
    bytes: 5,
    port: 0,
  });
});

test('the time that an export puts in front is passed over', () => {
  expect(
    tableOf(`2026-09-10T00:00:00.000Z ${line({ source: '10.0.0.1', destination: '10.0.0.2' })}`).counts
      .records,
  ).toBe(1);
});

test('no data, skipped data, wrong and doubled lines are counted and not taken', () => {
  const good = line({ source: '10.0.0.1', destination: '10.0.0.2' });
  const table = tableOf(
    [
      good,
      good,
      '2 111122223333 eni-0a1b - - - - - - - 1789000000 1789000060 - NODATA',
      '2 111122223333 eni-0a1b - - - - - - - 1789000000 1789000060 - SKIPDATA',
      '2 111122223333 eni-0a1b 10.0.0.1',
      good.replace(' 1000 ', ' many '),
      good.replace('40000', '99999'),
      '',
    ].join('\n'),
  );
  expect(table.counts).toEqual({ records: 1, noData: 1, skipData: 1, malformed: 3, duplicates: 1 });
});

test('pieces may be cut anywhere', () => {
  const text = Array.from({ length: 50 }, (_, n) =>
    line({ source: '10.0.0.1', destination: `10.0.1.${n}`, bytes: n }),
  ).join('\n');
  const whole = [...tableOf(text).sums()];
  for (const size of [1, 7, 100, 1000]) {
    const table = createFlowTable();
    table.nextFile();
    let rest = '';
    for (let at = 0; at < text.length; at += size) {
      const piece = rest + text.slice(at, at + size);
      rest = piece.slice(table.add(bytes(piece), false));
    }
    table.add(bytes(rest), true);
    expect([...table.sums()], `pieces of ${size}`).toEqual(whole);
  }
});

test('more connections than the table begins with', () => {
  const table = createFlowTable();
  table.nextFile();
  for (let n = 0; n < 60_000; n++)
    table.add(
      bytes(
        `${line({ source: '10.0.0.1', destination: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, bytes: n })}\n`,
      ),
      true,
    );
  expect(table.size).toBe(60_000);
  expect([...table.sums()].reduce((sum, one) => sum + one.bytes, 0)).toBe((60_000 * 59_999) / 2);
});

const day = (n: number) => 1_788_000_000 + n * 86_400;

/** A function that talks to two databases each day, and on the last days to what `more` says. */
function history(days: number, more: (n: number) => readonly Line[]): string {
  const lines: string[] = [];
  for (let n = 0; n < days; n++) {
    for (const destination of ['10.0.10.193', '10.0.12.134']) {
      lines.push(
        line({
          source: '10.0.11.5',
          destination,
          start: day(n),
          bytes: 12_000_000 + ((n * 37) % 11) * 100_000,
        }),
      );
      lines.push(
        line({
          source: destination,
          destination: '10.0.11.5',
          ports: [3306, 40_000],
          start: day(n),
          bytes: 90_000,
        }),
      );
    }
    for (const one of more(n)) lines.push(line({ ...one, start: day(n) }));
  }
  return lines.join('\n');
}

const observe = (text: string) => {
  const table = tableOf(text);
  return observeConnections(connectionsOf(() => table.sums()));
};

test("the seed's story: two databases for 35 days, then a third", () => {
  const found = observe(
    history(36, (n) => (n === 35 ? [{ source: '10.0.11.5', destination: '10.0.255.29' }] : [])),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    id: 'static-connection-set-deviation',
    columns: {
      Type: 'internal',
      'Normal Connections': '10.0.10.193 10.0.12.134',
      'New Connections': '10.0.255.29',
      'Lost Connections': '',
      'History Length (Days)': 35,
    },
  });
});

test("the seed's other story: ten times the usual bytes", () => {
  const found = observe(
    history(43, (n) =>
      n === 42 ? [{ source: '10.0.11.5', destination: '10.0.10.193', bytes: 142_000_000 }] : [],
    ),
  );
  expect(found.map(({ columns }) => columns['Metric'])).toEqual(['Bytes Out', 'Internal Bytes Out']);
  expect(found[0]?.columns).toMatchObject({ 'Sample Size': 42 });
});

test('a peer that stays away is lost, once the day is over', () => {
  const text = history(30, () => [])
    .split('\n')
    .filter((one) => !(one.includes('10.0.12.134') && Number(one.split(' ')[10]) === day(28)));
  expect(observe(text.join('\n')).map(({ columns }) => columns['Lost Connections'])).toEqual(['10.0.12.134']);
});

test('a quiet account, and one whose peers always change, give nothing', () => {
  expect(observe(history(60, () => []))).toEqual([]);
  const everNew = Array.from({ length: 40 }, (_, n) =>
    [0, 1, 2].map((m) => line({ source: '10.0.11.5', destination: `52.94.${n}.${m}`, start: day(n) })),
  ).flat();
  expect(observe(everNew.join('\n'))).toEqual([]);
});

test('too short a past, and scans that were turned away, give nothing', () => {
  expect(
    observe(history(5, (n) => (n === 4 ? [{ source: '10.0.11.5', destination: '10.0.255.29' }] : []))),
  ).toEqual([]);
  expect(
    observe(
      history(30, (n) =>
        n === 29 ? [{ source: '10.9.9.9', destination: '10.0.11.5', action: 'REJECT' }] : [],
      ),
    ),
  ).toEqual([]);
});

test('internal addresses', () => {
  for (const address of [
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    'fd00::1',
    'fe80::1',
  ])
    expect(isInternalAddress(address), address).toBe(true);
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2600:1f14::1', '11.0.0.1'])
    expect(isInternalAddress(address), address).toBe(false);
});
