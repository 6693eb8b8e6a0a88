// A series as it is kept between runs: the points of the last weeks as text, so that what is usual is known although a
// file or an answer holds only the latest.
import { type Point, type Series, toSeries } from './series.ts';

const dayMs = 86_400_000;
/** The hours of the week want eight weeks; more is not looked at. */
const keptDays = 70;
const mostPoints = 25_000;

/** Names the series in a store. */
export function seriesKey({ account = '', region = '', function: name, metric }: Series): string {
  return [account, region, name, metric].join('\0');
}

/** What was kept and what is new as one; of two points at one time the new one counts. */
export function joinSeries(series: Series, kept: readonly Point[]): Series {
  const { points } = toSeries(series.metric, series.function, [...series.points, ...kept]).series;
  return { ...series, points };
}

export function writeKeptSeries(series: Series): string {
  const last = series.points.at(-1)?.at ?? 0;
  const points = series.points.filter(({ at }) => at > last - keptDays * dayMs).slice(-mostPoints);
  const first = points[0]?.at ?? 0;
  // Distances in seconds are short, and mostly the same.
  const steps = points.map(({ at }, index) => (at - (points[index - 1]?.at ?? first)) / 1000);
  return JSON.stringify({ version: 1, first, steps, values: points.map(({ value }) => value) });
}

/** Empty where the text is of another version or broken. */
export function readKeptSeries(text: string | undefined): readonly Point[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return [];
  const { first, steps, values }: Readonly<Record<string, unknown>> = Object(value);
  if (typeof first !== 'number' || !Array.isArray(steps) || !Array.isArray(values)) return [];
  let at = first;
  return steps.flatMap((step: unknown, index): Point[] => {
    const one: unknown = values[index];
    if (typeof step !== 'number' || typeof one !== 'number') return [];
    at += step * 1000;
    return [{ at, value: one }];
  });
}
