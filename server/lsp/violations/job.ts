// What the editor's server and the thread that reads violations say to each other: plain data.
import type { ViolationSource } from '../../aws/violation-events.ts';
import type { SourceGap } from '../../aws/violations.ts';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';

export interface ViolationsJob {
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly regions: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Asks these again and again, from `from` on, until the thread is ended; absent: reads all once. */
  readonly follow?: { readonly sources: readonly ViolationSource[]; readonly everyMs: number };
}

export type FromViolations =
  | { readonly kind: 'sources'; readonly sources: readonly ViolationSource[] }
  | {
      readonly kind: 'read';
      readonly violations: readonly SeenViolation[];
      readonly gaps: readonly SourceGap[];
    }
  | { readonly kind: 'mfa'; readonly serial: string }
  | { readonly kind: 'done' }
  /** In words for a person. */
  | { readonly kind: 'failed'; readonly message: string };

export type ToViolations =
  /** Null: the person gave none. */
  { readonly kind: 'mfa-code'; readonly code: string | null } | { readonly kind: 'end' };
