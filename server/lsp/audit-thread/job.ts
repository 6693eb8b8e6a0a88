// What the editor's server and the thread of an audit say to each other: plain data.
import type { RoleWish } from '../../aws/role-accounts.ts';
import type { AuditOptions } from '../../core/audit/facts.ts';
import type { Judgement } from '../../core/audit/judge.ts';
import type { AccountSnapshot } from '../../core/model/account-snapshot.ts';
import type { EngineChoice } from '../../platform/regex/load-engine.ts';
import type { AuditProgress } from '../../protocol/audit.ts';

export type AuditJob =
  | {
      readonly kind: 'collect';
      readonly accounts: readonly { readonly profile?: string; readonly endpointUrl?: string }[];
      /** Taken on with the first of `accounts`; those that it leads to are read instead. */
      readonly role?: RoleWish;
      readonly regions?: readonly string[] | 'all';
      readonly previous?: AccountSnapshot;
      /** Records of each log group to look through; 0: none. */
      readonly logSamples?: number;
      /** Packages are looked into as well. */
      readonly code?: CodeWish;
      readonly options: AuditOptions;
    }
  /** The text of a saved snapshot. */
  | { readonly kind: 'judge'; readonly text: string; readonly options: AuditOptions };

export interface CodeWish {
  readonly engine: EngineChoice;
  /** The folder of rules that a setting names. */
  readonly rules: string | undefined;
  /** Of the workspace: its rules apply, its files are compared with. */
  readonly folder: string | undefined;
}

export interface AuditDone {
  readonly snapshot: AccountSnapshot;
  readonly judgement: Judgement;
  /** Accounts that could not be entered, each with its reason. */
  readonly failures: readonly string[];
}

/** Beside what every thread says. */
export interface FromAudit {
  readonly kind: 'progress';
  readonly progress: AuditProgress;
}
