// Steps that suites in the extension host share: files in the open folder, and waiting for what VS Code does later.
import * as vscode from 'vscode';

/** Writes a file into the open folder and opens it in an editor. */
export async function openFile(path: string, text: string): Promise<vscode.TextEditor> {
  const uri = await writeFile(path, text);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

export async function writeFile(path: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  const uri = vscode.Uri.joinPath(folder.uri, path);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Our diagnostics of a file that are of the rule `id`, as soon as there are `count` of them. */
export async function diagnosticsOf(
  uri: vscode.Uri,
  id: string,
  count: number,
): Promise<readonly vscode.Diagnostic[]> {
  const ours = () =>
    vscode.languages
      .getDiagnostics(uri)
      .filter(({ source, code }) => source === 'lambda-protect' && idOf(code) === id);
  return waitFor(
    () => (ours().length === count ? ours() : undefined),
    (done) => vscode.languages.onDidChangeDiagnostics(done),
    () =>
      `diagnostics of ${uri.path}: ${JSON.stringify(ours().map(({ code, message }) => ({ code, message })))}`,
  );
}

function idOf(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}

/** Looks again after every event of `on`, until `look` gives something; fails with `words` after 15 seconds. */
export function waitFor<T>(
  look: () => T | undefined,
  on: (again: () => void) => vscode.Disposable,
  words: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const again = (): void => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(limit);
      listening.dispose();
      resolve(found);
    };
    const listening = on(again);
    const limit = setTimeout(() => {
      listening.dispose();
      reject(new Error(`waited in vain: ${words()}`));
    }, 15_000);
    again();
  });
}
