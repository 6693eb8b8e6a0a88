// The files of a workspace: which there are, and their texts, on disk or under edit. Walks once, then follows
// single changes. Vendored, built and git-ignored files do not exist here.
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import type { SourceFiles } from '../core/syntax/source-files.ts';
import { folderOf, isInside, joinPath, nameOf } from '../core/text/path.ts';
import { type IgnoreRules, parseGitignore } from './gitignore.ts';
import { decodeSource } from './source-text.ts';

export interface Workspace extends SourceFiles {
  /** More files than are looked at: the rest is left out. */
  readonly isCut: boolean;
  /** These files or folders were made, changed or removed. */
  update(paths: readonly string[]): void;
  /** Everything may have changed. */
  refresh(): void;
}

export interface WorkspaceOptions {
  /** Text of a file that is open in an editor. */
  readonly openText?: (path: string) => string | undefined;
  /** Files that are open in an editor, of which some may not be on disk yet. */
  readonly openPaths?: () => Iterable<string>;
  readonly maxFiles?: number;
}

const ignoredFolders = new Set([
  ...['node_modules', 'bower_components', 'jspm_packages', 'vendor', 'site-packages', 'Pods'],
  ...['dist', 'target', 'obj', 'cdk.out', 'coverage', '__pycache__', 'venv', 'htmlcov'],
]);
/** Folders whose name begins with a dot that are looked at all the same. */
const dotFolders = new Set(['.protect-lambda', '.github']);
/** A folder of the name is built when its neighbour is there. */
const builtBeside: Readonly<Record<string, RegExp>> = {
  build: /^(build\.gradle(\.kts)?|package\.json|setup\.py|pyproject\.toml)$/,
  bin: /\.csproj$/,
  out: /^(tsconfig\.json|\.classpath)$/,
};
/** A larger file is data; the scan of a single file takes more. */
const maxTextBytes = 5 << 20;
/** Texts kept in memory, in UTF-16 units. */
const maxKept = 48_000_000;

export function createWorkspace(roots: readonly string[], options: WorkspaceOptions = {}): Workspace {
  const folders = roots.map((root) => root.replaceAll('\\', '/').replace(/(?<=.)\/$/, ''));
  const maxFiles = options.maxFiles ?? 50_000;
  let known: Set<string> | undefined;
  let sorted: readonly string[] | undefined;
  let isCut = false;
  const texts = new Map<string, string | undefined>();
  let kept = 0;
  const ignoreFiles = new Map<string, IgnoreRules | undefined>();

  function all(): Set<string> {
    if (known === undefined) {
      known = new Set();
      for (const root of folders) walk(root, root, known);
      for (const given of options.openPaths?.() ?? []) {
        const path = given.replaceAll('\\', '/');
        const root = folders.find((folder) => isInside(path, folder));
        if (root !== undefined && isSeen(path, root)) known.add(path);
      }
    }
    return known;
  }

  function walk(folder: string, root: string, into: Set<string>): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return;
    }
    const names = entries.map((entry) => entry.name);
    if (folder !== root && names.includes('pyvenv.cfg')) return;
    for (const entry of entries) {
      const path = joinPath(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isSkippedFolder(entry.name, names) && !isIgnored(path, true, root)) walk(path, root, into);
      } else if (entry.isFile() && !isIgnored(path, false, root)) {
        if (into.size >= maxFiles) {
          isCut = true;
          return;
        }
        into.add(path);
      }
    }
  }

  function isIgnored(path: string, isFolder: boolean, root: string): boolean {
    for (let folder = folderOf(path); isInside(folder, root); folder = folderOf(folder)) {
      const verdict = ignoreRulesOf(folder)?.ignores(path.slice(folder.length + 1), isFolder);
      if (verdict !== undefined) return verdict;
      if (folder === folderOf(folder)) break;
    }
    return false;
  }

  function ignoreRulesOf(folder: string): IgnoreRules | undefined {
    if (ignoreFiles.has(folder)) return ignoreFiles.get(folder);
    let rules: IgnoreRules | undefined;
    try {
      rules = parseGitignore(readFileSync(joinPath(folder, '.gitignore'), 'utf8'));
    } catch {
      // Most folders have none.
    }
    ignoreFiles.set(folder, rules);
    return rules;
  }

  /** A single path, as the walk would have judged it. */
  function isSeen(path: string, root: string): boolean {
    const parts = relative(root, path).replaceAll('\\', '/').split('/');
    let folder = root;
    for (const name of parts.slice(0, -1)) {
      const inner = joinPath(folder, name);
      if (isSkippedFolder(name, namesIn(folder)) || isIgnored(inner, true, root)) return false;
      folder = inner;
    }
    return !isIgnored(path, false, root);
  }

  function forget(path: string): void {
    const text = texts.get(path);
    if (text !== undefined) kept -= text.length;
    texts.delete(path);
  }

  function update(paths: readonly string[]): void {
    for (const given of paths) {
      const path = given.replaceAll('\\', '/');
      if (nameOf(path) === '.gitignore') {
        refresh();
        return;
      }
      forget(path);
      if (known === undefined) continue;
      const root = folders.find((folder) => isInside(path, folder));
      if (root === undefined) continue;
      sorted = undefined;
      const kind = statSync(path, { throwIfNoEntry: false });
      if (kind?.isFile() || (!kind && options.openText?.(path) !== undefined)) {
        if (isSeen(path, root) && known.size < maxFiles) known.add(path);
      } else {
        known.delete(path);
        for (const file of known) {
          if (!file.startsWith(`${path}/`)) continue;
          known.delete(file);
          forget(file);
        }
        if (kind?.isDirectory() && isSeen(`${path}/x`, root)) walk(path, root, known);
      }
    }
  }

  function refresh(): void {
    known = undefined;
    sorted = undefined;
    isCut = false;
    texts.clear();
    kept = 0;
    ignoreFiles.clear();
  }

  function read(path: string): string | undefined {
    const open = options.openText?.(path);
    if (open !== undefined) return open;
    if (texts.has(path)) return texts.get(path);
    const text = readText(path);
    if (kept + (text?.length ?? 0) <= maxKept) {
      texts.set(path, text);
      kept += text?.length ?? 0;
    }
    return text;
  }

  return {
    roots: folders,
    get paths() {
      sorted ??= [...all()].sort();
      return sorted;
    },
    get isCut() {
      all();
      return isCut;
    },
    has: (path) => all().has(path),
    read,
    update,
    refresh,
  };
}

function isSkippedFolder(name: string, neighbours: readonly string[]): boolean {
  if (ignoredFolders.has(name)) return true;
  if (name.startsWith('.')) return !dotFolders.has(name);
  const mark = Object.hasOwn(builtBeside, name) ? builtBeside[name] : undefined;
  return mark !== undefined && neighbours.some((neighbour) => mark.test(neighbour));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    if (statSync(path).size > maxTextBytes) return undefined;
    const source = decodeSource(readFileSync(path));
    return source.ok ? source.text : undefined;
  } catch {
    return undefined;
  }
}
