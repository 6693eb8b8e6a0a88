// Opens the runbook of an incident, for a finding of the view or one that the person picks.
import * as vscode from 'vscode';
import { type ListedThreat, listThreatsRequest } from '../../server/protocol/threats.ts';
import type { Command, Extension } from '../feature.ts';
import { openIncident } from '../incident/panel.ts';
import { isNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.openIncident',
  run: (extension, given) =>
    extension.tell.failing('the incident could not be opened', async () => {
      const [first] = isNode(given) ? given.arguments : [];
      const id = typeof first === 'string' ? first : await pick(extension);
      if (id !== undefined) await openIncident(extension, id);
    }),
};

async function pick({ server }: Extension): Promise<string | undefined> {
  const threats = await server.request<readonly ListedThreat[]>(listThreatsRequest, undefined);
  if (threats.length === 0) throw new Error('no finding is known; read GuardDuty’s findings first');
  const picked = await vscode.window.showQuickPick(
    threats.map((one) => ({ label: one.function, description: one.type, detail: one.region, id: one.id })),
    { title: 'Open Incident', matchOnDescription: true },
  );
  return picked?.id;
}
