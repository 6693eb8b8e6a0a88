// What each function's role usually does, learned from the calls before: the set of (service, action), how often calls
// are refused, and where from. Plain data that can be kept between runs; bounded by the number of distinct actions.
import type { TrailEvent } from './trail-event.ts';

export interface Habits {
  readonly version: 1;
  /** By role and function (`role/session`). */
  readonly callers: Record<string, CallerHabits>;
  /** Who changes functions, by principal: how often. */
  readonly changers: Record<string, number>;
  /** Of these, who brings code. Absent in baselines of before. */
  codeChangers?: Record<string, number>;
}

export interface CallerHabits {
  first: number;
  last: number;
  /** Days on which there was a call, as days since 1970; the latest few hundred. */
  days: number[];
  /** `service:Action` to the time of its last call and how many there were. */
  actions: Record<string, { last: number; count: number }>;
}

const keptDays = 400;
const keptActions = 2000;
const dayMs = 86_400_000;

export function emptyHabits(): Habits {
  return { version: 1, callers: {}, changers: {} };
}

/** The session of an execution role is named after its function; both name the caller. */
export function callerOf({ identity }: TrailEvent): string {
  return `${identity.principal}/${identity.session}`;
}

export function learnCall(habits: Habits, event: TrailEvent): void {
  const key = callerOf(event);
  const known = habits.callers[key];
  const caller = known ?? { first: event.at, last: event.at, days: [], actions: {} };
  if (!known) habits.callers[key] = caller;
  caller.first = Math.min(caller.first, event.at);
  caller.last = Math.max(caller.last, event.at);
  const day = Math.floor(event.at / dayMs);
  if (!caller.days.includes(day)) caller.days = [...caller.days, day].sort((a, b) => a - b).slice(-keptDays);
  const action = `${event.service}:${event.name}`;
  const seen = caller.actions[action];
  if (seen) {
    seen.last = Math.max(seen.last, event.at);
    seen.count++;
  } else if (Object.keys(caller.actions).length < keptActions)
    caller.actions[action] = { last: event.at, count: 1 };
}

/** How many days the caller has been watched before `at`. */
export function historyDays(caller: CallerHabits, at: number): number {
  return Math.floor((at - caller.first) / dayMs);
}
