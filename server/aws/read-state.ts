// The state of what a change is about, and from wishes to a plan: each wish with the state that it would change.
import {
  type Change,
  type ChangeKind,
  isSameState,
  type TargetOf,
  type Wish,
} from '../core/remedy/change.ts';
import type { ChangeReader, ChangeScope } from './change-reader.ts';
import { changeReaders } from './changes/index.ts';
import type { Connection } from './clients.ts';

export function changeScope(connection: Connection, region: string, signal: AbortSignal): ChangeScope {
  return { signal, client: (name) => connection.client(name, region) };
}

export async function readState(
  connection: Connection,
  wish: Wish,
  signal: AbortSignal,
): Promise<Wish['after']> {
  // The kind names the reader and the target alike: a pair that the compiler cannot follow through the table.
  const reader = changeReaders[wish.kind] as ChangeReader<ChangeKind>;
  const target: TargetOf<ChangeKind> = wish.target;
  return (await reader.read(changeScope(connection, wish.region, signal), target)) as Wish['after'];
}

export interface Planned {
  readonly changes: readonly Change[];
  /** Wishes that are fulfilled already. */
  readonly fulfilled: readonly Wish[];
  /** Wishes whose state could not be read, with the reason. */
  readonly unread: readonly { readonly wish: Wish; readonly reason: string }[];
}

export async function planWishes(
  connection: Connection,
  wishes: readonly Wish[],
  signal: AbortSignal,
  onRead: (done: number, total: number) => void = () => {},
): Promise<Planned> {
  const changes: Change[] = [];
  const fulfilled: Wish[] = [];
  const unread: { wish: Wish; reason: string }[] = [];
  for (const [index, wish] of wishes.entries()) {
    onRead(index, wishes.length);
    try {
      const before = await readState(connection, wish, signal);
      if (isSameState(before, wish.after)) fulfilled.push(wish);
      else changes.push({ ...wish, before } as Change);
    } catch (error) {
      unread.push({ wish, reason: error instanceof Error ? error.name : 'unknown' });
    }
  }
  return { changes, fulfilled, unread };
}
