// The violations that were read last, how new ones are followed, and the last query: for the view, the panel and the
// lenses above rules and handlers.
import type { ViolationSource } from '../../aws/violation-events.ts';
import type { FollowState } from '../../aws/violation-following.ts';
import type { ViolationAlarms } from '../../core/monitor/violations/alarms.ts';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import type { QueriedGroup, QueryGrouping } from '../../core/monitor/violations/query.ts';
import type { Session } from '../session.ts';

export interface ShownViolations {
  readonly origin: 'aws' | 'files';
  readonly violations: readonly SeenViolation[];
  readonly sources: readonly ViolationSource[];
  /** Undefined: nobody asked for them, as for files. */
  readonly alarms: ViolationAlarms | undefined;
  /** In words for a person. */
  readonly gaps: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  /** When they were read; while they are followed, now. */
  readonly to: number;
  readonly profile: string;
}

/** Of violations that are followed, by Region. */
export interface Following {
  readonly states: ReadonlyMap<string, FollowState>;
  /** Log groups that are not followed, since a session takes ten. */
  readonly left: number;
}

export interface ShownQuery {
  readonly by: QueryGrouping;
  readonly groups: readonly QueriedGroup[];
  readonly bytesScanned: number;
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly string[];
}

interface State {
  shown: ShownViolations | undefined;
  following: Following | undefined;
  query: ShownQuery | undefined;
  readonly listeners: (() => void)[];
}

/** More are not kept: the oldest go, and a gap says so. */
export const keptViolations = 200_000;

const states = new WeakMap<Session, State>();

function stateOf(session: Session): State {
  const state = states.get(session) ?? {
    shown: undefined,
    following: undefined,
    query: undefined,
    listeners: [],
  };
  states.set(session, state);
  return state;
}

function tell({ listeners }: State): void {
  for (const listener of listeners) listener();
}

export function shownViolations(session: Session): ShownViolations | undefined {
  return stateOf(session).shown;
}

export function showViolations(session: Session, shown: ShownViolations): void {
  const state = stateOf(session);
  state.shown = shown;
  tell(state);
}

export function following(session: Session): Following | undefined {
  return stateOf(session).following;
}

export function showFollowing(session: Session, now: Following | undefined): void {
  const state = stateOf(session);
  if (state.following === now) return;
  state.following = now;
  tell(state);
}

export function shownQuery(session: Session): ShownQuery | undefined {
  return stateOf(session).query;
}

export function showQuery(session: Session, query: ShownQuery): void {
  const state = stateOf(session);
  state.query = query;
  tell(state);
}

export function onViolations(session: Session, listener: () => void): void {
  stateOf(session).listeners.push(listener);
}

/** Newest first, as many as are kept. */
export function newestOf(violations: SeenViolation[]): SeenViolation[] {
  return violations.sort((a, b) => b.at - a.at).slice(0, keptViolations);
}

/** Newest first, each once; returns those that are new, too. */
export function mergeViolations(
  before: readonly SeenViolation[],
  more: readonly SeenViolation[],
): { readonly all: readonly SeenViolation[]; readonly added: readonly SeenViolation[] } {
  const known = new Set(before.map(({ id }) => id));
  const added = more.filter(({ id }) => !known.has(id) && known.add(id));
  if (added.length === 0) return { all: before, added };
  return { all: newestOf([...added, ...before]), added };
}
