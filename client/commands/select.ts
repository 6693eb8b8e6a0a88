// Selects a range in an open editor. Code actions carry it behind their edit, so that a person types over a
// placeholder at once.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.select',
  async run(_extension, uri, range) {
    if (typeof uri !== 'string' || !isRange(range)) return;
    const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri, true));
    const { start, end } = range;
    const selection = new vscode.Selection(start.line, start.character, end.line, end.character);
    editor.selection = selection;
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  },
};

interface Place {
  readonly line: number;
  readonly character: number;
}

function isRange(value: unknown): value is { readonly start: Place; readonly end: Place } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'start' in value &&
    'end' in value &&
    isPlace(value.start) &&
    isPlace(value.end)
  );
}

function isPlace(value: unknown): value is Place {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    'character' in value &&
    typeof value.line === 'number' &&
    typeof value.character === 'number'
  );
}
