// From CloudTrail's records about a function and its layers to its history of changes: who, from where, with what, and
// whether they had changed it before.
import { changerOf } from '../monitor/trail/changers.ts';
import { toChange } from '../monitor/trail/changes.ts';
import { emptyHabits } from '../monitor/trail/habits.ts';
import { meansOf } from '../monitor/trail/means.ts';
import { parseTrailEvent, text } from '../monitor/trail/trail-event.ts';
import type { EvidentChange } from './evidence.ts';

/**
 * `records`: JSON texts, in any order, some of them twice. `pipelines`: principals that a person named as the usual way;
 * none: learned from the records. The newest change comes first.
 */
export function toHistory(
  records: readonly string[],
  pipelines: readonly string[] = [],
): readonly EvidentChange[] {
  const events = new Map<string, NonNullable<ReturnType<typeof parseTrailEvent>>>();
  for (const record of records) {
    const event = parseTrailEvent({ CloudTrailEvent: record });
    if (event !== undefined) events.set(event.id === '' ? record : event.id, event);
  }
  const habits = emptyHabits();
  return [...events.values()]
    .toSorted((a, b) => a.at - b.at)
    .flatMap((event): EvidentChange[] => {
      const change = toChange(event, habits, pipelines);
      if (change === undefined) return [];
      if (event.error === '') {
        const changer = changerOf(event);
        habits.changers[changer] = (habits.changers[changer] ?? 0) + 1;
      }
      const { kind, words } = meansOf(event);
      const codeSha256 = change.kind === 'code' ? text(event.response['codeSha256']) : '';
      return [{ ...change, codeSha256, means: kind, meansWords: words }];
    })
    .toReversed();
}

/** Changes up to the first sighting of the finding; all of them where it does not say when that was. */
export function changesBefore<T extends { readonly at: number }>(
  changes: readonly T[],
  firstSeen: string,
): readonly T[] {
  const until = firstSeen === '' ? Number.POSITIVE_INFINITY : Date.parse(firstSeen);
  return changes.filter(({ at }) => at <= until);
}

/** Hash of the package that ran at the first sighting, as far as the history says; `history`: the newest first. */
export function codeHashThen(
  history: readonly Pick<EvidentChange, 'at' | 'kind' | 'error' | 'codeSha256'>[],
  firstSeen: string,
): string | undefined {
  if (firstSeen === '') return undefined;
  const last = changesBefore(history, firstSeen).find(({ kind, error }) => kind === 'code' && error === '');
  return last?.codeSha256 === '' ? undefined : last?.codeSha256;
}
