// The settings that the client itself reads. The server asks for all of them by itself.
import * as vscode from 'vscode';
import { clientSettings } from './settings-table.ts';

export const section = 'lambdaProtect';

export function isEnabled(): boolean {
  return vscode.workspace.getConfiguration(section).get('enable', true);
}

/** Days; 0 where no reminder is wanted. */
export function auditReminderDays(): number {
  const days: unknown = vscode.workspace
    .getConfiguration(section)
    .get('auditReminderDays', clientSettings.auditReminderDays.default);
  return typeof days === 'number' && days >= 0 ? days : clientSettings.auditReminderDays.default;
}

/** Calls back when the value of one of our settings changes. */
export function onSetting(name: string, act: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.${name}`)) act();
  });
}
