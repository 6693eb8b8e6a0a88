// The functions below the paths that a person names: each folder, or the folder of a file, is a workspace.
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Handlers } from '../core/syntax/handlers.ts';
import type { TreeParser } from '../core/syntax/syntax-tree.ts';
import { isInside } from '../core/text/path.ts';
import { createFunctionIndex, type FunctionIndex } from '../platform/function-index.ts';
import { installFolder } from '../platform/install-folder.ts';
import { createTreeParser } from '../platform/tree-sitter.ts';
import { createWorkspace, type Workspace } from '../platform/workspace.ts';
import type { CommandArguments, Shell } from './command.ts';
import { UsageError } from './options.ts';

export interface FoundFunctions extends Handlers {
  readonly workspace: Workspace;
  readonly parser: TreeParser;
  readonly index: FunctionIndex;
}

/** One of these per PATH; without one, of the current folder. A file counts with its folder's configurations. */
export async function openFunctions(
  args: CommandArguments,
  shell: Shell,
): Promise<readonly FoundFunctions[]> {
  const wasm = join(installFolder, 'wasm');
  const parser = await createTreeParser(existsSync(wasm) ? { wasmDir: wasm } : {});
  const paths = args.positionals.length > 0 ? args.positionals : ['.'];
  const found: FoundFunctions[] = [];
  for (const path of paths) {
    const absolute = resolve(shell.cwd, path);
    const kind = statSync(absolute, { throwIfNoEntry: false });
    if (kind === undefined) throw new UsageError(`no such file or folder: ${path}`);
    const isFile = kind.isFile();
    const root = isFile ? workspaceOf(absolute, shell.cwd) : absolute;
    const workspace = createWorkspace([root]);
    const index = createFunctionIndex(workspace, parser);
    const { handlers, unresolved } = await index.handlers();
    const wanted = absolute.replaceAll('\\', '/');
    found.push({
      workspace,
      parser,
      index,
      handlers: isFile ? handlers.filter(({ file }) => file === wanted) : handlers,
      unresolved: isFile ? [] : unresolved,
    });
    if (workspace.isCut) shell.complain(`more files below ${path} than are looked at: the rest is left out`);
  }
  return found;
}

/** A file's configuration lies above it: in the current folder when that holds the file, else in its own. */
function workspaceOf(file: string, cwd: string): string {
  return isInside(file.replaceAll('\\', '/'), cwd.replaceAll('\\', '/')) ? cwd : dirname(file);
}
