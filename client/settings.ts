// The settings that the client itself reads. The server asks for all of them by itself.
import * as vscode from 'vscode';

export const section = 'lambdaProtect';

export function isEnabled(): boolean {
  return vscode.workspace.getConfiguration(section).get('enable', true);
}

/** Calls back when the value of one of our settings changes. */
export function onSetting(name: string, act: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.${name}`)) act();
  });
}
