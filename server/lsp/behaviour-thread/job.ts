// What the editor's server and the thread that reads behaviour say to each other: plain data.
import type { BehaviourSource } from '../../core/monitor/reading.ts';

export interface BehaviourAccess {
  /** Absent: the credentials that the environment gives. */
  readonly profile?: string;
  /** In the words of an audit's `via`, which a role can be in; instead of `profile`. */
  readonly via?: string;
  readonly endpointUrl?: string;
  /** Empty: the Region of the profile or the environment. */
  readonly regions: readonly string[] | 'all';
}

interface Kept {
  /** Where the reading is kept for the next start; absent: nowhere. */
  readonly keepIn?: string;
}

export type BehaviourJob = Kept &
  (
    | {
        readonly kind: 'account';
        readonly accounts: readonly BehaviourAccess[];
        readonly sources: readonly BehaviourSource[];
        /** So many days are judged. */
        readonly days: number;
        readonly pipelines: readonly string[];
        readonly trail: {
          readonly source: 'auto' | 'lookup' | 's3' | 'lake' | 'athena';
          /** `athena` needs it. */
          readonly athenaTable?: string;
        };
        /** Of flow logs in S3; undefined: they are not asked for. */
        readonly athenaTable?: string;
        readonly athenaWorkgroup: string;
        /** Path of AWS's ip-ranges.json. */
        readonly addressRanges?: string;
        readonly retentionDays: number;
        /** A query that costs is asked for; else it does not run. */
        readonly mayAsk: boolean;
      }
    | { readonly kind: 'files'; readonly paths: readonly string[]; readonly pipelines: readonly string[] }
  );

export interface CostQuestion {
  readonly region: string;
  /** Such as `vpc-flows in Logs Insights`. */
  readonly where: string;
  readonly query: string;
  /** Empty where nobody knows before. */
  readonly cost: string;
}

/** Beside what every thread says. */
export type FromBehaviour =
  | { readonly kind: 'progress'; readonly words: string }
  /** Answered with yes, or null. */
  | { readonly kind: 'cost'; readonly id: number; readonly question: CostQuestion }
  /** For the log. */
  | { readonly kind: 'remark'; readonly words: string };
