// Puts two texts side by side, such as a file of two versions of a function; where there is only one, opens that.
import * as vscode from 'vscode';
import { showDiffCommand } from '../../server/protocol/threats.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: showDiffCommand,
  run: ({ tell }, given) =>
    tell.failing('the texts could not be compared', async () => {
      const { left, right, title } = parse(given);
      if (left !== undefined && right !== undefined)
        await vscode.commands.executeCommand('vscode.diff', left, right, title);
      else if (left !== undefined || right !== undefined)
        await vscode.commands.executeCommand('vscode.open', left ?? right);
    }),
};

interface Sides {
  readonly left: vscode.Uri | undefined;
  readonly right: vscode.Uri | undefined;
  readonly title: string;
}

function parse(given: unknown): Sides {
  const values: Readonly<Record<string, unknown>> =
    typeof given === 'object' && given !== null ? Object.fromEntries(Object.entries(given)) : {};
  const uri = (value: unknown) => (typeof value === 'string' ? vscode.Uri.parse(value, true) : undefined);
  const { left, right, title } = values;
  return { left: uri(left), right: uri(right), title: typeof title === 'string' ? title : '' };
}
