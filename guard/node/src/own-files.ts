// The function's own source: the handler's file and the modules of its package that it imports, not what a package
// manager installed.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

const maxFiles = 300;
const maxSourceBytes = 16 * 1024 * 1024;
const endings = [
  '',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.mts',
  '.cts',
  '/index.js',
  '/index.mjs',
  '/index.cjs',
  '/index.ts',
];
const sourceEnding = /\.[mc]?[jt]sx?$/;

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, `require('x')`; in comments too, which does no harm. */
const specifiers = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"`])([^'"`\n$]+)\1/g;

export interface OwnFile {
  readonly path: string;
  readonly text: string;
}

/** In the order in which they are met. `passOver`: files of the guard itself. Throws where the handler's file cannot be read. */
export function ownFiles(
  handlerFile: string,
  root: string,
  passOver: (path: string) => boolean,
): readonly OwnFile[] {
  const paths = [handlerFile];
  const files: OwnFile[] = [];
  for (const path of paths) {
    const text = readSource(path);
    files.push({ path, text });
    for (const found of text.matchAll(specifiers)) {
      const module = locate(dirname(path), found[2] ?? '');
      if (module === undefined || paths.includes(module) || paths.length >= maxFiles) continue;
      const isInside = module.startsWith(root.endsWith(sep) ? root : root + sep);
      if (isInside && !module.includes(`${sep}node_modules${sep}`) && !passOver(module)) paths.push(module);
    }
  }
  return files;
}

function locate(folder: string, specifier: string): string | undefined {
  if (!/^(?:\.\.?(?:\/|$)|\/|file:)/.test(specifier)) return undefined;
  const wanted = specifier.startsWith('file:') ? new URL(specifier).pathname : resolve(folder, specifier);
  for (const ending of endings) {
    const path = ending.startsWith('/') ? join(wanted, ending) : wanted + ending;
    if (sourceEnding.test(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false))
      return path;
  }
  return undefined;
}

function readSource(path: string): string {
  const bytes = readFileSync(path);
  if (bytes.length > maxSourceBytes) throw new Error('source too long');
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Changes when the file's size, time or inode does. Empty for a file that is gone. */
export function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.size} ${found.mtimeMs} ${found.ino}`;
}
