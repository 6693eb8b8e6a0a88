// Narrows the view Threats: by severity, function, time, a word; with or without samples and archived findings. What was
// chosen before stays in force.
import * as vscode from 'vscode';
import {
  filterThreatsRequest,
  showAllThreats,
  type ThreatFilter,
  type ThreatFilterState,
  threatFilterRequest,
} from '../../server/protocol/threats.ts';
import type { Command, Extension } from '../feature.ts';

interface Choice extends vscode.QuickPickItem {
  /** Undefined: the person gave up on it. */
  change(): Promise<Partial<ThreatFilter> | undefined>;
}

export const command: Command = {
  id: 'lambdaProtect.filterThreats',
  run: (extension) => extension.tell.failing('the filter could not be set', () => choose(extension)),
};

async function choose({ server }: Extension): Promise<void> {
  const { filter, functions } = await server.request<ThreatFilterState>(threatFilterRequest, undefined);
  const chosen = await vscode.window.showQuickPick(choicesOf(filter, functions), { title: 'Filter Threats' });
  const change = await chosen?.change();
  if (change !== undefined) await server.request<null>(filterThreatsRequest, { ...filter, ...change });
}

function choicesOf(filter: ThreatFilter, functions: readonly string[]): readonly Choice[] {
  const now = async (change: Partial<ThreatFilter>) => change;
  const least = filter.leastSeverity;
  return [
    { label: 'All', description: 'no filter', change: () => now(showAllThreats) },
    {
      label: 'High and critical',
      ...inForce(least === 7),
      change: () => now({ leastSeverity: 7 }),
    },
    {
      label: 'Medium and above',
      ...inForce(least === 4),
      change: () => now({ leastSeverity: 4 }),
    },
    {
      label: 'Of one function …',
      ...inForce(filter.function !== '', filter.function),
      change: () => pickFunction(functions),
    },
    {
      label: 'Seen lately …',
      ...inForce(filter.withinDays > 0, `the last ${filter.withinDays} days`),
      change: pickDays,
    },
    {
      label: 'With a word …',
      ...inForce(filter.text !== '', filter.text, 'in type, function, address, organization, country'),
      change: pickWord,
    },
    {
      label: filter.samples ? 'Without samples' : 'With samples',
      change: () => now({ samples: !filter.samples }),
    },
    {
      label: filter.archived ? 'Without archived findings' : 'With archived findings',
      change: () => now({ archived: !filter.archived }),
    },
  ];
}

function inForce(is: boolean, words = '', otherwise = ''): { readonly description: string } {
  return { description: is ? [words, 'in force'].filter((part) => part !== '').join(', ') : otherwise };
}

async function pickFunction(functions: readonly string[]): Promise<Partial<ThreatFilter> | undefined> {
  const all = 'Every function';
  const picked = await vscode.window.showQuickPick([all, ...functions], {
    title: 'Filter Threats: function',
  });
  return picked === undefined ? undefined : { function: picked === all ? '' : picked };
}

async function pickDays(): Promise<Partial<ThreatFilter> | undefined> {
  const times = [
    { label: 'Whenever', withinDays: 0 },
    { label: 'The last day', withinDays: 1 },
    { label: 'The last week', withinDays: 7 },
    { label: 'The last 30 days', withinDays: 30 },
  ];
  const picked = await vscode.window.showQuickPick(times, { title: 'Filter Threats: last seen' });
  return picked && { withinDays: picked.withinDays };
}

async function pickWord(): Promise<Partial<ThreatFilter> | undefined> {
  const text = await vscode.window.showInputBox({ title: 'Filter Threats', prompt: 'Word to look for' });
  return text === undefined ? undefined : { text };
}
