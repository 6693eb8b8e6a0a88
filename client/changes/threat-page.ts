// Which finding's page is in front, so that its title bar can offer what to do about it. A Markdown preview does not
// tell what it shows but by its title; where two findings have the same title, nobody guesses between them.
import * as vscode from 'vscode';
import { parsePageUri } from '../../server/protocol/pages.ts';

/** Ids of findings by the name of their page. */
const shown = new Map<string, Set<string>>();

/** Called with each page that is shown. */
export function rememberPage(uri: vscode.Uri): void {
  const page = parsePageUri(uri.toString(true));
  if (page?.kind !== 'threat') return;
  const name = nameOf(uri.path);
  shown.set(name, (shown.get(name) ?? new Set()).add(page.id));
}

/** Undefined: none is in front, or it is not certain which. */
export function threatInFront(): string | undefined {
  const ids = idsInFront();
  return ids?.size === 1 ? [...ids][0] : undefined;
}

/** Keeps the context for menus. */
export function followThreatPage(): vscode.Disposable {
  const tell = (): void =>
    void vscode.commands.executeCommand('setContext', 'lambdaProtect.threatPage', idsInFront() !== undefined);
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.window.tabGroups.onDidChangeTabGroups(tell),
  );
}

function idsInFront(): ReadonlySet<string> | undefined {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  if (!(tab?.input instanceof vscode.TabInputWebview) || !tab.input.viewType.includes('markdown.preview'))
    return undefined;
  for (const [name, ids] of shown) if (tab.label.endsWith(name)) return ids;
  return undefined;
}

function nameOf(path: string): string {
  const last = path.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
