// What the editor's server and the thread that reads GuardDuty say to each other: plain data.
import type { Threat, ThreatWatch } from '../../core/model/threat.ts';
import type { PartialEvidence, ThreatEvidence } from '../../core/remedy/evidence.ts';
import type { KeptEvidence } from '../../core/report/incident.ts';
import type { EngineChoice } from '../../platform/regex/load-engine.ts';

export interface ThreatAccess {
  /** In the words of an audit's `via`. */
  readonly via: string;
  readonly endpointUrl?: string;
}

export type ThreatJob =
  | {
      readonly kind: 'read';
      readonly accounts: readonly { readonly access: ThreatAccess; readonly regions: readonly string[] }[];
      readonly archived: boolean;
    }
  | {
      readonly kind: 'evidence';
      readonly access: ThreatAccess;
      readonly threat: Threat;
      /** ISO 8601. */
      readonly now: string;
      readonly engine: EngineChoice;
      /** The folder of rules that a setting names. */
      readonly rules: string | undefined;
      /** Of the workspace: its rules apply, its files are compared with. */
      readonly folder: string | undefined;
      /** Principals that change functions the usual way. */
      readonly pipelines: readonly string[];
      /** Where packages and findings are kept; absent: nowhere. */
      readonly keepIn?: string;
    }
  | {
      readonly kind: 'samples';
      readonly access: ThreatAccess;
      readonly region: string;
      readonly detectorId: string;
    };

/** An account that could not be entered. */
export interface ThreatFailure {
  readonly via: string;
  /** In words for a person. */
  readonly words: string;
}

/** By the kind of the job. */
export interface ThreatAnswers {
  readonly read: { readonly watches: readonly ThreatWatch[]; readonly failures: readonly ThreatFailure[] };
  readonly evidence: { readonly evidence: ThreatEvidence; readonly kept?: KeptEvidence };
  readonly samples: Readonly<Record<string, never>>;
}

/** Beside what every thread says. */
export interface FromThreats {
  readonly kind: 'part';
  readonly part: PartialEvidence;
}
