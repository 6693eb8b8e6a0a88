// What the violations that were read say of a rule (`17 hits in production, last 3 hours ago`) and of a handler
// (`17 violations in the last 7 days, last 3 hours ago`).
import { mayBeDeployedAs } from '../../core/audit/match-declared.ts';
import { agoWords, countByFunction, countByRule } from '../../core/monitor/violations/overview.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
import type { Session } from '../session.ts';
import { isOfRule } from './places.ts';
import { type ShownViolations, shownViolations } from './shown.ts';

export interface InProduction {
  readonly title: string;
  /** The rule as most of its records name it, or the function with most violations: what the panel filters by. */
  readonly name: string;
}

/** Nothing for a rule without a hit, and for all where no violations were read. `now`: milliseconds since 1970. */
export function rulesInProduction(session: Session, now: number): (rule: Rule) => InProduction | undefined {
  const counted = countByRule(shownViolations(session)?.violations ?? []);
  return (rule) => {
    const own = counted.filter((one) => isOfRule(one, rule));
    const [most] = own;
    if (!most) return undefined;
    const count = own.reduce((sum, one) => sum + one.count, 0);
    const last = Math.max(...own.map((one) => one.last));
    return { title: `${countOf(count, 'hit')} in production, last ${agoWords(last, now)}`, name: most.rule };
  };
}

/** By the functions that the workspace's configurations declare for the handler. */
export function handlersInProduction(
  session: Session,
  now: number,
): (handler: Handler) => InProduction | undefined {
  const shown = shownViolations(session);
  const counted = countByFunction(shown?.violations ?? []);
  return ({ configured }) => {
    const own = counted.filter((one) =>
      configured.some((declared) => mayBeDeployedAs(one.function, declared)),
    );
    const [most] = own;
    if (!most || !shown) return undefined;
    const count = own.reduce((sum, one) => sum + one.count, 0);
    const last = Math.max(...own.map((one) => one.last));
    return {
      title: `${countOf(count, 'violation')} ${rangeWords(shown)}, last ${agoWords(last, now)}`,
      name: most.function,
    };
  };
}

function rangeWords({ origin, from, to }: ShownViolations): string {
  if (origin === 'files') return 'in the logs that were read';
  const hours = Math.round((to - from) / 3_600_000);
  const days = Math.round(hours / 24);
  return hours >= 48 ? `in the last ${countOf(days, 'day')}` : `in the last ${countOf(hours, 'hour')}`;
}
