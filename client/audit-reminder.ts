// Reminds of accounts whose last audit is too old, once for each start of the window.
import * as vscode from 'vscode';
import type { AuditSummary } from '../server/protocol/audit.ts';
import { dueAudits, dueWords, readAuditDates, withAudit } from './audit-dates.ts';
import type { Extension } from './feature.ts';
import { auditReminderDays, isEnabled } from './settings.ts';

const datesKey = 'lambdaProtect.auditDates';

export function auditReminder({ context, tell }: Extension): vscode.Disposable {
  // Behind activation: nobody waits for a reminder.
  const timer = setImmediate(() => {
    if (!isEnabled() || !vscode.workspace.isTrusted) return;
    const days = auditReminderDays();
    const due = dueAudits(readAuditDates(context.globalState.get(datesKey)), days, Date.now());
    if (due.length === 0) return;
    tell.info(
      dueWords(due, days),
      { title: 'Audit now', run: () => vscode.commands.executeCommand('lambdaProtect.runAudit') },
      { title: 'Not now', run: () => {} },
    );
  });
  return new vscode.Disposable(() => clearImmediate(timer));
}

/** Counts for every window of this machine. */
export async function rememberAudit(summary: AuditSummary, { context }: Extension): Promise<void> {
  const dates = readAuditDates(context.globalState.get(datesKey));
  await context.globalState.update(datesKey, withAudit(dates, summary));
}
