// Opens the walkthrough.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.openWalkthrough',
  run: ({ context }) =>
    vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `${context.extension.id}#start`,
      false,
    ),
};
