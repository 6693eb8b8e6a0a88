// Writes the open audit to a file: as findings (JSON, SARIF), or whole, to be opened again.
import * as vscode from 'vscode';
import {
  type ExportAuditParams,
  type ExportFormat,
  exportAuditRequest,
} from '../../server/protocol/audit.ts';
import type { Command } from '../feature.ts';

interface Choice extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly ending: string;
}

const choices: readonly Choice[] = [
  { format: 'html', ending: 'html', label: 'HTML report', description: 'for people, with a summary' },
  { format: 'markdown', ending: 'md', label: 'Markdown report', description: 'for a wiki or an issue' },
  { format: 'sarif', ending: 'sarif', label: 'SARIF', description: 'findings, for code scanning' },
  { format: 'json', ending: 'json', label: 'JSON', description: 'findings and open questions' },
  {
    format: 'snapshot',
    ending: 'json',
    label: 'Snapshot',
    description: 'all facts, without secrets; opens again here',
  },
];

export const command: Command = {
  id: 'lambdaProtect.exportAudit',
  run: ({ server, tell }) =>
    tell.failing('the audit could not be exported', async () => {
      const chosen = await vscode.window.showQuickPick(choices, { title: 'Export Audit' });
      if (!chosen) return;
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
      const name = `lambda-audit${chosen.format === 'snapshot' ? '-snapshot' : ''}.${chosen.ending}`;
      const target = await vscode.window.showSaveDialog({
        title: 'Export Audit',
        ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
      });
      if (!target) return;
      const params: ExportAuditParams = { format: chosen.format };
      const text = await server.request<string>(exportAuditRequest, params);
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      tell.info(`The audit is in ${vscode.workspace.asRelativePath(target)}.`, {
        title: 'Open',
        run: () => vscode.window.showTextDocument(target),
      });
    }),
};
