import { expect, test } from 'vitest';
import { countTail, median, robustSpread, studentTail } from '../statistics.ts';
import { observeMetrics } from './observe-metrics.ts';
import { expectedBand, findOutliers } from './outliers.ts';
import { type Point, parseSeries, type Series } from './series.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 8, 1);

/** Deterministic scatter between -1 and 1. */
const scatter = (n: number) => ((Math.imul(n + 1, 2_654_435_761) >>> 8) % 2001) / 1000 - 1;

function series(hours: number, value: (hour: number) => number, metric = 'Invocations'): Series {
  const points: Point[] = Array.from({ length: hours }, (_, hour) => ({
    at: start + hour * hourMs,
    value: value(hour),
  }));
  return { metric, function: 'orders', points };
}

/** Busy by day, quiet at night, half on weekends. */
const usual = (hour: number) => {
  const ofDay = 300 * (1 + 0.6 * Math.sin(((hour % 24) - 8) / 3.82));
  const weekend = Math.floor(hour / 24) % 7 > 4 ? 0.5 : 1;
  return Math.round(ofDay * weekend * (1 + 0.12 * scatter(hour)));
};

test('tails agree with tables', () => {
  expect(studentTail(2.228, 10)).toBeCloseTo(0.05, 4);
  expect(studentTail(4.032, 5)).toBeCloseTo(0.01, 4);
  // P(X >= 10) of Poisson(2), by a table: 0.0000465.
  expect(countTail(10, 2, 1e7)).toBeCloseTo(0.0000465, 6);
  expect(median([3, 1, 2])).toBe(2);
  expect(robustSpread([1, 2, 3, 4, 100])).toBeCloseTo(1.4826);
});

test('far more calls than at this hour of the week are one observation', () => {
  const at = 24 * 40 + 14;
  const found = findOutliers(
    series(24 * 45, (hour) => (hour === at || hour === at + 1 ? usual(hour) * 12 : usual(hour))),
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    direction: 'above',
    points: 2,
    window: { start: start + at * hourMs, end: start + (at + 2) * hourMs },
  });
  expect(Math.abs((found[0]?.expected ?? 0) / usual(at) - 1)).toBeLessThan(0.3);
});

test('what is usual by day is an outlier at night', () => {
  const night = 24 * 38 + 3;
  expect(
    findOutliers(series(24 * 40, (hour) => (hour === night ? 480 : usual(hour)))).map(({ at }) => at),
  ).toEqual([start + night * hourMs]);
});

test('calls that stop are an observation, errors that stop are not', () => {
  const silent = (metric: string) =>
    findOutliers(series(24 * 40, (hour) => (hour === 24 * 38 + 14 ? 0 : usual(hour)), metric)).map(
      ({ direction }) => direction,
    );
  expect(silent('Invocations')).toEqual(['below']);
  expect(silent('Errors')).toEqual([]);
});

test('a quiet year gives nothing', () => {
  expect(findOutliers(series(24 * 365, usual))).toEqual([]);
  expect(findOutliers(series(24 * 365, (hour) => (scatter(hour) > 0.97 ? 1 : 0), 'Errors'))).toEqual([]);
  expect(findOutliers(series(24 * 90, () => 0))).toEqual([]);
  expect(findOutliers(series(24 * 90, () => 7))).toEqual([]);
});

test('a burst where there is mostly nothing', () => {
  const found = findOutliers(
    series(24 * 60, (hour) => (hour === 24 * 50 ? 40 : scatter(hour) > 0.97 ? 1 : 0), 'Errors'),
  );
  expect(found.map(({ observed }) => observed)).toEqual([40]);
});

test('the first days teach and are not judged', () => {
  expect(findOutliers(series(48, (hour) => (hour === 30 ? 10_000 : 100)))).toEqual([]);
});

test('--since judges only what is newer', () => {
  const odd = (hour: number) => (hour === 24 * 20 || hour === 24 * 30 ? 20_000 : usual(hour));
  const since = start + 24 * 25 * hourMs;
  expect(findOutliers(series(24 * 35, odd), { since }).map(({ at }) => at)).toEqual([
    start + 24 * 30 * hourMs,
  ]);
});

test('the band holds the usual and not the outlier', () => {
  const all = series(24 * 40, (hour) => (hour === 24 * 39 ? 9000 : usual(hour)));
  const band = expectedBand(all);
  const inside = band.filter(({ at, low, high }) => {
    const value = all.points.find((point) => point.at === at)?.value ?? 0;
    return low <= value && value <= high;
  });
  expect(inside.length).toBe(band.length - 1);
});

test('the columns are those of a metric-outlier table', () => {
  const [one] = observeMetrics([series(24 * 40, (hour) => (hour === 24 * 39 ? 9000 : usual(hour)))]);
  expect(Object.keys(one?.columns ?? {})).toEqual([
    'Time Window',
    'Metric',
    'Expected Value',
    'Outlier',
    'Probability',
    'Sample Size',
  ]);
});

test('CSV: header, order, doubled and broken lines, names from the file', () => {
  const {
    series: read,
    malformed,
    duplicates,
  } = parseSeries(
    'timestamp,value\n2026-11-01T02:00:00Z,3\n2026-11-01T01:00:00,2\n2026-11-01T01:00:00Z,9\nnever,1\n1793491200,4\n2026-11-01,\n',
    'orders-Invocations.csv',
  );
  expect(read).toEqual([
    {
      metric: 'Invocations',
      function: 'orders',
      points: [
        { at: Date.UTC(2026, 10, 1, 0), value: 4 },
        { at: Date.UTC(2026, 10, 1, 1), value: 2 },
        { at: Date.UTC(2026, 10, 1, 2), value: 3 },
      ].sort((a, b) => a.at - b.at),
    },
  ]);
  expect({ malformed, duplicates }).toEqual({ malformed: 2, duplicates: 1 });
});

test('the JSON of GetMetricData and GetMetricStatistics', () => {
  const data = parseSeries(
    '{"MetricDataResults":[{"Id":"m1","Label":"orders Errors","Timestamps":["2026-11-01T01:00:00Z","2026-11-01T00:00:00Z"],"Values":[2,1]}]}',
    'x.json',
  );
  expect(data.series).toMatchObject([
    { metric: 'Errors', function: 'orders', points: [{ value: 1 }, { value: 2 }] },
  ]);
  const statistics = parseSeries(
    '{"Label":"Throttles","Datapoints":[{"Timestamp":"2026-11-01T00:00:00Z","Sum":5,"Unit":"Count"}]}',
    'orders.json',
  );
  expect(statistics.series).toMatchObject([
    { metric: 'Throttles', function: 'orders', points: [{ value: 5 }] },
  ]);
  expect(parseSeries('{"half', 'x')).toEqual({ series: [], malformed: 1, duplicates: 0 });
});
