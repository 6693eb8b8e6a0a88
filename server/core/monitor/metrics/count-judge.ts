// Judges points of metrics that count, such as calls and errors, and of durations: by the hour of the week where there
// are weeks, by the hour of the day where there are days, else by the last points. Hours without a point are hours of
// none where a metric counts. Everything is measured in logarithms, as counts scatter by a share of themselves.
import { median, robustSpread, studentTail } from '../statistics.ts';
import { dayMs, hourMs, type Judge, periodOf } from './judge.ts';
import type { Point, Series } from './series.ts';

const weekHours = 168;
/** Below this many points nothing is expected yet. */
export const minimumSamples = 24;
const minimumHistoryMs = 3 * dayMs;
/** Real metrics have fatter tails than the normal distribution. */
const degreesOfFreedom = 20;
const maxWeeks = 8;
const maxDays = 14;

/** Metrics that count: an hour without a point is an hour of none. CloudWatch leaves those out. */
export const counts = /Invocations|Errors|Throttles|Count$|Dropped|Received|Failures/;
/** With more of its points missing than this, a counting metric is a sparse one. */
const sparseShare = 0.2;
const mostPoints = 200_000;

/**
 * Puts in the points of none that CloudWatch leaves out, up to `until` where the series says so: a function that is no
 * longer called has no points at all. As it is where the points lie on no grid.
 */
export function withNone(series: Series): Series {
  const { metric, points, until } = series;
  const [first, last] = [points[0], points.at(-1)];
  if (!counts.test(metric) || !first || !last || points.length < 3) return series;
  const gaps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
  const smallest = gaps.reduce((least, gap) => Math.min(least, gap), Number.POSITIVE_INFINITY);
  // One day or one hour apart at least once a week: else hours, which CloudWatch keeps longest.
  const step = smallest > dayMs ? hourMs : smallest;
  const end = Math.max(last.at, (until ?? 0) - step);
  const size = Math.floor((end - first.at) / step) + 1;
  if (size > mostPoints || size <= points.length || gaps.some((gap) => gap % step !== 0)) return series;
  // Few points missing here and there are a recorder's; where nearly all are there, a gap is a stop.
  const interruptions = gaps.filter((gap) => gap > step && gap >= hourMs).length;
  const isSparse = points.length < size * (1 - sparseShare);
  const isSteady = interruptions <= 1 + (last.at - first.at) / (10 * dayMs);
  if (!isSparse && !isSteady) return series;
  const whole: Point[] = [];
  const fill = (from: number, to: number) => {
    if (!isSparse && to - from < hourMs) return;
    for (let at = from; at < to; at += step) whole.push({ at, value: 0 });
  };
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before) fill(before.at + step, point.at);
    whole.push(point);
  });
  fill(last.at + step, end + step);
  return { ...series, points: whole };
}

/** Judges points in ascending order, each by those before it; hours of none have been put in. */
export function createCountJudge({ points }: Series): Judge {
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
  /** Points that were outliers in a sparse past. */
  const odd = new Set<number>();
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
    const canFall = knowsWeek && expected - point.value > 5 * Math.sqrt(expected);
    if (expected >= 3)
      return {
        expected,
        probability: studentTail((own - centre) / spread, degreesOfFreedom),
        sampleSize,
        periodMs,
        canFall,
        band: (limit) => bandOf(expected, spread, limit),
      };
    const values = same.map((one) => points[one]?.value ?? 0);
    const past = sparsePast(values, points, index, odd);
    const probability = sparseTail(point.value, past);
    if (probability < oddBelow) odd.add(index);
    return {
      expected: meanOf(values),
      probability,
      sampleSize,
      periodMs,
      canFall,
      band: (limit) => ({ low: 0, high: sparseReach(limit, past) }),
    };
  };
}

interface SparsePast {
  readonly largest: number;
  /** That there is something at all. */
  readonly chance: number;
  /** How much there is then. */
  readonly mean: number;
}

/** Where there is mostly nothing: how often there is something, and how much then. */
function sparsePast(
  same: readonly number[],
  points: readonly Point[],
  index: number,
  odd: ReadonlySet<number>,
): SparsePast {
  const from = Math.max(0, index - 2000);
  const { sum, some, largest } = amounts(points, from, index, odd);
  const here = same.filter((value) => value > 0).length;
  // A job that runs at its hours only: at other hours its size is no measure.
  const isClosed = here === 0 && (same.length * some) / (index - from + 1) >= 0.9 && some >= 7;
  if (isClosed) return { largest: 0, chance: 1 / (same.length + 2), mean: 2 };
  return {
    largest,
    chance: (some + 1) / (index - from + 2),
    mean: Math.max(2, some === 0 ? 0 : sum / some),
  };
}

/** A point of a sparse past that is rarer is an outlier, and so many of them are a habit. */
const oddBelow = 1e-4;
const habit = 12;

/** What has been before is no news: a burst must be this much beyond the largest so far. */
const beyondLargest = 1.5;

function sparseTail(observed: number, { largest, chance, mean }: SparsePast): number {
  if (observed <= largest * beyondLargest) return 1;
  return chance * (1 - 1 / (mean + 1)) ** Math.max(0, observed - 1);
}

/** The amount that has this probability. */
function sparseReach(limit: number, { largest, chance, mean }: SparsePast): number {
  const amount = chance <= limit ? 0 : 1 + Math.log(limit / chance) / Math.log(1 - 1 / (mean + 1));
  return Math.max(largest * beyondLargest, amount);
}

/** One outlier does not make the next one usual; what comes again and again is. */
function amounts(points: readonly Point[], from: number, to: number, odd: ReadonlySet<number>) {
  const recent = [...odd].filter((index) => index >= from && index < to);
  const passedOver = recent.length < habit ? new Set(recent) : undefined;
  let sum = 0;
  let some = 0;
  let largest = 0;
  for (let n = from; n < to; n++) {
    const value = points[n]?.value ?? 0;
    if (value <= 0 || passedOver?.has(n)) continue;
    sum += value;
    some++;
    largest = Math.max(largest, value);
  }
  return { sum, some, largest };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function bandOf(expected: number, spread: number, limit: number) {
  const reach = quantileOfT(limit) * spread;
  const centre = Math.log1p(expected);
  return { low: Math.max(0, Math.expm1(centre - reach)), high: Math.expm1(centre + reach) };
}

const quantiles = new Map<number, number>();

/** Distance at which Student's t has the two-sided probability; by bisection. */
function quantileOfT(probability: number): number {
  const known = quantiles.get(probability);
  if (known !== undefined) return known;
  let low = 0;
  let high = 1000;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degreesOfFreedom) > probability) low = middle;
    else high = middle;
  }
  quantiles.set(probability, high);
  return high;
}
