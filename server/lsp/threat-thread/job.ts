// What the editor's server and the thread that reads GuardDuty say to each other: plain data.
import type { Threat, ThreatEvidence, ThreatWatch } from '../../core/model/threat.ts';

export interface ThreatAccess {
  /** In the words of an audit's `via`. */
  readonly via: string;
  readonly endpointUrl?: string;
}

export type ThreatJob =
  | {
      readonly kind: 'read';
      readonly accounts: readonly { readonly access: ThreatAccess; readonly regions: readonly string[] }[];
    }
  | {
      readonly kind: 'evidence';
      readonly access: ThreatAccess;
      readonly threat: Threat;
      /** ISO 8601. */
      readonly now: string;
    }
  | {
      readonly kind: 'samples';
      readonly access: ThreatAccess;
      readonly region: string;
      readonly detectorId: string;
    };

/** By the kind of the job. */
export interface ThreatAnswers {
  readonly read: { readonly watches: readonly ThreatWatch[]; readonly failures: readonly string[] };
  readonly evidence: ThreatEvidence;
  readonly samples: Readonly<Record<string, never>>;
}

export type FromThreatThread =
  | { readonly ok: true; readonly answer: ThreatAnswers[keyof ThreatAnswers] }
  /** In words for a person. */
  | { readonly ok: false; readonly message: string };
