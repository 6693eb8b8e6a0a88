// Who changes functions, as far as it is usual: by the principal, whose name may carry a suffix that each deployment of
// the pipeline itself makes anew.
import type { Habits } from './habits.ts';
import type { TrailEvent } from './trail-event.ts';

/** So many changes by others before a new one is unusual. */
const learned = 3;

/** `Stack-DeployRole-1A2B3C4D5E6F` and the same role of the next stack are one changer. */
export function changerOf({ identity }: TrailEvent): string {
  return (identity.principal || identity.invokedBy).replace(
    /-(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{11,13}$/,
    '-*',
  );
}

export type Way = 'usual' | 'unusual' | 'unknown';

/** A stranger's second change is no habit yet: usual is who made three changes, or a third of all. */
export function wayOf(event: TrailEvent, { changers }: Habits): Way {
  const changes = Object.values(changers).reduce((sum, count) => sum + count, 0);
  if (changes < learned) return 'unknown';
  const own = changers[changerOf(event)] ?? 0;
  return own >= learned || own * 3 >= changes ? 'usual' : 'unusual';
}

/** Whether somebody changes a function who never did, while others have; of code, who never changed code. */
export function isStranger(
  event: TrailEvent,
  habits: Habits,
  what: 'code' | 'anything' = 'anything',
): boolean {
  const known = what === 'code' ? (habits.codeChangers ?? {}) : habits.changers;
  const changes = Object.values(known).reduce((sum, count) => sum + count, 0);
  return changes >= learned && (known[changerOf(event)] ?? 0) === 0;
}

/** Whether an identity has changed functions often enough to be their pipeline. */
export function isPipeline(event: TrailEvent, habits: Habits): boolean {
  return (habits.changers[changerOf(event)] ?? 0) >= 5;
}
