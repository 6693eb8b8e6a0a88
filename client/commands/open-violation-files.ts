// Reads violations from exported log files into the view and the panel; AWS is not asked.
import * as vscode from 'vscode';
import {
  type ReadFilesParams,
  readViolationFilesRequest,
  type ViolationsSummary,
} from '../../server/protocol/violations.ts';
import type { Command } from '../feature.ts';
import { tellViolationsRead, withViolationsProgress } from '../violations.ts';
import { showViolationsPanel } from '../webview/violations-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.openViolationFiles',
  run: (extension, ...given) =>
    extension.tell.failing('the log files could not be read', async () => {
      const chosen = urisIn(given) ?? (await pick());
      if (!chosen) return;
      const params: ReadFilesParams = { paths: chosen.map(({ fsPath }) => fsPath) };
      const summary = await withViolationsProgress(extension, 'Reading log files', (token) =>
        extension.server.request<ViolationsSummary>(readViolationFilesRequest, params, token),
      );
      tellViolationsRead(true, false);
      showViolationsPanel(extension, {});
      if (summary.gaps.length > 0)
        extension.tell.warn(`Not everything was read: ${summary.gaps.slice(0, 3).join('; ')}`);
    }),
};

/** From the explorer's menu: what was clicked, and all that is selected. */
function urisIn([clicked, selection]: readonly unknown[]): readonly vscode.Uri[] | undefined {
  const all = Array.isArray(selection) ? selection : [clicked];
  const uris = all.filter((one) => one instanceof vscode.Uri);
  return uris.length > 0 ? uris : undefined;
}

/** A dialog of Windows or Linux chooses files or folders, not both. */
async function pick(): Promise<readonly vscode.Uri[] | undefined> {
  const files = {
    label: 'Files…',
    detail: 'plain text, JSON lines, what “aws logs filter-log-events” prints, gzip',
  };
  const folder = { label: 'Folder…', detail: 'such as a CloudWatch export to S3, with all that is below it' };
  const kind = await vscode.window.showQuickPick([files, folder], { title: 'Open Log Files' });
  if (!kind) return undefined;
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showOpenDialog({
    title: 'Open Log Files',
    openLabel: 'Read',
    canSelectFiles: kind === files,
    canSelectFolders: kind === folder,
    canSelectMany: true,
    ...(root === undefined ? {} : { defaultUri: root }),
  });
}
