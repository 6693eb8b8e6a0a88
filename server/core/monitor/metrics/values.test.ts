import { expect, test } from 'vitest';
import { metricChart } from './metric-chart.ts';
import { expectedBand, findOutliers } from './outliers.ts';
import { type Point, parseSeries, type Series } from './series.ts';
import { createTail } from './tail.ts';

const minuteMs = 60_000;
const start = Date.UTC(2026, 8, 1);

/** Deterministic, about normal with a spread of one. */
function scatter(n: number): number {
  let sum = 0;
  for (let k = 0; k < 6; k++) sum += ((Math.imul(n * 6 + k + 1, 2_654_435_761) >>> 8) % 2001) / 1000 - 1;
  return sum / Math.sqrt(2);
}

/** Two weeks of five minutes. */
function gauge(value: (n: number) => number | undefined): Series {
  const points = Array.from({ length: 4032 }, (_, n) => n).flatMap((n): Point[] => {
    const one = value(n);
    return one === undefined ? [] : [{ at: start + n * 5 * minuteMs, value: one }];
  });
  return { metric: 'CPUUtilization', function: '', points };
}

const when = (n: number) => start + n * 5 * minuteMs;
const directions = (series: Series) => findOutliers(series).map(({ direction }) => direction);

test('one point far off, up or down, of any size and sign', () => {
  for (const [scale, level] of [
    [1, 40],
    [0.001, 0.04],
    [1e6, -3e7],
  ] as const)
    for (const sign of [1, -1])
      expect(
        findOutliers(gauge((n) => level + scale * (scatter(n) + (n === 3000 ? 15 * sign : 0)))).map(
          ({ at, direction }) => [at, direction],
        ),
      ).toEqual([[when(3000), sign > 0 ? 'above' : 'below']]);
});

test('a new level is told once and then believed', () => {
  const found = findOutliers(gauge((n) => 50 + scatter(n) + (n >= 2500 ? 9 : 0)));
  expect(found.filter(({ at }) => at >= when(2500) && at < when(2800)).length).toBeGreaterThan(0);
  expect(found.filter(({ at }) => at < when(2500) || at > when(2500 + 600))).toEqual([]);
});

test('what is right by day is odd at night', () => {
  const clean = (n: number) => 100 + 60 * Math.sin((2 * Math.PI * n) / 288);
  const odd = (n: number) => n >= 3100 && n < 3160;
  const found = findOutliers(gauge((n) => clean(odd(n) ? n + 144 : n) + 3 * scatter(n)));
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ window }) => window.end > when(3100) && window.start < when(3180))).toBe(true);
});

test('quiet ones are quiet: noise, rhythm, trend, steps of a grain, nothing at all, missing points', () => {
  const quiet: readonly ((n: number) => number | undefined)[] = [
    (n) => 20 + scatter(n),
    (n) => 100 + 60 * Math.sin((2 * Math.PI * n) / 288) + 4 * scatter(n),
    (n) => n / 40 + scatter(n),
    (n) => Math.round(10 + 0.5 * scatter(n)),
    () => 0,
    () => 7.5,
    (n) => (n % 41 === 0 ? undefined : 20 + scatter(n)),
    (n) => 30 * Math.exp(0.4 * scatter(n)),
  ];
  for (const value of quiet) expect(directions(gauge(value))).toEqual([]);
});

test('a counter is judged by its steps, and its beginning anew is none', () => {
  let sum = 0;
  const counter = gauge((n) => {
    if (n % 1500 === 0) sum = 0;
    sum += 300 + Math.round(15 * scatter(n)) + (n === 2600 ? 4000 : 0);
    return sum;
  });
  expect(findOutliers(counter).map(({ at }) => at)).toEqual([when(2600)]);
});

test('the band holds the usual', () => {
  const series = gauge((n) => 50 + 5 * scatter(n));
  const band = expectedBand(series);
  const values = new Map(series.points.map(({ at, value }) => [at, value]));
  expect(band.length).toBeGreaterThan(3500);
  expect(
    band.every(({ at, low, high }) => low <= (values.get(at) ?? 0) && (values.get(at) ?? 0) <= high),
  ).toBe(true);
});

test('hours without a point are a stop where there always are points', () => {
  const hourly = (skip: (hour: number) => boolean, until = 24 * 40): Series => ({
    metric: 'Invocations',
    function: 'orders',
    until: start + until * 60 * minuteMs,
    points: Array.from({ length: 24 * 40 }, (_, hour) => hour)
      .filter((hour) => !skip(hour))
      .map((hour) => ({ at: start + hour * 60 * minuteMs, value: 200 + Math.round(12 * scatter(hour)) })),
  });
  const stopped = findOutliers(hourly((hour) => hour >= 800 && hour < 806));
  expect(stopped).toMatchObject([{ direction: 'below', observed: 0, points: 6 }]);
  // Stopped for good: nothing comes any more.
  expect(directions(hourly((hour) => hour >= 950))).toEqual(['below']);
  const chart = metricChart(
    hourly((hour) => hour >= 950),
    [],
  );
  expect([chart.observed.length, chart.observed.at(-1)]).toEqual([24 * 40, 0]);
  // Points that are missing all the time say nothing.
  expect(directions(hourly((hour) => hour % 37 === 0))).toEqual([]);
});

test('a tail is learned: far is rarer, and one outlier does not hide the next', () => {
  const tail = createTail(1000, 0);
  for (let n = 0; n < 1000; n++) tail.add(Math.abs(scatter(n)));
  expect(tail.probability(1)).toBe(1);
  expect(tail.probability(6)).toBeLessThan(1e-4);
  tail.add(50);
  expect(tail.probability(50)).toBeLessThan(1e-5);
  expect(tail.reach(1e-4)).toBeGreaterThan(tail.reach(1e-3));
});

test.each([
  ['2026-11-01 14:30:00', '2026-11-01T14:30:00Z'],
  ['2026-11-01T14:30:00.250Z', '2026-11-01T14:30:00.250Z'],
  ['2026-11-01T16:30:00+02:00', '2026-11-01T14:30:00Z'],
  ['2026-11-01 09:30:00 -0500', '2026-11-01T14:30:00Z'],
  ['2026-11-01 14:30:00 UTC', '2026-11-01T14:30:00Z'],
  ['2026/11/1 4:30', '2026-11-01T04:30:00Z'],
  ['2026-11-01', '2026-11-01T00:00:00Z'],
  ['1793543400', '2026-11-01T14:30:00Z'],
  ['1793543400000', '2026-11-01T14:30:00Z'],
  ['17', '1970-01-01T17:00:00Z'],
])('a time written as %s', (written, meant) => {
  expect(parseSeries(`timestamp,value\n${written},1\n`, 'x').series[0]?.points[0]?.at).toBe(
    Date.parse(meant),
  );
});
