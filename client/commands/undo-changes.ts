// Shows what was applied and what was interrupted, and of one of them the page that takes it back or goes on.
import * as vscode from 'vscode';
import { type ListedChange, listChangesRequest } from '../../server/protocol/changes.ts';
import { timeWords } from '../changes/page.ts';
import { readPage, showChange } from '../changes/panel.ts';
import type { Command } from '../feature.ts';

const states: Readonly<Partial<Record<ListedChange['state'], string>>> = {
  applied: 'applied',
  'half-applied': 'interrupted: go on or undo',
  'half-undone': 'undo was interrupted: go on',
};

export const command: Command = {
  id: 'lambdaProtect.undoChanges',
  run: (extension) =>
    extension.tell.failing('the change could not be shown', async () => {
      const listed = await extension.server.request<readonly ListedChange[]>(listChangesRequest, null);
      if (listed.length === 0) {
        extension.tell.info('Nothing that was applied from this workspace is left to undo.');
        return;
      }
      const picked = await vscode.window.showQuickPick(listed.map(itemOf), {
        title: 'Undo Changes: the page shows what would be undone',
        matchOnDescription: true,
        matchOnDetail: true,
      });
      if (picked) await showChange(extension, await readPage(extension, picked.id));
    }),
};

function itemOf({ id, title, account, regions, madeAt, state, done, total }: ListedChange) {
  return {
    id,
    label: title,
    description: states[state] ?? state,
    detail: `${account} · ${regions.join(', ')} · planned ${timeWords(madeAt)} · ${done} of ${total} made`,
  };
}
