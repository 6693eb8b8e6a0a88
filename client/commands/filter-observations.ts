// Narrows the view Observations: by severity, function, type, time or a word.
import * as vscode from 'vscode';
import type { ObservationFilter } from '../../server/protocol/behaviour.ts';
import {
  type ObservationChoices,
  type ShowObservationsParams,
  showObservationsRequest,
} from '../../server/protocol/behaviour.ts';
import type { Command, Extension } from '../feature.ts';

const title = 'Filter Observations';
const all: ObservationFilter = { text: '', least: 'hint', type: '', function: '', hours: 0 };

interface Choice extends vscode.QuickPickItem {
  readonly narrow: (before: ObservationFilter) => Promise<ObservationFilter | undefined>;
}

export const command: Command = {
  id: 'lambdaProtect.filterObservations',
  run: (extension) =>
    extension.tell.failing('the filter could not be set', async () => {
      const now = await show(extension, {});
      const chosen = await vscode.window.showQuickPick(choices(now), {
        title,
        placeHolder: wordsOf(now.filter) || 'All are shown',
      });
      const filter = await chosen?.narrow(now.filter);
      if (filter) await show(extension, { filter });
    }),
};

function show({ server }: Extension, params: ShowObservationsParams): Promise<ObservationChoices> {
  return server.request<ObservationChoices>(showObservationsRequest, params);
}

/** Each narrows what is chosen already; `All` takes it back. */
function choices({ functions, types }: ObservationChoices): readonly Choice[] {
  return [
    { label: 'All', narrow: async () => all },
    { label: 'Errors', narrow: async (before) => ({ ...before, least: 'error' }) },
    { label: 'Errors and warnings', narrow: async (before) => ({ ...before, least: 'warning' }) },
    { label: 'Last 24 hours', narrow: async (before) => ({ ...before, hours: 24 }) },
    { label: 'Last 3 days', narrow: async (before) => ({ ...before, hours: 72 }) },
    {
      label: 'Of one function …',
      narrow: async (before) => {
        const name = await vscode.window.showQuickPick([...functions], { title });
        return name === undefined ? undefined : { ...before, function: name };
      },
    },
    {
      label: 'Of one type …',
      narrow: async (before) => {
        const type = await vscode.window.showQuickPick([...types], { title });
        return type === undefined ? undefined : { ...before, type };
      },
    },
    {
      label: 'With a word …',
      description: 'in what a row says: names, addresses, events, metrics',
      narrow: async (before) => {
        const text = await vscode.window.showInputBox({
          title,
          prompt: 'Word to look for',
          value: before.text,
        });
        return text === undefined ? undefined : { ...before, text };
      },
    },
  ];
}

function wordsOf({ text, least, type, function: name, hours }: ObservationFilter): string {
  return [
    ...(least === 'hint' ? [] : [least === 'error' ? 'errors' : 'errors and warnings']),
    ...(hours === 0 ? [] : [`last ${hours} hours`]),
    ...(name === '' ? [] : [name]),
    ...(type === '' ? [] : [type]),
    ...(text === '' ? [] : [`“${text}”`]),
  ].join(', ');
}
