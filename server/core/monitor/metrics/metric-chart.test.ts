import { expect, test } from 'vitest';
import { metricChart } from './metric-chart.ts';
import { findOutliers } from './outliers.ts';
import type { Series } from './series.ts';

const hour = 3_600_000;
const start = Date.parse('2026-09-01T00:00:00Z');

function series(hours: number, value: (n: number) => number | undefined): Series {
  const points = Array.from({ length: hours }, (_, n) => ({ at: start + n * hour, value: value(n) })).flatMap(
    ({ at, value: given }) => (given === undefined ? [] : [{ at, value: given }]),
  );
  return { metric: 'Invocations', function: 'orders', points, account: '1', region: 'r' };
}

test('a chart has the band around what was expected, and marks what lies outside of it', () => {
  const given = series(40 * 24, (n) => (n === 950 ? 4000 : 100 + (n % 7)));
  const chart = metricChart(given, findOutliers(given), start + 30 * 24 * hour);
  expect(chart.times).toHaveLength(10 * 24);
  const [outlier] = chart.outliers;
  expect(outlier).toEqual({ index: 950 - 720, direction: 'above' });
  expect(chart.observed[230]).toBe(4000);
  expect(chart.high[230]).toBeLessThan(4000);
  expect(chart.low[230]).toBeGreaterThan(0);
  expect(chart.outliers).toHaveLength(1);
  expect(chart.level?.usual).toBeGreaterThan(95);
  expect(chart.level?.usual).toBeLessThan(110);
  expect(chart.cloudwatch).toBeUndefined();
});

test('hours that CloudWatch leaves out are hours of none; its own band stands beside', () => {
  const nightly = series(30 * 24, (n) => (n % 24 === 3 ? 1 : undefined));
  const chart = metricChart({ ...nightly, cloudwatchBand: [{ at: start + 27 * hour, low: 0, high: 2 }] }, []);
  expect(chart.observed.slice(0, 25)).toEqual([1, ...Array.from({ length: 23 }, () => 0), 1]);
  expect(chart.cloudwatch?.high[24]).toBe(2);
  expect(chart.cloudwatch?.high[23]).toBeNull();
});
