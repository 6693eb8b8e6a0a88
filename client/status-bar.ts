// The status bar item: how many problems of ours are open, and whether the server works. A click offers what can be
// done about either.
import * as vscode from 'vscode';
import type { ServerStatus } from '../server/protocol/messages.ts';
import type { Extension } from './feature.ts';
import type { ServerState } from './language-client.ts';
import { lastStatus, onStatus } from './status.ts';

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

  const draw = (): void => {
    const look = describe(server.state, sum(byFile.values()), lastStatus());
    item.text = look.text;
    item.accessibilityInformation = { label: `Lambda Protect: ${look.words}`, role: 'button' };
    const tooltip = new vscode.MarkdownString(`**Lambda Protect**\n\n${look.words}`, true);
    const facts = server.state === 'running' ? details(lastStatus()) : [];
    for (const fact of facts) tooltip.appendMarkdown(`\n- ${fact}`);
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
    onStatus(draw),
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

function describe(
  state: ServerState,
  counts: Counts,
  status: ServerStatus | undefined,
): { text: string; words: string } {
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
      const busy = status?.state === 'scanning' ? ' $(sync~spin)' : '';
      const text = `$(shield) Lambda ${marks.length === 0 ? '$(check)' : marks.join(' ')}${busy}`;
      const found = parts.length === 0 ? 'no findings' : parts.join(', ');
      const how = status === undefined ? '' : `, engine ${status.engine}`;
      return { text, words: `${found}${busy === '' ? '' : ', scanning the workspace'}${how}` };
    }
  }
}

/** What else a person may want to know, as lines of Markdown. */
function details(status: ServerStatus | undefined): readonly string[] {
  if (status === undefined) return [];
  const { engine, engineNote, rules, ruleFolders, handlers, guardedHandlers } = status;
  const own = ruleFolders.filter(({ shipped }) => !shipped).length;
  return [
    `engine \`${engine}\`${engineNote === undefined ? '' : `: ${engineNote}`}`,
    `${rules} code rules, ${own === 0 ? 'as shipped' : own === 1 ? 'from the workspace' : `from ${own} folders`}`,
    `${handlers} handlers, ${guardedHandlers} of them guarded`,
  ];
}

function words(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
