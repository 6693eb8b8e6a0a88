// What reads the part of a thing's state that a kind of change is about: one file in `changes/` each. It never writes.
import type { Call } from '../core/remedy/calls.ts';
import type { Change, ChangeKind, StateOf, TargetOf } from '../core/remedy/change.ts';
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
  /** Puts what only the service knows into a call, such as ids of what was made by name. Throws `RefusedChange`. */
  resolve?(scope: ChangeScope, change: ChangeOf<K>, input: Call['input']): Promise<Resolved>;
  /** What the service is still at work on, in words, after it took the call; undefined: it is done. Throws where it failed. */
  pending?(scope: ChangeScope, target: TargetOf<K>): Promise<string | undefined>;
  /** What a person should know after the change was made (or taken back, which is a change too), in words. */
  remark?(scope: ChangeScope, change: ChangeOf<K>): Promise<string | undefined>;
}

export type ChangeOf<K extends ChangeKind> = Extract<Change, { readonly kind: K }>;

export type Resolved =
  | { readonly input: Call['input'] }
  /** Nothing is called; a person should know why. */
  | { readonly remark: string };

/** The change must not be made, in words with the next step. */
export class RefusedChange extends Error {}

/** What was made a moment ago does not show yet: worth another try. */
export class NotThereYet extends Error {}

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
