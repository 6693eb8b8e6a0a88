// The status bar item: how many problems of ours are open, and whether the server works. A click offers what can be
// done about either.
import * as vscode from 'vscode';
import type { Extension } from './feature.ts';
import type { ServerState } from './language-client.ts';

const SOURCE = 'lambda-protect';

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
}

const none: Counts = { errors: 0, warnings: 0, others: 0 };

export function statusBar({ server }: Extension): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('lambdaProtect.status', vscode.StatusBarAlignment.Left, 40);
  item.name = 'Lambda Protect';
  item.command = 'lambdaProtect.showActions';
  const byFile = new Map<string, Counts>();
  const engine = '';
  const rules = '';

  const draw = (): void => {
    const look = describe(server.state, sum(byFile.values()), engine);
    item.text = look.text;
    item.accessibilityInformation = { label: `Lambda Protect: ${look.words}`, role: 'button' };
    const tooltip = new vscode.MarkdownString(`**Lambda Protect**\n\n${look.words}`, true);
    if (server.state === 'running' && rules !== '') tooltip.appendMarkdown(`\n\n${rules}`);
    item.tooltip = tooltip;
    item.backgroundColor =
      server.state === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    if (server.state === 'off') item.hide();
    else item.show();
  };

  const count = (uris: readonly vscode.Uri[]): void => {
    for (const uri of uris) {
      const counts = countOurs(vscode.languages.getDiagnostics(uri));
      if (counts === none) byFile.delete(uri.toString());
      else byFile.set(uri.toString(), counts);
    }
    draw();
  };
  count(vscode.languages.getDiagnostics().map(([uri]) => uri));

  return vscode.Disposable.from(
    item,
    server.onDidChangeState(draw),
    vscode.languages.onDidChangeDiagnostics((event) => count(event.uris)),
  );
}

function countOurs(diagnostics: readonly vscode.Diagnostic[]): Counts {
  let errors = 0;
  let warnings = 0;
  let others = 0;
  for (const { source, severity } of diagnostics) {
    if (source !== SOURCE) continue;
    if (severity === vscode.DiagnosticSeverity.Error) errors++;
    else if (severity === vscode.DiagnosticSeverity.Warning) warnings++;
    else others++;
  }
  return errors + warnings + others === 0 ? none : { errors, warnings, others };
}

function sum(all: Iterable<Counts>): Counts {
  let total = none;
  for (const { errors, warnings, others } of all) {
    total = {
      errors: total.errors + errors,
      warnings: total.warnings + warnings,
      others: total.others + others,
    };
  }
  return total;
}

function describe(state: ServerState, counts: Counts, engine: string): { text: string; words: string } {
  switch (state) {
    case 'off':
      return { text: '', words: 'off' };
    case 'starting':
      return { text: '$(loading~spin) Lambda', words: 'starting' };
    case 'failed':
      return { text: '$(shield) Lambda $(warning)', words: 'not working, nothing is checked' };
    case 'running': {
      const parts = [
        words(counts.errors, 'error', 'errors'),
        words(counts.warnings, 'warning', 'warnings'),
        words(counts.others, 'note', 'notes'),
      ].filter((part) => part !== '');
      const marks = [
        counts.errors > 0 ? `$(error) ${counts.errors}` : '',
        counts.warnings > 0 ? `$(warning) ${counts.warnings}` : '',
        counts.others > 0 ? `$(info) ${counts.others}` : '',
      ].filter((part) => part !== '');
      const text = marks.length === 0 ? '$(shield) Lambda $(check)' : `$(shield) Lambda ${marks.join(' ')}`;
      const how = engine === '' ? '' : `, engine ${engine}`;
      return { text, words: `${parts.length === 0 ? 'no findings' : parts.join(', ')}${how}` };
    }
  }
}

function words(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
