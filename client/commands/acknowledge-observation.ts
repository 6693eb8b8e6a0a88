// Calls an observation normal, after asking; the message can take it back.
import * as vscode from 'vscode';
import { type ListedObservation, listObservationsRequest } from '../../server/protocol/behaviour.ts';
import { acknowledgeObservation } from '../behaviour.ts';
import type { Command, Extension } from '../feature.ts';
import { isNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.acknowledgeObservation',
  run: (extension, given) =>
    extension.tell.failing('the observation was not acknowledged', async () => {
      const one = await wanted(extension, given);
      if (one) await acknowledgeObservation(extension, one.key, `${one.source}: ${one.title}`);
    }),
};

async function wanted({ server }: Extension, given: unknown): Promise<ListedObservation | undefined> {
  const all = await server.request<readonly ListedObservation[]>(listObservationsRequest, undefined);
  const [key] = isNode(given) ? given.arguments : [];
  if (typeof key === 'string') return all.find((one) => one.key === key);
  const live = all.filter(({ isAcknowledged }) => !isAcknowledged);
  if (live.length === 0) throw new Error('there is no observation; read behaviour first');
  const picked = await vscode.window.showQuickPick(
    live.map((one) => ({ one, label: one.source, description: one.title, detail: one.message })),
    { title: 'Acknowledge as Normal', matchOnDescription: true, matchOnDetail: true },
  );
  return picked?.one;
}
