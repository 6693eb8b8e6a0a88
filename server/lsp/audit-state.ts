// The audit that is shown: a snapshot, what the checks say of it, and how to find a part of it again by its id.

import type { AccessQuestions } from '../core/audit/access.ts';
import type { Judgement, SubjectJudgement } from '../core/audit/judge.ts';
import type { Finding } from '../core/finding/finding.ts';
import type { AccountSnapshot } from '../core/model/account-snapshot.ts';
import type { LambdaFunction } from '../core/model/function.ts';
import type { AuditSummary } from '../protocol/audit.ts';

export interface ShownFinding {
  /** The same for the same finding of another audit. */
  readonly id: string;
  readonly finding: Finding;
}

export interface ShownSubject {
  readonly judgement: SubjectJudgement;
  /** Live ones, then allowed ones; exceptions applied. */
  readonly findings: readonly ShownFinding[];
}

export interface ShownAudit {
  readonly snapshot: AccountSnapshot;
  readonly judgement: Judgement;
  /** Indexed when somebody first asks. */
  access(): AccessQuestions;
  /** By ARN: functions, layers, and Regions as `…:*`. */
  readonly subjects: ReadonlyMap<string, ShownSubject>;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly findings: ReadonlyMap<string, Finding>;
  /** On the exceptions file itself: expired, unused, without a reason. */
  readonly onExceptions: readonly Finding[];
  readonly summary: AuditSummary;
}

export interface AuditState {
  readonly shown: ShownAudit | undefined;
  /** What is shown; where nothing was shown since the start, the audit that was kept before it, made ready once. */
  shownOrKept(): Promise<ShownAudit | undefined>;
  /** How the kept audit is made ready; it never rejects. */
  keptIs(reopen: () => Promise<ShownAudit | undefined>): void;
  show(audit: ShownAudit): void;
  onChange(listener: () => void): void;
}

export function createAuditState(): AuditState {
  const listeners: (() => void)[] = [];
  let shown: ShownAudit | undefined;
  let reopen: () => Promise<ShownAudit | undefined> = async () => undefined;
  let reopening: Promise<void> | undefined;
  const state: AuditState = {
    get shown() {
      return shown;
    },
    async shownOrKept() {
      if (shown !== undefined) return shown;
      reopening ??= reopen().then((kept) => {
        // A person may have audited meanwhile.
        if (kept !== undefined && shown === undefined) state.show(kept);
      });
      await reopening;
      return shown;
    },
    keptIs(how) {
      reopen = how;
    },
    show(audit) {
      shown = audit;
      for (const listener of listeners) listener();
    },
    onChange: (listener) => void listeners.push(listener),
  };
  return state;
}
