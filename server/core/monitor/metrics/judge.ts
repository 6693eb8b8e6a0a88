// What judges the points of a series: what was expected at each, and how likely a value at least as far off is, were
// all as before. A judge is asked in ascending order and knows nothing of what comes later.
import { median } from '../statistics.ts';
import type { Point } from './series.ts';

export interface Judged {
  readonly expected: number;
  readonly probability: number;
  /** Points that the expectation is made from. */
  readonly sampleSize: number;
  readonly periodMs: number;
  /** Whether a value below the expected can be told from chance: weekends look like a fall until there are weeks. */
  readonly canFall: boolean;
  /** Inside of it a value is not rarer than `limit`. */
  readonly band: (limit: number) => { readonly low: number; readonly high: number };
}

/** Undefined while nothing can be expected yet. */
export type Judge = (index: number) => Judged | undefined;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The distance that most neighbours have. */
export function periodOf(points: readonly Point[]): number {
  return median(points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at))) || hourMs;
}
