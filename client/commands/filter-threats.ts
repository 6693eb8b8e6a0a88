// Narrows the view Threats: by severity, without samples, by a word.
import * as vscode from 'vscode';
import { filterThreatsRequest, type ThreatFilter } from '../../server/protocol/threats.ts';
import type { Command } from '../feature.ts';

interface Choice extends vscode.QuickPickItem {
  readonly filter: ThreatFilter | 'word';
}

const all: ThreatFilter = { text: '', leastSeverity: 0, samples: true };

const choices: readonly Choice[] = [
  { label: 'All', filter: all },
  { label: 'High and critical', filter: { ...all, leastSeverity: 7 } },
  { label: 'Medium and above', filter: { ...all, leastSeverity: 4 } },
  { label: 'Without samples', filter: { ...all, samples: false } },
  {
    label: 'With a word …',
    description: 'in type, function, address, organization, country',
    filter: 'word',
  },
];

export const command: Command = {
  id: 'lambdaProtect.filterThreats',
  run: ({ server, tell }) =>
    tell.failing('the filter could not be set', async () => {
      const chosen = await vscode.window.showQuickPick(choices, { title: 'Filter Threats' });
      if (chosen === undefined) return;
      if (chosen.filter !== 'word') return server.request<null>(filterThreatsRequest, chosen.filter);
      const text = await vscode.window.showInputBox({ title: 'Filter Threats', prompt: 'Word to look for' });
      if (text === undefined) return;
      return server.request<null>(filterThreatsRequest, { ...all, text });
    }),
};
