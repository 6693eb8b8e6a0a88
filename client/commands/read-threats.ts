// Reads GuardDuty's findings on functions into the view Threats.
import * as vscode from 'vscode';
import { readThreatsRequest, type ThreatsRead } from '../../server/protocol/threats.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.readThreats',
  run: ({ server, tell }) =>
    tell.failing('GuardDuty could not be read', async () => {
      const read = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: 'Reading GuardDuty’s findings',
          cancellable: true,
        },
        (_progress, token) => server.request<ThreatsRead>(readThreatsRequest, {}, token),
      );
      void vscode.commands.executeCommand('setContext', 'lambdaProtect.threatsRead', true);
      await vscode.commands.executeCommand('lambdaProtect.threats.focus');
      for (const failure of read.failures) tell.warn(`GuardDuty could not be read everywhere: ${failure}`);
    }),
};
