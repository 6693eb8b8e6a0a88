// Violations counted by function and rule, and by hour, with the latest of them. Memory grows with the number of
// functions, rules and hours up to a limit, and not with the number of violations.
import type { RuleFileKind } from '../../rulelang/rule.ts';
import type { Violation } from './violation.ts';

export interface ViolationGroup {
  /** Empty where the log does not say. */
  readonly function: string;
  readonly kind: RuleFileKind;
  readonly rule: string;
  count: number;
  /** Of the count, those that were let through. */
  monitored: number;
  first: number | undefined;
  last: number | undefined;
  /** Of the latest: where in the code or the event. */
  sample: Violation;
}

export interface HourCount {
  /** Start of the hour, milliseconds since 1970, UTC. */
  readonly hour: number;
  readonly count: number;
}

export interface ViolationTally {
  readonly total: number;
  add(violation: Violation): void;
  /** Most frequent first. */
  groups(): readonly ViolationGroup[];
  hours(): readonly HourCount[];
  /** Newest first. */
  latest(): readonly Violation[];
}

const hourMs = 3_600_000;
const keptLatest = 200;
/** Of functions with their rules; what comes later is counted together, as `otherRules`. */
const maxGroups = 10_000;
/** Eleven years of hours. */
const maxHours = 100_000;
/** Stands for the rules beyond the limit. */
export const otherRules = '(other rules)';

export function createViolationTally(): ViolationTally {
  const groups = new Map<string, ViolationGroup>();
  const hours = new Map<number, number>();
  let latest: Violation[] = [];
  let oldestKept = Number.NEGATIVE_INFINITY;
  let total = 0;

  function trimLatest(): void {
    latest = latest.sort((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, keptLatest);
    oldestKept = latest.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  return {
    get total() {
      return total;
    },
    add(violation) {
      total++;
      const { at, kind } = violation;
      let { rule, function: name = '' } = violation;
      let key = `${name}\0${kind}\0${rule}`;
      let group = groups.get(key);
      if (!group && groups.size >= maxGroups) {
        [name, rule] = ['', otherRules];
        key = `${name}\0${kind}\0${rule}`;
        group = groups.get(key);
      }
      if (!group) {
        group = {
          function: name,
          kind,
          rule,
          count: 0,
          monitored: 0,
          first: at,
          last: at,
          sample: violation,
        };
        groups.set(key, group);
      }
      group.count++;
      if (violation.mode === 'monitor') group.monitored++;
      if (at !== undefined) {
        if (group.first === undefined || at < group.first) group.first = at;
        if (group.last === undefined || at >= group.last) {
          group.last = at;
          group.sample = violation;
        }
        const hour = at - (at % hourMs);
        const before = hours.get(hour);
        if (before !== undefined || hours.size < maxHours) hours.set(hour, (before ?? 0) + 1);
      }
      if (latest.length >= keptLatest && (at ?? 0) <= oldestKept) return;
      latest.push(violation);
      if (latest.length >= 4 * keptLatest) trimLatest();
    },
    groups: () =>
      [...groups.values()].sort(
        (a, b) => b.count - a.count || compare(a.function, b.function) || compare(a.rule, b.rule),
      ),
    hours: () => [...hours].map(([hour, count]) => ({ hour, count })).sort((a, b) => a.hour - b.hour),
    latest() {
      trimLatest();
      return latest;
    },
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
