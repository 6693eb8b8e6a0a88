// Places of the protocol as places of VS Code.
import * as vscode from 'vscode';
import type { Range } from '../server/core/text/line-index.ts';

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
