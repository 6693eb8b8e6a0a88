// What comes of raising a range.
import { releaseOf } from '../version.ts';

export type Raised =
  | { readonly kind: 'raised'; readonly range: string; readonly remark?: string }
  /** Nothing below the fixed version is allowed. */
  | { readonly kind: 'enough' }
  /** Anything is allowed, and the newest is chosen where no lock file says otherwise. */
  | { readonly kind: 'open' }
  | { readonly kind: 'unsure'; readonly reason: string };

export const enough: Raised = { kind: 'enough' };
export const open: Raised = { kind: 'open' };
export const unsure = (reason: string): Raised => ({ kind: 'unsure', reason });

/** `from`: the version that the range began with. */
export function raised(range: string, from: string, fixed: string): Raised {
  const [major = 0, minor = 0] = releaseOf(from);
  const [nextMajor = 0, nextMinor = 0] = releaseOf(fixed);
  const isBig = nextMajor > major || (major === 0 && nextMinor > minor);
  return isBig
    ? { kind: 'raised', range, remark: 'a step that may break callers: read its changes and test' }
    : { kind: 'raised', range };
}

/** `1`, `1.2`: the numbers that a wildcard leaves open are the ones behind them. */
export function startsWith(version: string, prefix: readonly number[]): boolean {
  const numbers = releaseOf(version);
  return prefix.every((one, at) => (numbers[at] ?? 0) === one);
}
