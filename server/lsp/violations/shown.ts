// The violations that were read last, for the view, the panel and the lenses above rules.
import type { ViolationSource } from '../../aws/violation-events.ts';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import type { Session } from '../session.ts';

export interface ShownViolations {
  readonly violations: readonly SeenViolation[];
  readonly sources: readonly ViolationSource[];
  /** In words for a person. */
  readonly gaps: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  /** When they were read; while they are followed, now. */
  readonly to: number;
  readonly profile: string;
}

interface State {
  shown: ShownViolations | undefined;
  readonly listeners: (() => void)[];
}

/** More are not kept: the oldest go, and a gap says so. */
export const keptViolations = 200_000;

const states = new WeakMap<Session, State>();

function stateOf(session: Session): State {
  const state = states.get(session) ?? { shown: undefined, listeners: [] };
  states.set(session, state);
  return state;
}

export function shownViolations(session: Session): ShownViolations | undefined {
  return stateOf(session).shown;
}

export function showViolations(session: Session, shown: ShownViolations): void {
  const state = stateOf(session);
  state.shown = shown;
  for (const listener of state.listeners) listener();
}

export function onViolations(session: Session, listener: () => void): void {
  stateOf(session).listeners.push(listener);
}

/** Newest first, each once; returns those that are new, too. */
export function mergeViolations(
  before: readonly SeenViolation[],
  more: readonly SeenViolation[],
): { readonly all: readonly SeenViolation[]; readonly added: readonly SeenViolation[] } {
  const known = new Set(before.map(({ id }) => id));
  const added = more.filter(({ id }) => !known.has(id) && known.add(id));
  if (added.length === 0) return { all: before, added };
  const all = [...added, ...before].sort((a, b) => b.at - a.at).slice(0, keptViolations);
  return { all, added };
}
