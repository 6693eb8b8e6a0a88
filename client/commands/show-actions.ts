// What a click on the status bar item offers.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';

interface Action extends vscode.QuickPickItem {
  readonly command: string;
  readonly args?: readonly unknown[];
}

const actions: readonly Action[] = [
  { label: '$(list-flat) Show Problems', command: 'lambdaProtect.showProblems' },
  { label: '$(law) Open Rule File', command: 'lambdaProtect.openRules' },
  { label: '$(new-file) Create Rule File', command: 'lambdaProtect.createRuleFile' },
  { label: '$(book) Get Started', command: 'lambdaProtect.openWalkthrough' },
  { label: '$(settings-gear) Settings', command: 'workbench.action.openSettings', args: ['lambdaProtect'] },
  { label: '$(output) Show Log', command: 'lambdaProtect.showLog' },
  { label: '$(debug-restart) Restart Language Server', command: 'lambdaProtect.restartServer' },
];

export const command: Command = {
  id: 'lambdaProtect.showActions',
  async run() {
    const chosen = await vscode.window.showQuickPick(actions, { title: 'Lambda Protect' });
    if (chosen) await vscode.commands.executeCommand(chosen.command, ...(chosen.args ?? []));
  },
};
