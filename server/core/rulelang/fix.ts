// A proposed edit of a rule file. It travels in a problem's `data`, so that a code action needs no second look.
import type { TextEdit } from '../text/edit.ts';
import type { RuleProblem } from './rule.ts';

export interface RuleFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The safest of several; at most one of a problem. */
  readonly preferred: boolean;
}

export function withFixes(problem: RuleProblem, fixes: readonly RuleFix[]): RuleProblem {
  return fixes.length === 0 ? problem : { ...problem, data: { fixes } };
}

export function fixesOf(problem: RuleProblem): readonly RuleFix[] {
  const data = problem.data;
  if (typeof data !== 'object' || data === null || !('fixes' in data) || !Array.isArray(data.fixes))
    return [];
  return data.fixes.filter(isFix);
}

function isFix(value: unknown): value is RuleFix {
  return typeof value === 'object' && value !== null && 'title' in value && 'edits' in value;
}
