import { expect, test } from 'vitest';
import { joinEntities, readEntityDays, writeEntity } from './flows/flow-baseline.ts';
import { joinSeries, readKeptSeries, writeKeptSeries } from './metrics/series-baseline.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 8, 1);

test('a series comes back as it was, bounded, and joins what is new', () => {
  const series = {
    metric: 'Invocations',
    function: 'orders',
    points: Array.from({ length: 24 * 90 }, (_, n) => ({ at: start + n * hourMs, value: n % 7 })),
  };
  const kept = readKeptSeries(writeKeptSeries(series));
  expect(kept).toEqual(series.points.slice(-24 * 70));
  const next = {
    ...series,
    points: [
      { at: start + 24 * 90 * hourMs, value: 9 },
      { at: kept[0]?.at ?? 0, value: 5 },
    ],
  };
  const joined = joinSeries(next, kept);
  expect(joined.points).toHaveLength(kept.length + 1);
  expect(joined.points[0]?.value).toBe(5);
  for (const broken of [
    undefined,
    '',
    '{',
    '{"version":2,"first":0}',
    '{"version":1,"first":0,"steps":5}',
    '[]',
  ])
    expect(readKeptSeries(broken)).toEqual([]);
});

test('days of an interface come back; of one day the fuller one counts', () => {
  const day = (name: string, records: number) => ({
    day: name,
    bytesOut: records * 10,
    bytesIn: records,
    internalBytesOut: 0,
    hours: new Float64Array(72),
    peers: new Map([
      [
        '10.0.0.9',
        {
          address: '10.0.0.9',
          isInternal: true,
          bytesOut: records * 10,
          bytesIn: records,
          records,
          rejected: 0,
          ports: new Set(['3306/6']),
        },
      ],
    ]),
  });
  const entity = {
    name: 'orders',
    interfaceIds: ['eni-1'],
    days: [day('2026-11-01', 5), day('2026-11-02', 2)],
  };
  const kept = readEntityDays(writeEntity(entity));
  expect(kept).toEqual(entity.days);
  const next = { ...entity, days: [day('2026-11-02', 8), day('2026-11-03', 1)] };
  expect(joinEntities(next, kept).days.map((one) => [one.day, one.bytesIn])).toEqual([
    ['2026-11-01', 5],
    ['2026-11-02', 8],
    ['2026-11-03', 1],
  ]);
  for (const broken of [undefined, '{', '{"version":9}', '{"version":1,"days":[{"day":1},7]}'])
    expect(readEntityDays(broken)).toEqual([]);
});
