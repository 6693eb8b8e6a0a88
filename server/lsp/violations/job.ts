// What the editor's server and the thread that reads violations say to each other: plain data.
import type { ViolationSource } from '../../aws/violation-events.ts';
import type { FollowState } from '../../aws/violation-following.ts';
import type { ViolationAlarms } from '../../core/monitor/violations/alarms.ts';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import type { QueriedGroup, QueryGrouping } from '../../core/monitor/violations/query.ts';

export interface ViolationsJob {
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly regions: readonly string[];
  readonly task: ViolationsTask;
}

/** Times in milliseconds since 1970. */
export type ViolationsTask =
  /** All log groups once, and their alarms. */
  | { readonly kind: 'read'; readonly from: number; readonly to: number }
  /** These log groups, from `from` on, until the thread is ended. */
  | { readonly kind: 'follow'; readonly sources: readonly ViolationSource[]; readonly from: number }
  | {
      readonly kind: 'query';
      readonly by: QueryGrouping;
      readonly from: number;
      readonly to: number;
      /** Empty: those of all functions. */
      readonly sources: readonly ViolationSource[];
    }
  /** Exported log files and folders of them. */
  | { readonly kind: 'files'; readonly paths: readonly string[] };

export type FromViolations =
  | { readonly kind: 'sources'; readonly sources: readonly ViolationSource[] }
  | {
      readonly kind: 'read';
      readonly violations: readonly SeenViolation[];
      /** What was not answered or not read, in words. */
      readonly gaps: readonly string[];
    }
  | { readonly kind: 'alarms'; readonly alarms: ViolationAlarms }
  | { readonly kind: 'following'; readonly state: FollowState }
  | { readonly kind: 'queried'; readonly groups: readonly QueriedGroup[]; readonly bytesScanned: number }
  /** How far it is, in words; of files, how many of how many. */
  | { readonly kind: 'progress'; readonly words: string; readonly done?: number; readonly total?: number }
  | { readonly kind: 'mfa'; readonly serial: string }
  | { readonly kind: 'done' }
  /** In words for a person. */
  | { readonly kind: 'failed'; readonly message: string };

export type ToViolations =
  /** Null: the person gave none. */
  { readonly kind: 'mfa-code'; readonly code: string | null } | { readonly kind: 'end' };
