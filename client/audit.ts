// What belongs to the audit of deployed functions beside its commands: whether one is open, and codes of MFA devices.
import * as vscode from 'vscode';
import {
  type AuditSummary,
  auditShownNotification,
  type MfaCodeParams,
  mfaCodeRequest,
} from '../server/protocol/audit.ts';
import type { Extension } from './feature.ts';

export function audit({ server }: Extension): vscode.Disposable {
  return vscode.Disposable.from(
    server.onRequest<MfaCodeParams, string | null>(mfaCodeRequest, async ({ serial }) => {
      const code = await vscode.window.showInputBox({
        title: 'Lambda Protect: sign in to AWS',
        prompt: `Code of the MFA device ${serial}`,
        ignoreFocusOut: true,
        validateInput: (value) => (/^\d{6}$/.test(value.trim()) ? undefined : 'six digits'),
      });
      return code?.trim() ?? null;
    }),
    server.onNotification<unknown>(auditShownNotification, () => tellIsOpen(true)),
    server.onDidChangeState((state) => {
      // A new server opens the kept audit when a view asks for it.
      if (state !== 'running') tellIsOpen(false);
    }),
  );
}

/** Shows the views' contents instead of their welcome. */
function tellIsOpen(isOpen: boolean): void {
  void vscode.commands.executeCommand('setContext', 'lambdaProtect.auditOpen', isOpen);
}

export function summaryWords({ functions, findings, unknown, allowed, cancelled }: AuditSummary): string {
  const parts = [
    count(findings.error, 'error', 'errors'),
    count(findings.warning, 'warning', 'warnings'),
    count(findings.info + findings.hint, 'note', 'notes'),
    count(allowed, 'allowed', 'allowed'),
    count(unknown, 'open question', 'open questions'),
  ].filter((part) => part !== '');
  const found = parts.length === 0 ? 'nothing found' : parts.join(', ');
  return `${count(functions, 'function', 'functions') || 'no functions'}: ${found}${cancelled ? ' (stopped early)' : ''}`;
}

function count(number: number, one: string, many: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
}
