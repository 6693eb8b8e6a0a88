// Reads behaviour from files and folders: trails, metrics and flow logs, told apart by their content.
import * as vscode from 'vscode';
import { type OpenBehaviourFilesParams, openBehaviourFilesRequest } from '../../server/protocol/behaviour.ts';
import type { Command } from '../feature.ts';
import { tellSummary, withProgress } from '../read-behaviour.ts';

export const command: Command = {
  id: 'lambdaProtect.openBehaviourFiles',
  run: (extension, ...given) =>
    extension.tell.failing('the files could not be read', async () => {
      const uris = await chosen(given);
      if (uris.length === 0) return;
      const params: OpenBehaviourFilesParams = { uris: uris.map(String) };
      await tellSummary(await withProgress(extension, openBehaviourFilesRequest, params), extension);
    }),
};

/** Of a menu: all that are selected. */
async function chosen([first, all]: readonly unknown[]): Promise<readonly vscode.Uri[]> {
  if (Array.isArray(all)) return all.filter((one) => one instanceof vscode.Uri);
  if (first instanceof vscode.Uri) return [first];
  const picked = await vscode.window.showOpenDialog({
    title: 'Open Files of Behaviour',
    openLabel: 'Read',
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: true,
  });
  return picked ?? [];
}
