// Which finding a command is about: that of the node it was called on, or one that the person picks.
import * as vscode from 'vscode';
import { type ListedThreat, listThreatsRequest } from '../server/protocol/threats.ts';
import type { Extension } from './feature.ts';
import { isNode } from './views/node.ts';

/** Its id; undefined where the person gave up. Rejects where none is known. */
export async function pickThreat(
  { server }: Extension,
  given: unknown,
  title: string,
): Promise<string | undefined> {
  const [first] = isNode(given) ? given.arguments : [];
  if (typeof first === 'string') return first;
  const threats = await server.request<readonly ListedThreat[]>(listThreatsRequest, undefined);
  if (threats.length === 0) throw new Error('no finding is known; read GuardDuty’s findings first');
  const picked = await vscode.window.showQuickPick(
    threats.map((one) => ({ label: one.function, description: one.type, detail: one.region, id: one.id })),
    { title, matchOnDescription: true },
  );
  return picked?.id;
}
