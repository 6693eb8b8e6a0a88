// The audit of deployed functions, as the editor asks for it. What it found is shown by the views `functions` and
// `findings` and by pages.
import type { Severity } from '../core/finding/finding.ts';

/** Request: the AWS profiles of this machine's configuration → `readonly string[]`. */
export const profilesRequest = 'lambdaProtect/audit/profiles';

/** Request: collects, judges and shows accounts. Fails with words for a person where not one could be entered. */
export const runAuditRequest = 'lambdaProtect/audit/run';

export interface RunAuditParams {
  /** Empty: the credentials that the environment gives. */
  readonly profiles: readonly string[];
  /** Empty: the Region of the profile or the environment. */
  readonly regions: readonly string[] | 'all';
  /** The packages are downloaded and looked into as well. */
  readonly code?: boolean;
  /** Taken on in each of the accounts with the credentials of the first profile; the profile's own is not read. */
  readonly role?: {
    readonly name: string;
    readonly externalId?: string;
    /** Ids, or all of the organization of the first profile. */
    readonly accounts: readonly string[] | 'organization';
  };
}

/** Notification, server to client, while an audit runs. */
export const auditProgressNotification = 'lambdaProtect/audit/progress';

export interface AuditProgress {
  /** `code`: packages are looked into. Absent: facts are read. */
  readonly phase?: 'code';
  readonly account: string;
  readonly region: string;
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** Request, server to client: `{ serial }` of an MFA device → the code, or null when the person gives none. */
export const mfaCodeRequest = 'lambdaProtect/audit/mfaCode';

export interface MfaCodeParams {
  readonly serial: string;
}

/** Request: opens a saved snapshot, judges it and shows it. Fails with words for a person. */
export const openSnapshotRequest = 'lambdaProtect/audit/open';

export interface OpenSnapshotParams {
  readonly uri: string;
}

/** Notification, server to client: an audit is shown from now on; also one that was open before a restart. */
export const auditShownNotification = 'lambdaProtect/audit/shown';

/** Request: the text of what is shown. Fails where nothing is. */
export const exportAuditRequest = 'lambdaProtect/audit/export';

export const exportFormats = ['html', 'markdown', 'sarif', 'json', 'snapshot'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportAuditParams {
  readonly format: ExportFormat;
}

export interface AuditSummary {
  /** Ids of the accounts that were read. */
  readonly accounts: readonly string[];
  readonly functions: number;
  readonly findings: Readonly<Record<Severity, number>>;
  /** Questions that could not be answered. */
  readonly unknown: number;
  /** Findings that an exception with a reason covers. */
  readonly allowed: number;
  /** ISO 8601: when the facts were collected. */
  readonly takenAt: string;
  /** The collection was stopped: what is missing counts as unknown. */
  readonly cancelled: boolean;
  /** Accounts that could not be entered, each with its reason. */
  readonly failures: readonly string[];
}
