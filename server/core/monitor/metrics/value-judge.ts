// Judges points of a metric of which nothing is known but its values: any unit, any interval, negative or not. Several
// simple expectations (the last point, the last hour, the same time of other days, of other weeks) compete, and are
// believed as far as they came true before. How rare a distance is, is read from the tail of the distances so far
// (peaks over a threshold with a generalised Pareto tail), so that wild series have wide bands and tame ones narrow.
import { median } from '../statistics.ts';
import { dayMs, hourMs, type Judge, type Judged, periodOf } from './judge.ts';
import type { Point } from './series.ts';
import { createTail, type Tail } from './tail.ts';

/** Below this nothing is expected yet. */
const minimumPoints = 48;
const minimumHistoryMs = dayMs;
/** Times of the day are told apart as finely as the points lie, but no finer. */
const finestSlotMs = 10 * 60_000;
const days = 7;
const weeks = 4;
/** An expectation this much worse than the best is not asked. */
const trusted = 1.6;
/** What lies closer than this share of the level and of the range is no news, however steady the past. */
const levelShare = 0.005;
const rangeShare = 0.06;

interface Expected {
  readonly value: number;
  /** The same without what it drifted lately: what is near to either is as expected. */
  readonly other?: number;
  readonly samples: number;
}

interface Expectation {
  /** Of the transformed value; undefined where it has nothing to go by. */
  readonly at: (index: number) => Expected | undefined;
  /** Only believed where it is the best. */
  readonly onlyBest: boolean;
  /** Above and below. */
  readonly tails: readonly [Tail, Tail];
  /** Follows the typical distance. */
  readonly errors: Recent;
}

interface Scale {
  readonly values: Float64Array;
  readonly back: (value: number) => number;
  readonly expectations: readonly Expectation[];
}

export function createValueJudge(points: readonly Point[]): Judge {
  const periodMs = periodOf(points);
  const perDay = Math.max(1, Math.round(dayMs / periodMs));
  const firstAt = points[0]?.at ?? 0;
  const raw = Float64Array.from(points, ({ value }) => value);
  const plain = createScale(points, raw, (value) => value, periodMs, true);
  // Where it scatters by a share of itself, shares are what is compared.
  const unit = median([...raw.subarray(0, Math.max(minimumPoints, perDay))].map(Math.abs)) || 1;
  const isShares = raw.every((value) => value >= 0);
  const shares = isShares
    ? createScale(
        points,
        raw.map((value) => Math.log(value / unit + 0.02)),
        (value) => Math.max(0, (Math.exp(value) - 0.02) * unit),
        periodMs,
        false,
      )
    : undefined;
  const scatter = createScatter(Math.min(1000, Math.max(200, 14 * perDay)));
  const range = createRecent(keptOf(perDay));
  const grain = grainOf(raw);
  const isCounting = raw.every((value) => value >= 0 && Number.isInteger(value));
  /** Neighbouring points are much alike: more of them an hour are only a few more chances to be wrong. */
  const chances = Math.max(1, hourMs / periodMs) ** 0.2;
  let next = 0;
  let known: Judged | undefined;

  function step(index: number): Judged | undefined {
    const usesShares = shares !== undefined && scatter.growsWithLevel();
    const outcomes = [plain, ...(shares ? [shares] : [])].map((scale) => look(scale, index));
    const [ofPlain] = outcomes;
    if (ofPlain?.best)
      scatter.add(ofPlain.best.expected, Math.abs((raw[index] ?? 0) - ofPlain.best.expected));
    range.add(raw[index] ?? 0);
    const point = points[index];
    if (!point || index < minimumPoints || point.at - firstAt < minimumHistoryMs) return undefined;
    const outcome = usesShares ? outcomes[1] : ofPlain;
    const found = outcome?.rarest;
    if (!found || !outcome) return undefined;
    // The first weekend is unlike the days before it, and the Monday after unlike the weekend.
    const isStrangeDay =
      point.at - firstAt < 14 * dayMs && [0, 1, 6].includes(new Date(point.at).getUTCDay());
    const asked = outcome.asked * chances * (isStrangeDay ? 15 : 1);
    const scale = usesShares && shares ? shares : plain;
    const expected = scale.back(found.expected);
    const [low5, middle, high95] = range.spread();
    const least = Math.max(levelShare * Math.abs(middle), rangeShare * (high95 - low5), 2.6 * grain, 1e-9);
    const own = raw[index] ?? 0;
    const isNear =
      Math.abs(own - expected) < least ||
      (isCounting && Math.abs(own - expected) < 4 * Math.sqrt(Math.max(expected, 0) + 1));
    return {
      expected,
      probability: isNear ? 1 : Math.min(1, found.probability * asked),
      sampleSize: found.samples,
      periodMs,
      canFall: true,
      band: (limit) => ({
        low: Math.min(scale.back(found.expected - found.tails[1].reach(limit / asked)), expected - least),
        high: Math.max(scale.back(found.expected + found.tails[0].reach(limit / asked)), expected + least),
      }),
    };
  }

  return (index) => {
    for (; next <= index; next++) known = step(next);
    return known;
  };
}

interface Looked {
  readonly expected: number;
  readonly probability: number;
  readonly samples: number;
  readonly tails: readonly [Tail, Tail];
}

/** What the believed expectations say of a point; all of them learn from it. */
function look(
  { values, expectations }: Scale,
  index: number,
): { readonly best: Looked | undefined; readonly rarest: Looked | undefined; readonly asked: number } {
  const own = values[index] ?? 0;
  const said = expectations.flatMap((one) => {
    const told = one.at(index);
    return told ? [{ one, ...told, error: one.errors.median() }] : [];
  });
  const ready = said.filter(({ one }) => one.errors.size() >= minimumPoints);
  const leastError = Math.min(...ready.map(({ error }) => error));
  let asked = 0;
  let best: Looked | undefined;
  let rarest: Looked | undefined;
  for (const { one, value: drifted, other = drifted, samples, error } of said) {
    const value = Math.abs(own - other) < Math.abs(own - drifted) ? other : drifted;
    const distance = own - value;
    const tail = one.tails[distance >= 0 ? 0 : 1];
    if (one.errors.size() >= minimumPoints && error <= leastError * (one.onlyBest ? 1 : trusted)) {
      asked++;
      const probability = tail.probability(Math.abs(distance));
      const looked = { expected: value, probability, samples, tails: one.tails };
      if (!best || error === leastError) best = looked;
      if (!rarest || probability < rarest.probability) rarest = looked;
    }
    tail.add(Math.abs(distance));
    one.errors.add(Math.abs(distance));
  }
  return { best, rarest, asked };
}

function createScale(
  points: readonly Point[],
  values: Float64Array,
  back: (value: number) => number,
  periodMs: number,
  isPlain: boolean,
): Scale {
  const perDay = Math.max(1, Math.round(dayMs / periodMs));
  const kept = keptOf(perDay);
  const grain = isPlain ? grainOf(values) : 0;
  const make = (at: Expectation['at'], onlyBest = false): Expectation => ({
    at,
    onlyBest,
    tails: [createTail(kept, grain), createTail(kept, grain)],
    errors: createRecent(Math.min(kept, 600)),
  });
  const lately = Math.max(5, Math.min(12, Math.round(hourMs / periodMs)));
  const latest = (count: number) => (index: number) =>
    index < count ? undefined : { value: median([...values.subarray(index - count, index)]), samples: count };
  const seasonal = (everyMs: number, times: number) => {
    const same = sameTimes(points, values, everyMs, times, periodMs);
    // A level that moved, and a slow trend, are followed within the day.
    const drift = createRecent(Math.max(24, perDay));
    let asked = -1;
    let value: Expected | undefined;
    return (index: number) => {
      if (index === asked) return value;
      asked = index;
      const found = same(index);
      if (!found) {
        value = undefined;
        return undefined;
      }
      const drifted = found.value + (drift.size() >= 12 ? drift.median() : 0);
      value = { value: drifted, other: found.value, samples: found.samples };
      drift.add((values[index] ?? 0) - found.value);
      return value;
    };
  };
  return {
    values,
    back,
    expectations: [
      ...(periodMs <= 6 * hourMs ? [make(seasonal(dayMs, days)), make(seasonal(7 * dayMs, weeks))] : []),
      make(latest(1), true),
      make(latest(lately)),
    ],
  };
}

/** The middle of what was at the same time (and beside it) of the days or weeks before. */
function sameTimes(
  points: readonly Point[],
  values: Float64Array,
  everyMs: number,
  times: number,
  periodMs: number,
) {
  const width = Math.max(periodMs, finestSlotMs);
  const byTime = new Map<number, number[]>();
  const slot = (at: number) => Math.floor(at / width);
  const perEvery = Math.round(everyMs / width);
  // Another hour is another time of the day.
  const beside = width > hourMs ? [0] : [-1, 0, 1];
  let learned = 0;
  return (index: number) => {
    const here = slot(points[index]?.at ?? 0);
    for (; learned < index; learned++) {
      const key = slot(points[learned]?.at ?? 0);
      const list = byTime.get(key);
      if (list) list.push(learned);
      else byTime.set(key, [learned]);
    }
    const found: number[] = [];
    let seen = 0;
    for (let back = 1; back <= times; back++) {
      const before = found.length;
      for (const step of beside)
        for (const one of byTime.get(here - back * perEvery + step) ?? []) found.push(values[one] ?? 0);
      if (found.length > before) seen++;
    }
    return seen < 2 ? undefined : { value: middleOf(Float64Array.from(found)), samples: found.length };
  };
}

/** Distances of two weeks teach, but not more than so many. */
function keptOf(perDay: number): number {
  return Math.min(4000, Math.max(200, 14 * perDay));
}

/** What the values are whole numbers of, about: neighbouring values are mostly so far apart. */
function grainOf(values: Float64Array): number {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const gaps = Float64Array.from(distinct.slice(1), (value, n) => value - (distinct[n] ?? 0)).sort();
  return gaps[gaps.length >> 2] ?? 0;
}

/** The median; sorts what it is given. */
function middleOf(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  return values.length % 2 === 1
    ? (values[middle] ?? 0)
    : ((values[middle - 1] ?? 0) + (values[middle] ?? 0)) / 2;
}

/** Increments in a period of a counter that only grows and now and then begins anew; else the points as they are. */
export function withoutCounter(points: readonly Point[]): readonly Point[] {
  if (points.length < 100) return points;
  let grows = 0;
  let falls = 0;
  for (let n = 1; n < points.length; n++) {
    const step = (points[n]?.value ?? 0) - (points[n - 1]?.value ?? 0);
    if (step > 0) grows++;
    else if (step < 0) falls++;
  }
  if (falls > points.length * 0.02 || grows < points.length * 0.5) return points;
  const period = periodOf(points);
  return points.slice(1).map(({ at, value }, n) => {
    const before = points[n] ?? { at: at - period, value };
    const grown = value >= before.value ? value - before.value : value;
    // Where a point is missing, the next holds the steps of both.
    return { at, value: (grown * period) / (at - before.at) };
  });
}

interface Recent {
  add(value: number): void;
  size(): number;
  median(): number;
  /** Fifth, fiftieth and ninety-fifth of a hundred. */
  spread(): readonly [number, number, number];
}

/** The latest values, with quantiles that are made anew now and then: they change slowly. */
function createRecent(most: number): Recent {
  const ring: number[] = [];
  let added = 0;
  let madeAt = -1;
  let quantiles: readonly [number, number, number] = [0, 0, 0];
  const refresh = () => {
    if (madeAt !== -1 && added - madeAt < Math.max(1, ring.length >> 4)) return quantiles;
    madeAt = added;
    const sorted = Float64Array.from(ring).sort();
    const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    quantiles = [quantile(0.05), quantile(0.5), quantile(0.95)];
    return quantiles;
  };
  return {
    add(value) {
      ring[added % most] = value;
      added++;
    },
    size: () => ring.length,
    median: () => refresh()[1],
    spread: refresh,
  };
}

/** Whether distances from the expected are larger where the expected is. */
function createScatter(most: number) {
  const ring: { readonly level: number; readonly distance: number }[] = [];
  let added = 0;
  let known = false;
  return {
    add(level: number, distance: number) {
      ring[added % most] = { level, distance };
      added++;
      if (added % Math.max(24, most >> 5) !== 0 || ring.length < 2 * minimumPoints) return;
      const middle = median(ring.map((one) => one.level));
      const high = ring.filter((one) => one.level > middle);
      const low = ring.filter((one) => one.level <= middle);
      const levels = median(high.map((one) => one.level)) / (median(low.map((one) => one.level)) || 1);
      const ratio =
        median(high.map((one) => one.distance)) / (median(low.map((one) => one.distance)) || 1e-12);
      known = levels > 1.5 && ratio > Math.sqrt(levels);
    },
    growsWithLevel: () => known,
  };
}
