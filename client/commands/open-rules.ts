// Opens one of the rule files that are in force.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';
import { lastStatus } from '../status.ts';

const names = ['code_protect.txt', 'in_protect.txt', 'out_protect.txt'] as const;

interface Choice extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
}

export const command: Command = {
  id: 'lambdaProtect.openRules',
  run: ({ tell }) =>
    tell.failing('the rule file could not be opened', async () => {
      const choices = await ruleFiles();
      if (choices.length === 0) {
        tell.info('No rule file is in force here.', {
          title: 'Create Rule File',
          run: () => vscode.commands.executeCommand('lambdaProtect.createRuleFile'),
        });
        return;
      }
      const chosen = await vscode.window.showQuickPick(choices, {
        title: 'Rule files in force',
        matchOnDescription: true,
      });
      if (chosen) await vscode.window.showTextDocument(chosen.uri);
    }),
};

async function ruleFiles(): Promise<Choice[]> {
  const choices: Choice[] = [];
  for (const { uri, shipped } of lastStatus()?.ruleFolders ?? []) {
    const folder = vscode.Uri.parse(uri, true);
    for (const name of names) {
      const file = vscode.Uri.joinPath(folder, name);
      const exists = await vscode.workspace.fs.stat(file).then(
        () => true,
        () => false,
      );
      const where = shipped ? 'shipped with Lambda Protect' : vscode.workspace.asRelativePath(folder);
      if (exists) choices.push({ label: name, description: where, uri: file });
    }
  }
  return choices;
}
