// Handlers and the files of functions of a workspace, found when first asked for and kept current by `update`. The
// command line and the language server both ask here.
import { type CallMemo, type FoundCalls, findAwsCalls } from '../core/needs/find-calls.ts';
import { createImportMemo, functionFiles, importsAsBefore } from '../core/syntax/function-files.ts';
import {
  createHandlerMemo,
  definesHandler,
  findHandlers,
  type Handler,
  type Handlers,
} from '../core/syntax/handlers.ts';
import { handlersAfterChange } from '../core/syntax/handlers-after-change.ts';
import { languageIdOf } from '../core/syntax/language-of.ts';
import type { TreeParser } from '../core/syntax/syntax-tree.ts';
import { documentParsers } from './documents.ts';
import type { Workspace } from './workspace.ts';

/** `functions`: handlers, what they import, their package folders. `handlers`: files with a handler. `all`: every source. */
export type Scope = 'functions' | 'handlers' | 'all';

export interface FunctionIndex {
  readonly workspace: Workspace;
  handlers(): Promise<Handlers>;
  /** Absolute paths of the source files that the code rules look at, sorted. */
  sources(scope: Scope): Promise<readonly string[]>;
  /** Quicker than `sources` when asked for one file again and again. */
  isInScope(path: string, scope: Scope): Promise<boolean>;
  /** Whether the file has a handler by its own shape: much cheaper than `handlers`. Its grammar must be loaded. */
  definesHandler(path: string): boolean;
  /** The AWS calls of the handler's file and of what it imports. */
  awsCalls(handler: Handler): Promise<FoundCalls>;
  /** Files or folders were made, changed or removed, on disk or in an editor. */
  update(paths: readonly string[]): void;
}

export function createFunctionIndex(workspace: Workspace, parser: TreeParser): FunctionIndex {
  const memo = createHandlerMemo();
  const imports = createImportMemo();
  const calls: CallMemo = new Map();
  let found: Promise<Handlers> | undefined;
  let inFunctions: Promise<ReadonlySet<string>> | undefined;

  const parse = (language: string, text: string) => parser.parse(language, text);
  const context = { files: workspace, documents: documentParsers, parse };

  async function search(): Promise<Handlers> {
    const languages = new Set(workspace.paths.map(languageIdOf).filter((id) => id !== undefined));
    await parser.load([...languages]);
    return findHandlers(context, memo);
  }

  /** Sources whose text changed since the last answer; what else changed makes everything look again. */
  const changed = new Set<string>();

  function handlers(): Promise<Handlers> {
    if (found !== undefined && changed.size > 0) {
      const paths = [...changed];
      if (!paths.every((path) => importsAsBefore(path, workspace, imports))) inFunctions = undefined;
      found = found.then((before) => follow(before, paths));
    }
    changed.clear();
    found ??= search();
    return found;
  }

  function follow(before: Handlers, paths: readonly string[]): Handlers | Promise<Handlers> {
    let now = before;
    for (const path of paths) {
      const next = handlersAfterChange(now, path, context, memo);
      if (next === undefined) {
        inFunctions = undefined;
        return search();
      }
      now = next;
    }
    return now;
  }

  async function collect(): Promise<ReadonlySet<string>> {
    const files = new Set<string>();
    const seen = new Set<string>();
    for (const handler of (await handlers()).handlers) {
      // Handlers of one file that are packaged alike have the same files.
      const packagings = handler.configured.map(({ folder, packaging }) => `${folder} ${packaging.kind}`);
      const key = [handler.file, ...packagings].join('\n');
      if (seen.has(key)) continue;
      seen.add(key);
      const { imported, packaged } = functionFiles(handler, workspace, imports);
      for (const file of [...imported, ...packaged]) files.add(file);
    }
    return files;
  }

  async function filesOf(scope: Scope): Promise<ReadonlySet<string>> {
    if (scope === 'functions') {
      await handlers();
      inFunctions ??= collect();
      return inFunctions;
    }
    if (scope === 'handlers') return new Set((await handlers()).handlers.map(({ file }) => file));
    return new Set(workspace.paths.filter((file) => languageIdOf(file) !== undefined));
  }

  return {
    workspace,
    handlers,
    sources: async (scope) => [...(await filesOf(scope))].sort(),
    isInScope: async (path, scope) =>
      scope === 'all'
        ? languageIdOf(path) !== undefined
        : (await filesOf(scope)).has(path.replaceAll('\\', '/')),
    async awsCalls(handler) {
      const { imported } = functionFiles(handler, workspace, imports);
      await parser.load([...new Set(imported.map(languageIdOf).filter((id) => id !== undefined))]);
      return findAwsCalls(imported, workspace, parser, calls);
    },
    definesHandler: (path) => definesHandler(path.replaceAll('\\', '/'), context, memo),
    update(paths) {
      const all = paths.map((path) => path.replaceAll('\\', '/'));
      const wereThere =
        found !== undefined && all.every((path) => languageIdOf(path) !== undefined && workspace.has(path));
      workspace.update(paths);
      if (wereThere && all.every((path) => workspace.has(path))) {
        for (const path of all) changed.add(path);
      } else {
        changed.clear();
        found = undefined;
        inFunctions = undefined;
      }
    },
  };
}
