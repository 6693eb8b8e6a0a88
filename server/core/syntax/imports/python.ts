// Which files of the workspace a Python module imports. Read from the text, not from a tree: a line in a docstring
// that looks like an import only adds a file, and thousands of files are read quickly.
import { folderOf, joinPath } from '../../text/path.ts';
import type { ImportResolver } from './resolver.ts';

const statement =
  /^[ \t]*(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*(?:\\\r?\n[^\n#;]*)*)|import[ \t]+([\w. \t,]+))/gm;

/** Modules as written, relative ones with their dots; `from a import b` also gives `a.b`, which may be a module. */
export function pythonImports(text: string): readonly string[] {
  const modules = new Set<string>();
  for (const [, from, names, plain] of text.matchAll(statement)) {
    for (const part of plain?.split(',') ?? []) {
      const name = part.trim().split(/\s+/)[0];
      if (name) modules.add(name);
    }
    if (from === undefined) continue;
    modules.add(from);
    const prefix = from.endsWith('.') ? from : `${from}.`;
    for (const part of (names ?? '').replace(/#[^\n]*|[()\\]/g, ' ').split(',')) {
      const name = part.trim().split(/\s+/)[0];
      if (name && name !== '*') modules.add(prefix + name);
    }
  }
  return [...modules];
}

export const pythonResolver: ImportResolver = {
  importsOf: pythonImports,
  resolve(specifier, fromFile, files, roots) {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const path = specifier.slice(dots).replaceAll('.', '/');
    let bases: readonly string[];
    if (dots > 0) {
      let folder = folderOf(fromFile);
      for (let up = 1; up < dots; up++) folder = folderOf(folder);
      bases = [folder];
    } else {
      bases = [folderOf(fromFile), ...roots];
    }
    for (const base of bases) {
      const module = joinPath(base, path === '' ? '.' : path);
      const hits = [`${module}.py`, `${module}/__init__.py`].filter((file) => files.has(file));
      if (hits.length === 0) continue;
      // The packages on the way run too.
      const packages: string[] = [];
      for (let at = folderOf(module); at !== base && at.length > base.length; at = folderOf(at)) {
        if (files.has(`${at}/__init__.py`)) packages.push(`${at}/__init__.py`);
      }
      return [...hits, ...packages];
    }
    return [];
  },
};
