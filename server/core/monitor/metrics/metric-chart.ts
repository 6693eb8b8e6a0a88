// A metric as a chart shows it: what was observed and expected, the band outside of which a point is far off, and
// CloudWatch's own band where it has one. Numbers are rounded to what a person can see.
import { expectedBand, type MetricOutlier } from './outliers.ts';
import type { Series } from './series.ts';

export interface MetricChart {
  readonly metric: string;
  readonly function: string;
  readonly account: string;
  readonly region: string;
  /** Seconds since 1970, ascending; the lists below have as many members. */
  readonly times: readonly number[];
  readonly observed: readonly number[];
  /** Null where nothing was expected yet. */
  readonly expected: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** CloudWatch's anomaly band; absent where it has no detector on the metric. */
  readonly cloudwatch?: {
    readonly low: readonly (number | null)[];
    readonly high: readonly (number | null)[];
  };
  readonly outliers: readonly { readonly index: number; readonly direction: 'above' | 'below' }[];
  /** What is usual, of the last week; absent where nothing is expected yet. */
  readonly level?: MetricLevel;
}

export interface MetricLevel {
  /** The middle of what was expected, its least and its most by the hour. */
  readonly usual: number;
  readonly least: number;
  readonly most: number;
}

/** `40 an hour, 10 to 90 by the time`: every point stands for an hour. */
export function levelWords({ metric, level }: MetricChart): string {
  if (level === undefined) return 'not known yet';
  const unit = /Duration|Age/.test(metric) ? 'ms' : /Concurrent/.test(metric) ? 'at once' : 'an hour';
  const { usual, least, most } = level;
  return `${usual} ${unit}${least === most ? '' : `, ${least} to ${most} by the time`}`;
}

const hourMs = 3_600_000;
const weekMs = 168 * hourMs;
/** Of these, CloudWatch leaves out hours of none. */
const counting = /Invocations|Errors|Throttles|Count$|Dropped|Received|Failures/;
const mostPoints = 5000;

/** `from`: points before it teach and are not shown; milliseconds since 1970. */
export function metricChart(
  series: Series,
  outliers: readonly MetricOutlier[],
  from = Number.NEGATIVE_INFINITY,
): MetricChart {
  const { metric, account = '', region = '', cloudwatchBand } = series;
  const isFlat = series.points.every(({ value }) => value === 0);
  const band = new Map(isFlat ? [] : expectedBand(series).map((one) => [one.at, one] as const));
  const theirs = new Map(cloudwatchBand?.map((one) => [one.at, one]));
  const points = withNone(series, from).slice(-mostPoints);
  const bandAt = (pick: (one: { expected: number; low: number; high: number }) => number) =>
    points.map(({ at }) => {
      const one = band.get(at);
      return one === undefined ? null : rounded(pick(one));
    });
  const theirsAt = (pick: (one: { low: number; high: number }) => number) =>
    points.map(({ at }) => {
      const one = theirs.get(at);
      return one === undefined ? null : rounded(pick(one));
    });
  const level = isFlat ? { usual: 0, least: 0, most: 0 } : levelOf([...band.values()]);
  return {
    metric,
    function: series.function,
    account,
    region,
    times: points.map(({ at }) => at / 1000),
    observed: points.map(({ value }) => rounded(value)),
    expected: bandAt((one) => one.expected),
    low: bandAt((one) => one.low),
    high: bandAt((one) => one.high),
    ...(cloudwatchBand === undefined
      ? {}
      : { cloudwatch: { low: theirsAt((one) => one.low), high: theirsAt((one) => one.high) } }),
    outliers: points.flatMap(({ at, value }, index) => {
      const own = outliers.find(({ window }) => at >= window.start && at < window.end);
      if (!own) return [];
      const expected = band.get(at);
      const isOut =
        at === own.at || (expected !== undefined && (value > expected.high || value < expected.low));
      return isOut ? [{ index, direction: own.direction }] : [];
    }),
    ...(level === undefined ? {} : { level }),
  };
}

function withNone({ metric, points, until = 0 }: Series, from: number): Series['points'] {
  const shown = points.filter(({ at }) => at >= from);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!counting.test(metric) || !first || !last) return shown;
  // A function that has stopped has no points up to where it was asked for.
  const size = Math.round((Math.max(last.at, until - hourMs) - first.at) / hourMs) + 1;
  // Finer or odd grids stay as they are.
  if (size > mostPoints || shown.some(({ at }) => (at - first.at) % hourMs !== 0)) return shown;
  const known = new Map(shown.map((point) => [point.at, point]));
  return Array.from({ length: size }, (_, n) => {
    const at = first.at + n * hourMs;
    return known.get(at) ?? { at, value: 0 };
  });
}

function levelOf(
  band: readonly { readonly at: number; readonly expected: number }[],
): MetricLevel | undefined {
  const end = band.at(-1)?.at;
  if (end === undefined) return undefined;
  const week = band
    .filter(({ at }) => at > end - weekMs)
    .map(({ expected }) => expected)
    .sort((a, b) => a - b);
  const usual = week[week.length >> 1] ?? 0;
  return { usual: rounded(usual), least: rounded(week[0] ?? 0), most: rounded(week.at(-1) ?? 0) };
}

function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : 0;
}
