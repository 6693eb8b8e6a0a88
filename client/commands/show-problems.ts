// Opens the Problems panel.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.showProblems',
  run: () => vscode.commands.executeCommand('workbench.panel.markers.view.focus'),
};
