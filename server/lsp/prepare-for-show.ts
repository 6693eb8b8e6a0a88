// Puts a judged snapshot in order for the editor's views and pages.
import { type AccessQuestions, accessQuestions } from '../core/audit/access.ts';
import { applyExceptions, parseExceptions } from '../core/audit/exceptions.ts';
import type { Judgement } from '../core/audit/judge.ts';
import type { Finding, Severity } from '../core/finding/finding.ts';
import { type AccountSnapshot, functionsOf } from '../core/model/account-snapshot.ts';
import type { LambdaFunction } from '../core/model/function.ts';
import type { AuditSummary } from '../protocol/audit.ts';
import type { ShownAudit, ShownFinding, ShownSubject } from './audit-state.ts';
import type { AuditDone } from './audit-thread/job.ts';

/** `exceptions` is the repository's file, where it has one; `now` is ISO 8601. */
export function prepareForShow(
  { snapshot, judgement, failures }: AuditDone,
  exceptions: { readonly file: string; readonly text: string } | undefined,
  now: string,
): ShownAudit {
  const applied =
    exceptions === undefined
      ? judgement.findings
      : applyExceptions(judgement.findings, parseExceptions(exceptions.file, exceptions.text), now);
  const ids = new Map<string, number>();
  const findings = new Map<string, Finding>();
  const subjects = new Map<string, ShownSubject>();
  // The findings of all subjects in their order, then those on the exceptions.
  let next = 0;
  for (const subject of judgement.subjects) {
    const own = subject.findings.map((unchanged): ShownFinding => {
      const finding = applied[next++] ?? unchanged;
      const shown = { id: idOf(finding, ids), finding };
      findings.set(shown.id, finding);
      return shown;
    });
    const isAllowed = ({ finding }: ShownFinding) => finding.suppression !== undefined;
    subjects.set(subject.place.arn, {
      judgement: subject,
      findings: [...own.filter((one) => !isAllowed(one)), ...own.filter(isAllowed)],
    });
  }
  const functions = new Map<string, LambdaFunction>();
  for (const { function: one } of functionsOf(snapshot)) functions.set(one.arn, one);
  const onExceptions = applied.slice(next);
  let questions: AccessQuestions | undefined;
  return {
    snapshot,
    judgement,
    access() {
      questions ??= accessQuestions(snapshot);
      return questions;
    },
    subjects,
    functions,
    findings,
    onExceptions,
    summary: summarize(judgement, [...findings.values(), ...onExceptions], snapshot, failures),
  };
}

/** What is wrong, where; a second one of the same words gets a number. */
function idOf({ id, place }: Finding, taken: Map<string, number>): string {
  const where = place.kind === 'aws' ? `${place.arn} ${place.resource ?? ''}` : place.file;
  const name = `${id} ${where}`;
  const count = (taken.get(name) ?? 0) + 1;
  taken.set(name, count);
  return count === 1 ? name : `${name} ${count}`;
}

function summarize(
  judgement: Judgement,
  findings: readonly Finding[],
  snapshot: AccountSnapshot,
  failures: readonly string[],
): AuditSummary {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0, hint: 0 };
  let allowed = 0;
  for (const { severity, suppression } of findings) {
    if (suppression === undefined) counts[severity]++;
    else allowed++;
  }
  return {
    accounts: snapshot.accounts.map(({ id }) => id),
    functions: judgement.functionCount,
    findings: counts,
    unknown: judgement.unknown.length,
    allowed,
    takenAt: snapshot.takenAt,
    cancelled: snapshot.cancelled,
    failures,
  };
}
