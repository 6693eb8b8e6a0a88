// Runs the examples of a rule, or of a whole rule file, in the list of tests.
import * as vscode from 'vscode';
import type { RunExamples } from '../../server/protocol/client-commands.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.runExamples',
  async run(_extension, given) {
    const wanted = isRunExamples(given) ? given : undefined;
    if (wanted !== undefined) {
      const editor = await vscode.window.showTextDocument(vscode.Uri.parse(wanted.uri, true));
      if (wanted.line !== undefined) {
        const at = new vscode.Position(wanted.line, 0);
        editor.selection = new vscode.Selection(at, at);
      }
    }
    await vscode.commands.executeCommand(
      wanted?.line === undefined ? 'testing.runCurrentFile' : 'testing.runAtCursor',
    );
  },
};

function isRunExamples(given: unknown): given is RunExamples {
  return typeof given === 'object' && given !== null && 'uri' in given && typeof given.uri === 'string';
}
