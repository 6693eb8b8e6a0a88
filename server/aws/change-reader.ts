// What reads the part of a thing's state that a kind of change is about: one file in `changes/` each. It never writes.
import type { ChangeKind, StateOf, TargetOf } from '../core/remedy/change.ts';
import type { Client, ServiceName } from './clients.ts';

/** A Region of a connection. Each request is sent once: whoever asks decides about another try. */
export interface ChangeScope {
  client<Name extends ServiceName>(name: Name): Promise<Client<Name>>;
  readonly signal: AbortSignal;
}

export interface ChangeReader<K extends ChangeKind> {
  readonly kind: K;
  /** IAM actions for reading. */
  readonly actions: readonly string[];
  /** Null where there is no such thing. Throws where it may not be read. */
  read(scope: ChangeScope, target: TargetOf<K>): Promise<StateOf<K> | null>;
}

/** Null where the service says that there is no such thing. */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && /NotFound|NoSuchEntity/.test(error.name)) return null;
    throw error;
  }
}

export const options = (scope: ChangeScope) => ({ abortSignal: scope.signal });
