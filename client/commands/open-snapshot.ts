// Opens an audit that was saved before.
import * as vscode from 'vscode';
import {
  type AuditSummary,
  type OpenSnapshotParams,
  openSnapshotRequest,
} from '../../server/protocol/audit.ts';
import { summaryWords } from '../audit.ts';
import { rememberAudit } from '../audit-reminder.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.openSnapshot',
  run: (extension, given) =>
    extension.tell.failing('the snapshot could not be opened', async () => {
      const { server, tell } = extension;
      const uri = typeof given === 'string' ? vscode.Uri.parse(given, true) : await pick();
      if (uri === undefined) return;
      const params: OpenSnapshotParams = { uri: uri.toString() };
      const summary = await vscode.window.withProgress(
        { location: { viewId: 'lambdaProtect.functions' }, title: 'Opening the audit' },
        () => server.request<AuditSummary>(openSnapshotRequest, params),
      );
      await rememberAudit(summary, extension);
      await vscode.commands.executeCommand('lambdaProtect.functions.focus');
      tell.info(`Audit of ${summaryWords(summary)}; facts of ${summary.takenAt.slice(0, 10)}.`);
    }),
};

async function pick(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: 'Open Audit Snapshot',
    openLabel: 'Open',
    filters: { 'Audit snapshot': ['json'] },
  });
  return picked?.[0];
}
