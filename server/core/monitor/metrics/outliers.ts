// Points of a metric that are far from what the past makes expected: by the hour of the week where there are weeks,
// by the hour of the day where there are days, else by the last points. Nobody states a rate. Neighbouring points far
// off in the same direction are one observation.
import { median, robustSpread, studentTail } from '../statistics.ts';
import type { Point, Series } from './series.ts';

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

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekHours = 168;
/** Once in 30,000: a quiet hourly metric would give one in four years, and small differences are no news. */
const defaultProbability = 3e-5;
/** Below this many points nothing is expected yet. */
const minimumSamples = 24;
const minimumHistoryMs = 3 * 24 * hourMs;
/** Real metrics have fatter tails than the normal distribution. */
const degreesOfFreedom = 20;
/** What is less than twice, or more than half, of the expected is no news, however steady the past. */
const minimumRatio = 2;
/** Runs that are closer than this are one. */
const joinWithinMs = 6 * hourMs;
const maxWeeks = 8;
const maxDays = 14;

/** Metrics that count: an hour without a point is an hour of none. CloudWatch leaves those out. */
const counts = /Invocations|Errors|Throttles|Count$|Dropped|Received|Failures/;
/** With more of its points missing than this, a counting metric is a sparse one and not an interrupted one. */
const sparseShare = 0.2;
const mostPoints = 200_000;

/** Metrics whose fall says nothing bad. */
const onlyAbove = /Errors|Throttles|Dropped|Age|DeadLetter|Failures|4xx|5xx|Duration/;

export function findOutliers(series: Series, options: OutlierOptions = {}): readonly MetricOutlier[] {
  const hourly = outliersOf(series, options);
  const days = counts.test(series.metric) ? daysOf(series) : undefined;
  if (!days) return hourly;
  // What is spread over hours shows in the day's sum, and is told once.
  const daily = outliersOf(days, options).filter(
    ({ direction, window }) =>
      direction === 'above' &&
      !hourly.some((one) => one.window.start < window.end && one.window.end > window.start),
  );
  return [...hourly, ...daily].sort((a, b) => a.at - b.at);
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

function outliersOf(series: Series, options: OutlierOptions): readonly MetricOutlier[] {
  const judge = createJudge(series);
  const limit = options.probability ?? defaultProbability;
  const runs: Run[] = [];
  series.points.forEach((point, index) => {
    const judged = judge(index);
    if (!judged || (options.since !== undefined && point.at < options.since)) return;
    const direction = point.value > judged.expected ? 'above' : 'below';
    if (direction === 'below' && (onlyAbove.test(series.metric) || !canFall(point.value, judged))) return;
    if (judged.probability >= limit || !isNews(point.value, judged.expected)) return;
    const last = runs.at(-1);
    if (last && last.direction === direction && point.at - last.end <= joinWithinMs) {
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

/** Weekends look like a fall until there are weeks; and few calls are easily none. */
function canFall(observed: number, { expected, knowsWeek }: Judged): boolean {
  return knowsWeek && expected - observed > 5 * Math.sqrt(expected);
}

/** What was expected at each point, with the band outside of which a point would be an outlier. */
export function expectedBand(series: Series, options: OutlierOptions = {}): readonly Band[] {
  const judge = createJudge(series);
  const limit = options.probability ?? defaultProbability;
  const reach = quantileOfT(limit);
  return series.points.flatMap(({ at }, index) => {
    const judged = judge(index);
    if (!judged) return [];
    const { expected, spread } = judged;
    const centre = Math.log1p(expected);
    return [
      {
        at,
        expected,
        low: Math.max(0, Math.expm1(centre - reach * spread)),
        high: Math.expm1(centre + reach * spread),
      },
    ];
  });
}

interface Judged {
  readonly expected: number;
  readonly probability: number;
  readonly sampleSize: number;
  /** Of the logarithm. */
  readonly spread: number;
  readonly periodMs: number;
  /** Whether the expectation is that of the same hour of the week. */
  readonly knowsWeek: boolean;
}

interface Run extends Judged {
  point: Point;
  direction: 'above' | 'below';
  start: number;
  end: number;
  count: number;
}

function isNews(observed: number, expected: number): boolean {
  const high = Math.max(observed, expected);
  const low = Math.min(observed, expected);
  return high - low >= 5 && high >= minimumRatio * low;
}

/** The distance that most neighbours have. */
function periodOf(points: readonly Point[]): number {
  return median(points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at))) || hourMs;
}

/** Puts in the points of none, where a counting metric has a grid and is mostly empty. */
function withNone({ metric, points }: Series): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!counts.test(metric) || !first || !last || points.length < 3) return points;
  const gaps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  const smallest = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  // One day or one hour apart at least once a week: else hours, which CloudWatch keeps longest.
  const step = smallest > dayMs ? hourMs : smallest;
  const size = Math.round((last.at - first.at) / step) + 1;
  if (size > mostPoints || size * (1 - sparseShare) < points.length) return points;
  if (gaps.some((gap) => gap % step !== 0)) return points;
  const known = new Map(points.map((point) => [point.at, point]));
  return Array.from({ length: size }, (_, n) => {
    const at = first.at + n * step;
    return known.get(at) ?? { at, value: 0 };
  });
}

/** Judges points in ascending order, each by those before it. */
function createJudge(series: Series): (index: number) => Judged | undefined {
  const points = withNone(series);
  if (points === series.points) return createDenseJudge(points);
  const judge = createDenseJudge(points);
  const places = new Map(points.map(({ at }, index) => [at, index]));
  let next = 0;
  return (index) => {
    const place = places.get(series.points[index]?.at ?? Number.NaN) ?? -1;
    // Hours of none teach too.
    for (; next < place; next++) judge(next);
    return judge(place);
  };
}

function createDenseJudge(points: readonly Point[]): (index: number) => Judged | undefined {
  const periodMs = periodOf(points);
  const perHour = Math.max(1, Math.round(hourMs / periodMs));
  const logs = points.map(({ value }) => Math.log1p(Math.max(0, value)));
  const bySlot = new Map<number, number[]>();
  points.forEach(({ at }, index) => {
    const slot = slotOf(at);
    const list = bySlot.get(slot);
    if (list) list.push(index);
    else bySlot.set(slot, [index]);
  });
  /** How far the latest points were from their expectation, in logarithms. */
  const residuals: number[] = [];
  const keptResiduals = 28 * 24 * perHour;
  let spreadNow = Number.NaN;
  let sinceSpread = 0;
  let judgedTo = -1;
  const first = points[0]?.at ?? 0;

  function slotOf(at: number): number {
    return Math.floor(at / hourMs) % weekHours;
  }

  /** Indexes before `index` that the same time of the week, or of the day, or the last points have. */
  function comparable(index: number): { readonly same: readonly number[]; readonly knowsWeek: boolean } {
    const { at } = points[index] ?? { at: 0 };
    const weeks = (at - first) / (weekHours * hourMs);
    if (weeks >= 2) {
      const same = [-1, 0, 1].flatMap((shift) =>
        earlier(slotOf(at + shift * hourMs), index, maxWeeks * perHour),
      );
      if (same.length >= 6) return { same, knowsWeek: true };
    }
    if (weeks >= 1) {
      const same: number[] = [];
      for (let day = 0; day < 7; day++)
        same.push(...earlier((slotOf(at) + day * 24) % weekHours, index, Math.ceil(maxDays / 7) * perHour));
      if (same.length >= 6) return { same, knowsWeek: false };
    }
    const from = Math.max(0, index - 48 * perHour);
    return {
      same: Array.from({ length: index - from }, (_, offset) => from + offset),
      knowsWeek: periodMs >= dayMs && index >= 14,
    };
  }

  function earlier(slot: number, before: number, most: number): readonly number[] {
    const list = bySlot.get((slot + weekHours) % weekHours) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] ?? 0) < before) low = middle + 1;
      else high = middle;
    }
    // Not the points of the very hour: they are what is judged.
    const { at } = points[before] ?? { at: 0 };
    return list
      .slice(Math.max(0, low - most), low)
      .filter((one) => at - (points[one]?.at ?? 0) > hourMs * 1.5);
  }

  return (index) => {
    const point = points[index];
    if (!point || index < minimumSamples || point.at - first < minimumHistoryMs) return undefined;
    const { same, knowsWeek } = comparable(index);
    if (same.length < 6) return undefined;
    const centre = median(same.map((one) => logs[one] ?? 0));
    const expected = Math.expm1(centre);
    const own = logs[index] ?? 0;
    if (index > judgedTo) {
      judgedTo = index;
      residuals.push(own - centre);
      if (residuals.length > keptResiduals) residuals.splice(0, residuals.length - keptResiduals);
      if (Number.isNaN(spreadNow) || ++sinceSpread >= 24) {
        spreadNow = robustSpread(residuals.slice(0, -1).concat(residuals.length < 8 ? [0.5] : []), 0);
        sinceSpread = 0;
      }
    }
    const local = robustSpread(
      same.map((one) => logs[one] ?? 0),
      centre,
    );
    // Counts scatter by their root even where the past was perfectly steady; and no past is perfectly known.
    const seen = Math.max(Number.isNaN(spreadNow) ? local : spreadNow, local * 0.7);
    const spread = 1.1 * Math.max(seen, 1 / Math.sqrt(expected + 1), 0.05);
    const sampleSize = same.length;
    const sparse = expected < 3;
    const probability = sparse
      ? sparseTail(
          point.value,
          same.map((one) => points[one]?.value ?? 0),
          points,
          index,
        )
      : studentTail((own - centre) / spread, degreesOfFreedom);
    return {
      expected: sparse ? meanOf(same.map((one) => points[one]?.value ?? 0)) : expected,
      probability,
      sampleSize,
      spread,
      periodMs,
      knowsWeek,
    };
  };
}

/** Where there is mostly nothing: how likely so many are, given how often there is something, and how much then. */
function sparseTail(
  observed: number,
  same: readonly number[],
  points: readonly Point[],
  index: number,
): number {
  const from = Math.max(0, index - 2000);
  const { sum, some, largest } = amounts(points, from, index);
  const here = same.filter((value) => value > 0).length;
  // A job that runs at its hours only: at other hours its size is no measure.
  const isClosed = here === 0 && (same.length * some) / (index - from + 1) >= 0.9 && some >= 7;
  const past = isClosed
    ? { sum: 0, some: 0, largest: 0, size: same.length }
    : { sum, some, largest, size: index - from };
  // What has been before is no news: a burst must be beyond the largest so far.
  if (observed <= past.largest * 1.5) return 1;
  const chance = (past.some + 1) / (past.size + 2);
  const mean = Math.max(2, past.some === 0 ? 0 : past.sum / past.some);
  return chance * (1 - 1 / (mean + 1)) ** Math.max(0, observed - 1);
}

function amounts(points: readonly Point[], from: number, to: number) {
  let sum = 0;
  let some = 0;
  let largest = 0;
  for (let n = from; n < to; n++) {
    const value = points[n]?.value ?? 0;
    if (value <= 0) continue;
    sum += value;
    some++;
    largest = Math.max(largest, value);
  }
  return { sum, some, largest };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Distance at which Student's t has the two-sided probability; by bisection. */
function quantileOfT(probability: number): number {
  let low = 0;
  let high = 1000;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degreesOfFreedom) > probability) low = middle;
    else high = middle;
  }
  return high;
}
