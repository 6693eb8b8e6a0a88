// Ends the language server and starts it again.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.restartServer',
  run: ({ server }) =>
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: 'Restarting Lambda Protect' },
      () => server.restart(),
    ),
};
