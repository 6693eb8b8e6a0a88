// Opens the page of an observation, or of what is usual of a function.
import * as vscode from 'vscode';
import {
  type BehaviourPageParams,
  type ListedObservation,
  listObservationsRequest,
} from '../../server/protocol/behaviour.ts';
import type { Command, Extension } from '../feature.ts';
import { openBehaviour } from '../webview/behaviour-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.openObservation',
  run: (extension, given, section) =>
    extension.tell.failing('the observation could not be opened', async () => {
      const params = parseParams(given) ?? (await pick(extension));
      if (params) openBehaviour(extension, params, typeof section === 'string' ? section : undefined);
    }),
};

function parseParams(given: unknown): BehaviourPageParams | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  if ('observation' in given && typeof given.observation === 'string')
    return { observation: given.observation };
  return 'function' in given && typeof given.function === 'string' ? { function: given.function } : undefined;
}

async function pick({ server }: Extension): Promise<BehaviourPageParams | undefined> {
  const all = await server.request<readonly ListedObservation[]>(listObservationsRequest, undefined);
  if (all.length === 0) throw new Error('there is no observation; read behaviour first');
  const picked = await vscode.window.showQuickPick(
    all.map(({ key, source, title, message }) => ({
      key,
      label: source,
      description: title,
      detail: message,
    })),
    { title: 'Open Observation', matchOnDescription: true, matchOnDetail: true },
  );
  return picked && { observation: picked.key };
}
