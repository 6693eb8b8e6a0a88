// Points of a metric that are far from what the past makes expected. Nobody states a rate. Neighbouring points far off in
// the same direction are one observation.
import { counts, createCountJudge, minimumSamples, withNone } from './count-judge.ts';
import { dayMs, hourMs, type Judge, type Judged, periodOf } from './judge.ts';
import { isLambdaMetric, type Point, type Series } from './series.ts';
import { createValueJudge, withoutCounter } from './value-judge.ts';

export interface MetricOutlier {
  readonly series: Series;
  /** The point that is furthest off. */
  readonly at: number;
  readonly observed: number;
  readonly expected: number;
  /** Of a value at least as far off, were all as before. */
  readonly probability: number;
  /** Points that the expectation is made from. */
  readonly sampleSize: number;
  readonly direction: 'above' | 'below';
  /** Start of the first and end of the last point of the run, milliseconds since 1970. */
  readonly window: { readonly start: number; readonly end: number };
  readonly points: number;
}

export interface Band {
  readonly at: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface OutlierOptions {
  /** Only points from here on are judged; those before teach. */
  readonly since?: number;
  /** A point rarer than this is an outlier. */
  readonly probability?: number;
}

/** Once in 30,000: a quiet hourly metric would give one in four years, and small differences are no news. */
const defaultProbability = 3e-5;
/** Of a count, what is less than twice, or more than half, of the expected is no news, however steady the past. */
const minimumRatio = 2;
const minimumDifference = 5;
/** Runs that are closer than this are one. */
const joinWithinMs = 6 * hourMs;

/** Metrics whose fall says nothing bad. */
const onlyAbove = /Errors|Throttles|Dropped|Age|DeadLetter|Failures|4xx|5xx|Duration/;

export function findOutliers(series: Series, options: OutlierOptions = {}): readonly MetricOutlier[] {
  if (!isLambdaMetric(series.metric)) {
    const steps = { ...series, points: withoutCounter(series.points) };
    const means = meansOf(steps);
    return together(outliersOf(steps, options), means ? outliersOf(means, options) : []);
  }
  const whole = withNone(series);
  const days = counts.test(series.metric) ? daysOf(whole) : undefined;
  const daily = days ? outliersOf(days, options) : [];
  const hourly = together(outliersOf(whole, options), daily);
  // Minutes are too many for the hours of the week to say all.
  const isFine = periodOf(whole.points) <= hourMs / 4;
  return isFine ? together(hourly, outliersOf(whole, options, createValueJudge(whole.points))) : hourly;
}

/** What is spread over many points shows in their sum or mean, and is told once. */
function together(
  fine: readonly MetricOutlier[],
  coarse: readonly MetricOutlier[],
): readonly MetricOutlier[] {
  const more = coarse.filter(
    ({ window }) => !fine.some((one) => one.window.start < window.end && one.window.end > window.start),
  );
  return [...fine, ...more].sort((a, b) => a.at - b.at);
}

/** Means of hours, of six hours where the points are hours; undefined where they are further apart. */
function meansOf(series: Series): Series | undefined {
  const { points } = series;
  const period = periodOf(points);
  const width = period <= hourMs / 4 ? hourMs : period <= hourMs ? 6 * hourMs : undefined;
  if (width === undefined || points.length < 4 * minimumSamples) return undefined;
  const least = Math.max(2, (width / period) * 0.5);
  const blocks = new Map<number, { sum: number; count: number }>();
  for (const { at, value } of points) {
    const key = Math.floor(at / width) * width;
    const block = blocks.get(key) ?? { sum: 0, count: 0 };
    blocks.set(key, block);
    block.sum += value;
    block.count++;
  }
  const whole = [...blocks].filter(([, { count }]) => count >= least);
  return { ...series, points: whole.map(([at, { sum, count }]) => ({ at, value: sum / count })) };
}

/** What was expected at each point, with the band outside of which a point would be an outlier. */
export function expectedBand(series: Series, options: OutlierOptions = {}): readonly Band[] {
  const steps = isLambdaMetric(series.metric)
    ? withNone(series)
    : { ...series, points: withoutCounter(series.points) };
  const judge = judgeOf(steps);
  const limit = options.probability ?? defaultProbability;
  return steps.points.flatMap(({ at }, index) => {
    const judged = judge(index);
    return judged ? [{ at, expected: judged.expected, ...judged.band(limit) }] : [];
  });
}

/** Metrics of Lambda have their meaning; of others only their values are known. */
function judgeOf(series: Series): Judge {
  return isLambdaMetric(series.metric) ? createCountJudge(series) : createValueJudge(series.points);
}

/** Whole days of an hourly or finer series; undefined where there are too few, or it is no finer. */
function daysOf(series: Series): Series | undefined {
  const { points } = series;
  const period = periodOf(points);
  if (points.length < minimumSamples * 6 || period > 2 * hourMs) return undefined;
  const sums = new Map<number, number>();
  for (const { at, value } of points) {
    const day = Math.floor(at / dayMs) * dayMs;
    sums.set(day, (sums.get(day) ?? 0) + value);
  }
  // The first day may be a part of one, and the last is not over.
  return { ...series, points: [...sums].map(([at, value]) => ({ at, value })).slice(1, -1) };
}

interface Run extends Judged {
  point: Point;
  direction: 'above' | 'below';
  start: number;
  end: number;
  count: number;
}

function outliersOf(
  series: Series,
  options: OutlierOptions,
  judge = judgeOf(series),
): readonly MetricOutlier[] {
  const limit = options.probability ?? defaultProbability;
  const isCount = isLambdaMetric(series.metric);
  const runs: Run[] = [];
  series.points.forEach((point, index) => {
    const judged = judge(index);
    if (!judged || (options.since !== undefined && point.at < options.since)) return;
    if (judged.probability >= limit) return;
    const direction = point.value > judged.expected ? 'above' : 'below';
    if (direction === 'below' && (onlyAbove.test(series.metric) || !judged.canFall)) return;
    if (isCount && !isNews(point.value, judged.expected)) return;
    const last = runs.at(-1);
    const near = Math.min(joinWithinMs, Math.max(hourMs, 12 * judged.periodMs));
    if (last && last.direction === direction && point.at - last.end <= near) {
      last.end = point.at + judged.periodMs;
      last.count++;
      if (judged.probability < last.probability) Object.assign(last, { point, ...judged });
    } else
      runs.push({ point, ...judged, direction, start: point.at, end: point.at + judged.periodMs, count: 1 });
  });
  return runs.map(({ point, expected, probability, sampleSize, direction, start, end, count }) => ({
    series,
    at: point.at,
    observed: point.value,
    expected,
    probability,
    sampleSize,
    direction,
    window: { start, end },
    points: count,
  }));
}

function isNews(observed: number, expected: number): boolean {
  const high = Math.max(observed, expected);
  const low = Math.min(observed, expected);
  return high - low >= minimumDifference && high >= minimumRatio * low;
}
