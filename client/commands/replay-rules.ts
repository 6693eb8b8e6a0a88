// Plays the rule file of the active editor against its committed version, and opens the view that shows both sides.
import * as vscode from 'vscode';
import { type ReplayParams, type ReplaySummary, replayRequest } from '../../server/protocol/replay.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.replayRules',
  async run({ server, tell }) {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'lambda-protect-rules') {
      tell.info('Open the rule file that shall be replayed.');
      return;
    }
    const params: ReplayParams = { uri: document.uri.toString() };
    await tell.failing('replay the rule file', async () => {
      const title = 'Replaying the rule file';
      const options = { location: vscode.ProgressLocation.Window, title };
      const summary = await vscode.window.withProgress(options, () =>
        server.request<ReplaySummary>(replayRequest, params),
      );
      await vscode.commands.executeCommand('lambdaProtect.replay.focus');
      if (summary.newlyBlocked + summary.newlyPassing === 0)
        tell.info('The changed rules block and pass the same as the committed ones.');
    });
  },
};
