// Takes back that an observation was called normal.
import * as vscode from 'vscode';
import { type ListedObservation, listObservationsRequest } from '../../server/protocol/behaviour.ts';
import { undoAcknowledgement } from '../behaviour.ts';
import type { Command, Extension } from '../feature.ts';
import { isNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.undoAcknowledgement',
  run: (extension, given) =>
    extension.tell.failing('the acknowledgement was not undone', async () => {
      const [, mark] = isNode(given) ? given.arguments : [];
      const wanted = typeof mark === 'string' ? mark : await pick(extension);
      if (wanted !== undefined) await undoAcknowledgement(extension, { mark: wanted });
    }),
};

async function pick({ server }: Extension): Promise<string | undefined> {
  const all = await server.request<readonly ListedObservation[]>(listObservationsRequest, undefined);
  const normal = all.filter(({ isAcknowledged }) => isAcknowledged);
  if (normal.length === 0) throw new Error('no observation of what was read is acknowledged');
  const picked = await vscode.window.showQuickPick(
    normal.map(({ mark, source, title, message }) => ({
      mark,
      label: source,
      description: title,
      detail: message,
    })),
    { title: 'Undo Acknowledgement', matchOnDescription: true },
  );
  return picked?.mark;
}
