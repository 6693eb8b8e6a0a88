// A model of a function's hourly metrics over a year, quiet by itself, and what is put into it on purpose.
// The model, for each kind of function: calls have a level, a daily and a weekly rhythm, counts scatter by their root or
// more (negative binomial), and hours without calls have no point, as in CloudWatch. Errors, throttles, durations and
// concurrency follow from the calls; iterator age has a heavy tail.
import { type Series, toSeries } from '../../server/core/monitor/metrics/series.ts';
import { type Chance, createChance } from './chance.ts';

export interface FunctionKind {
  readonly name: string;
  /** Calls expected in this hour since the start, which is a Monday 00:00 UTC. */
  readonly calls: (hour: number) => number;
  /** Smaller is wilder; absent: only the root of the count. */
  readonly dispersion?: number;
  /** Share of the days without any call, which are stops that are rightly told. */
  readonly stops?: number;
  /** Hours whose new level is a change that is rightly told: what is reported within two weeks is not counted. */
  readonly shifts?: readonly number[];
}

const day = (hour: number) => 1 + 0.8 * Math.sin(((hour % 24) / 24) * 2 * Math.PI - 2);
const week = (hour: number) => (Math.floor(hour / 24) % 7 >= 5 ? 0.35 : 1);
const office = (hour: number) =>
  hour % 24 >= 8 && hour % 24 < 18 && Math.floor(hour / 24) % 7 < 5 ? 1 : 0.02;

export const functionKinds: readonly FunctionKind[] = [
  { name: 'web shop', calls: (hour) => 900 * day(hour) * week(hour), dispersion: 30 },
  { name: 'office hours', calls: (hour) => 300 * office(hour), dispersion: 12 },
  { name: 'steady queue', calls: () => 3600 },
  { name: 'every five minutes', calls: () => 12 },
  { name: 'nightly job', calls: (hour) => (hour % 24 === 2 ? 40 : 0) },
  { name: 'weekly report', calls: (hour) => (hour % 168 === 6 ? 6 : 0) },
  { name: 'seldom called', calls: () => 0.08 },
  { name: 'bursts by nature', calls: (hour) => 60 * day(hour), dispersion: 1 },
  { name: 'growing', calls: (hour) => 200 * day(hour) * week(hour) * (1 + hour / 4380), dispersion: 20 },
  {
    name: 'moved to a new level',
    calls: (hour) => (hour < 4000 ? 150 : 700) * day(hour),
    dispersion: 20,
    shifts: [4000],
  },
  { name: 'stops for days', calls: (hour) => 500 * day(hour) * week(hour), dispersion: 25, stops: 0.03 },
];

export interface Injection {
  readonly kind: 'spike' | 'burst' | 'drop' | 'errors';
  readonly start: number;
  readonly hours: number;
  readonly factor: number;
}

export const startAt = Date.UTC(2026, 0, 5);
export const hourMs = 3_600_000;

/** All usual metrics of one function over `hours`, one list of series. The hours at which days without calls begin go into `stops`. */
export function makeMetrics(
  kind: FunctionKind,
  name: string,
  hours: number,
  seed: number,
  injections: readonly Injection[] = [],
  stops: number[] = [],
): readonly Series[] {
  const chance = createChance(seed);
  const points = new Map<string, { at: number; value: number }[]>();
  const put = (metric: string, hour: number, value: number) => {
    const list = points.get(metric) ?? [];
    points.set(metric, list);
    list.push({ at: startAt + hour * hourMs, value });
  };
  const duration = 20 + 400 * chance.next();
  const errorRate = 0.002 * chance.next();
  let missing = 0;
  for (let hour = 0; hour < hours; hour++) {
    if (hour % 24 === 0) {
      missing = chance.next() < (kind.stops ?? 0) ? 24 : 0;
      if (missing > 0) stops.push(hour);
    }
    const now = injections.filter((one) => hour >= one.start && hour < one.start + one.hours);
    const factor = now
      .filter(({ kind: what }) => what !== 'errors')
      .reduce((product, one) => product * one.factor, 1);
    const mean = kind.calls(hour);
    // A spike on nothing is still so many calls.
    const base = factor > 1 ? Math.max(mean, 3) : mean;
    const calls = chance.count(base * factor, kind.dispersion);
    const errorFactor = now.find(({ kind: what }) => what === 'errors')?.factor ?? 0;
    const noise = followers(chance, calls, duration, errorRate, errorFactor);
    if (missing > 0 && now.length === 0) continue;
    if (calls === 0) continue;
    put('Invocations', hour, calls);
    for (const [metric, value] of noise) put(metric, hour, value);
  }
  return [...points].map(([metric, list]) => toSeries(metric, name, list).series);
}

function followers(chance: Chance, calls: number, duration: number, errorRate: number, errorFactor: number) {
  const average = duration * Math.exp(0.15 * chance.normal() * (1 + 3 / Math.sqrt(calls + 1)));
  const errors = Math.min(calls, chance.count(calls * errorRate) + Math.round(calls * errorFactor));
  return [
    ['Errors', errors],
    ['Throttles', chance.next() < 0.002 ? chance.count(2) : 0],
    ['Duration', average],
    ['ConcurrentExecutions', 1 + chance.count((calls * average) / 3.6e6 + calls / 2000)],
    ['AsyncEventsReceived', chance.count(calls * 0.3)],
    ['DeadLetterErrors', 0],
    ['IteratorAge', 500 * Math.exp(chance.normal())],
    ['UrlRequestCount', chance.count(calls * 0.5)],
    ['Url4xxCount', chance.count(calls * 0.02, 2)],
  ] as const;
}

/** One of each sort about every three weeks after the first two months, where the kind has them. */
export function chooseInjections(kind: FunctionKind, hours: number, seed: number): readonly Injection[] {
  const chance = createChance(seed ^ 0x5eed);
  const sorts = ['spike', 'burst', 'drop', 'errors'] as const;
  const chosen: Injection[] = [];
  for (let hour = 60 * 24, n = 0; hour < hours - 200; hour += 18 * 24 + chance.below(120), n++) {
    const sort = sorts[n % sorts.length] ?? 'spike';
    const start = hour;
    if (sort === 'spike') chosen.push({ kind: 'spike', start, hours: 1, factor: 8 + chance.below(30) });
    else if (sort === 'burst')
      chosen.push({ kind: 'burst', start, hours: 4 + chance.below(10), factor: 4 + chance.below(8) });
    else if (sort === 'drop' && (kind.calls(start) >= 12 || kind.calls(start + 12) >= 12))
      chosen.push({ kind: 'drop', start: start - (start % 24) + 9, hours: 24, factor: 0.01 });
    else if (sort === 'errors' && kind.calls(start) >= 100)
      chosen.push({ kind: 'errors', start, hours: 2, factor: 0.2 });
  }
  return chosen;
}
