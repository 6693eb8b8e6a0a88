// Violations counted here as a query counts them in AWS: by rule, function, source address, hour, or all but the address.
import { fieldsOf, mergeGroups, type QueriedGroup, type QueryGrouping } from './query.ts';
import { otherRules } from './tally.ts';
import type { Violation } from './violation.ts';

export interface ViolationCount {
  add(violation: Violation): void;
  groups(): readonly QueriedGroup[];
}

const hourMs = 3_600_000;
const nothing: QueriedGroup = { function: '', kind: '', rule: '', source: '', hour: '', count: 0 };
const otherSources = '(other addresses)';
const otherFunctions = '(other functions)';

/** A log may have an address or a rule of its own on each line: what comes later is counted together. */
const maxGroups = 10_000;

/** Memory grows with the number of groups, up to a limit. */
export function createViolationCount(by: QueryGrouping): ViolationCount {
  const found = new Map<string, { group: QueriedGroup; count: number }>();
  return {
    add({ function: name = '', kind, rule, source = '', at }) {
      const hour = hourOf(at);
      const whole = { function: name, kind, rule, source, hour };
      const fields = fieldsOf[by].map((field) => [field, whole[field]] as const);
      const key = fields.map(([, value]) => value).join('\0');
      const known = found.get(key) ?? (found.size > maxGroups ? found.get(otherRules) : undefined);
      if (known) known.count++;
      else if (found.size === maxGroups)
        found.set(otherRules, {
          group: {
            function: otherFunctions,
            kind,
            rule: otherRules,
            source: otherSources,
            hour: '',
            count: 0,
          },
          count: 1,
        });
      else found.set(key, { group: { ...nothing, ...Object.fromEntries(fields) }, count: 1 });
    },
    groups: () =>
      mergeGroups(
        [...found.values()].map(({ group, count }) => ({ ...group, count })),
        by,
      ),
  };
}

/** As a query writes it; empty where the record bears no time. */
function hourOf(at: number | undefined): string {
  if (at === undefined) return '';
  return new Date(at - (at % hourMs)).toISOString().replace('T', ' ').replace('Z', '');
}
