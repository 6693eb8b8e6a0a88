// Keeps the hits of one inspection and decides which are told: one for a rule, path and key-or-value, none that a hit
// of the same rule further inside makes needless, 100 at most.
import type { EventRules } from './event-rules.ts';
import type { EventHit } from './inspect.ts';
import { formatPath } from './path.ts';
import type { Place } from './walk.ts';

export type HitWithoutPlace = Omit<EventHit, 'path' | 'steps' | 'outerSteps'>;

export interface HitBook {
  add(index: number, hit: HitWithoutPlace, place: Place): void;
  hasAny(index: number): boolean;
  /** Whether the rule hit an earlier text of the same key or string. */
  hasHere(index: number, placeId: number): boolean;
  isFull(index: number): boolean;
  close(rules: EventRules): { readonly hits: readonly EventHit[]; readonly isCut: boolean };
}

const maxHits = 100;

export function hitBook(): HitBook {
  const byRule = new Map<
    number,
    { readonly hits: EventHit[]; readonly seen: Set<string>; lastPlace: number }
  >();

  return {
    add(index, hit, place) {
      let entry = byRule.get(index);
      if (entry === undefined) {
        entry = { hits: [], seen: new Set(), lastPlace: -2 };
        byRule.set(index, entry);
      }
      entry.lastPlace = place.id;
      const steps = place.steps();
      const path = formatPath(steps, hit.isKey);
      const name = `${hit.isKey ? 'k' : 'v'}${path}`;
      if (entry.seen.has(name)) return;
      entry.seen.add(name);
      entry.hits.push({ ...hit, path, steps, outerSteps: place.outerSteps() });
    },
    hasAny: (index) => byRule.has(index),
    hasHere: (index, placeId) => byRule.get(index)?.lastPlace === placeId,
    // One more than are told, so that it shows that there were more.
    isFull: (index) => (byRule.get(index)?.hits.length ?? 0) > maxHits,
    close(rules) {
      const told: EventHit[] = [];
      let isCut = false;
      for (let index = 0; index < rules.rules.length && !isCut; index++) {
        const hits = byRule.get(index)?.hits;
        if (hits === undefined) continue;
        for (const hit of innermost(hits)) {
          isCut = told.length >= maxHits;
          if (isCut) break;
          told.push(hit);
        }
      }
      return { hits: told, isCut };
    },
  };
}

/** A hit in a value goes where the rule also hits below that value. */
function innermost(hits: readonly EventHit[]): readonly EventHit[] {
  return hits.filter((hit) => hit.isKey || !hits.some((other) => isBelow(other.path, hit.path)));
}

/** Written paths: what follows the upper one begins a new step. */
function isBelow(path: string, upper: string): boolean {
  if (path.length <= upper.length || !path.startsWith(upper)) return false;
  const next = path[upper.length];
  return next === '.' || next === '[';
}
