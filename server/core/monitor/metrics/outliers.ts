// Points of a metric that are far from what the past makes expected: by the hour of the week where there are weeks,
// by the hour of the day where there are days, else by the last points. Nobody states a rate. Neighbouring points far
// off in the same direction are one observation.
import { countTail, median, robustSpread, studentTail } from '../statistics.ts';
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

/** Metrics whose fall says nothing bad. */
const onlyAbove = /Errors|Throttles|Dropped|Age|DeadLetter|Failures|4xx|5xx|Duration/;

export function findOutliers(series: Series, options: OutlierOptions = {}): readonly MetricOutlier[] {
  const judge = createJudge(series);
  const limit = options.probability ?? defaultProbability;
  const runs: Run[] = [];
  series.points.forEach((point, index) => {
    const judged = judge(index);
    if (!judged || (options.since !== undefined && point.at < options.since)) return;
    const direction = point.value > judged.expected ? 'above' : 'below';
    if (direction === 'below' && onlyAbove.test(series.metric)) return;
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

/** Judges points in ascending order, each by those before it. */
function createJudge({ points }: Series): (index: number) => Judged | undefined {
  const periodMs = median(points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at))) || hourMs;
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
  function comparable(index: number): readonly number[] {
    const { at } = points[index] ?? { at: 0 };
    const weeks = (at - first) / (weekHours * hourMs);
    if (weeks >= 3) {
      const same = [-1, 0, 1].flatMap((shift) =>
        earlier(slotOf(at + shift * hourMs), index, maxWeeks * perHour),
      );
      if (same.length >= 6) return same;
    }
    if (weeks >= 1) {
      const same: number[] = [];
      for (let day = 0; day < 7; day++)
        same.push(...earlier((slotOf(at) + day * 24) % weekHours, index, Math.ceil(maxDays / 7) * perHour));
      if (same.length >= 6) return same;
    }
    const from = Math.max(0, index - 48 * perHour);
    return Array.from({ length: index - from }, (_, offset) => from + offset);
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
    const same = comparable(index);
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
    };
  };
}

/** Where there is mostly nothing: how likely so many are, given how many there were, bursts among them. */
function sparseTail(
  observed: number,
  same: readonly number[],
  points: readonly Point[],
  index: number,
): number {
  const past = points.slice(Math.max(0, index - 2000), index).map(({ value }) => value);
  const largest = past.reduce((max, value) => Math.max(max, value), 0);
  // What has been before is no news: a burst must be beyond the largest so far.
  if (observed <= largest * 1.5) return 1;
  const mean = Math.max(meanOf(past), meanOf(same), 1 / (past.length + 1));
  const variance = past.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, past.length - 1);
  const size = variance > mean ? Math.max(0.05, mean ** 2 / (variance - mean)) : 50;
  return countTail(Math.floor(observed), mean, size);
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
