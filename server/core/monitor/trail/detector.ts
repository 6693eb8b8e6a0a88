// What a detector of the trail is: one file in `detectors/` that looks at one event, knowing the habits so far.
import type { Confidence, Severity } from '../../finding/finding.ts';
import type { Habits } from './habits.ts';
import type { TrailEvent } from './trail-event.ts';

export interface TrailContext {
  readonly habits: Habits;
  /** Whether the caller is the execution role of a function, as far as the trail or the account says. */
  isFunctionRole(event: TrailEvent): boolean;
  /** Events before this one, newest first, within `withinMs`, of the same caller; only the latest few hundred. */
  recent(event: TrailEvent, withinMs: number): readonly TrailEvent[];
}

export interface Hit {
  readonly message: string;
  /** The function that it is about, where there is one. */
  readonly function?: string;
  readonly severity?: Severity;
  /** Earlier events that it rests on, newest first. */
  readonly earlier?: readonly TrailEvent[];
}

export interface TrailDetector {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly why: string;
  readonly todo: string;
  readonly ref: string;
  /** MITRE ATT&CK techniques. */
  readonly attack: readonly string[];
  /** Called for every event, failed ones too, in the order of time. */
  look(event: TrailEvent, context: TrailContext): Hit | undefined;
  /** Records of the documented format that must and must not be reported; run by one test for all. */
  readonly examples: {
    readonly bad: readonly (readonly unknown[])[];
    readonly good: readonly (readonly unknown[])[];
  };
}
