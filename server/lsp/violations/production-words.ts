// What the violations that were read say of a rule: `17 hits in production, last 3 hours ago`.
import { agoWords, countByRule } from '../../core/monitor/violations/overview.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import type { Session } from '../session.ts';
import { isOfRule } from './places.ts';
import { shownViolations } from './shown.ts';

/** Nothing for a rule without a hit, and for all where no violations were read. `now`: milliseconds since 1970. */
export function productionWords(session: Session, now: number): (rule: Rule) => string | undefined {
  const counted = countByRule(shownViolations(session)?.violations ?? []);
  return (rule) => {
    const own = counted.filter((one) => isOfRule(one, rule));
    const count = own.reduce((sum, one) => sum + one.count, 0);
    if (count === 0) return undefined;
    const last = Math.max(...own.map((one) => one.last));
    return `${countOf(count, 'hit')} in production, last ${agoWords(last, now)}`;
  };
}
