// What the editor's server and the thread of planned changes say to each other: plain data.
import type { AskedChange, ChangeAnswers, ChangeProgress, ChangeSubject } from '../../protocol/changes.ts';
import type { Drafted } from './planner.ts';

export interface ChangeAccess {
  /** In the words of an audit's `via`. */
  readonly via: string;
  readonly endpointUrl?: string;
}

interface PlannerJob {
  readonly access: ChangeAccess;
  readonly planner: string;
  readonly subject: ChangeSubject;
}

/** The journal is on the disk; what happened is in it afterwards. */
interface JournalJob {
  readonly access: ChangeAccess;
  readonly journal: string;
}

export type ChangesJob =
  | (PlannerJob & { readonly kind: 'ask' })
  | (PlannerJob & { readonly kind: 'plan'; readonly answers: ChangeAnswers })
  | (JournalJob & { readonly kind: 'apply' })
  | (JournalJob & { readonly kind: 'undo' });

export interface CarriedOut {
  /** What stopped it, in words with the next step; absent: it was carried out wholly. */
  readonly stopped?: string;
  readonly remarks: readonly string[];
}

/** By the kind of the job. */
export interface ChangesAnswers {
  readonly ask: Omit<AskedChange, 'subject'> & { readonly region: string };
  readonly plan: Drafted;
  readonly apply: CarriedOut;
  readonly undo: CarriedOut;
}

export type FromChangesThread =
  | { readonly kind: 'progress'; readonly progress: ChangeProgress }
  | { readonly kind: 'mfa'; readonly serial: string }
  | { readonly kind: 'done'; readonly answer: ChangesAnswers[keyof ChangesAnswers] }
  /** In words for a person. */
  | { readonly kind: 'failed'; readonly message: string };

/** One job after the other, all with the same access. */
export type ToChangesThread =
  | { readonly kind: 'job'; readonly job: ChangesJob }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'end' }
  /** Null: the person gave none. */
  | { readonly kind: 'mfa-code'; readonly code: string | null };
