// Which files of the workspace a JavaScript or TypeScript module imports: relative paths, with the endings that
// bundlers and TypeScript try, and names that a tsconfig's `paths` or a workspace package leads to.
import { folderOf, joinPath } from '../../text/path.ts';
import type { SourceFiles } from '../source-files.ts';
import type { ImportResolver } from './resolver.ts';

const specifierOf =
  /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire(?:\.resolve)?\s*\(\s*)(?:"([^"\n]+)"|'([^'\n]+)'|`([^`$\n]+)`)/g;

export function javascriptImports(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, double, single, template] of text.matchAll(specifierOf)) {
    found.add(double ?? single ?? template ?? '');
  }
  return [...found];
}

/** In the order in which they are tried. */
const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];
/** TypeScript sources are imported under the name that they will be compiled to. */
const compiledFrom: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/, ['.ts', '.tsx']],
  [/\.mjs$/, ['.mts']],
  [/\.cjs$/, ['.cts']],
  [/\.jsx$/, ['.tsx']],
];

/** The file behind an import's path without or with an ending, or behind a folder. */
export function resolveScriptFile(path: string, files: SourceFiles): string | undefined {
  if (files.has(path) && endings.some((ending) => path.endsWith(ending))) return path;
  for (const [compiled, sources] of compiledFrom) {
    if (!compiled.test(path)) continue;
    const source = sources.map((ending) => path.replace(compiled, ending)).find((file) => files.has(file));
    if (source !== undefined) return source;
  }
  return (
    endings.map((ending) => path + ending).find((file) => files.has(file)) ??
    endings.map((ending) => `${path}/index${ending}`).find((file) => files.has(file))
  );
}

export const javascriptResolver: ImportResolver = {
  importsOf: javascriptImports,
  resolve(specifier, fromFile, files, roots) {
    if (specifier.startsWith('.')) {
      const file = resolveScriptFile(joinPath(folderOf(fromFile), specifier), files);
      return file === undefined ? [] : [file];
    }
    if (specifier.startsWith('node:') || specifier.startsWith('/')) return [];
    for (const root of roots) {
      const aliased = aliasesOf(root, files).flatMap((alias) => alias(specifier));
      for (const path of aliased) {
        const file = resolveScriptFile(path, files);
        if (file !== undefined) return [file];
      }
    }
    return [];
  },
};

type Alias = (specifier: string) => readonly string[];

/** `compilerOptions.paths` and `baseUrl` of the folder's tsconfig, read without a full parser: comments do not matter. */
function aliasesOf(root: string, files: SourceFiles): readonly Alias[] {
  for (const name of ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json']) {
    const text = files.read(joinPath(root, name));
    if (text === undefined) continue;
    const baseUrl = /"baseUrl"\s*:\s*"([^"]*)"/.exec(text)?.[1];
    const base = joinPath(root, baseUrl ?? '.');
    const paths = /"paths"\s*:\s*\{([^}]*)\}/.exec(text)?.[1] ?? '';
    const aliases: Alias[] = [];
    for (const [, pattern = '', targets = ''] of paths.matchAll(/"([^"]+)"\s*:\s*\[([^\]]*)\]/g)) {
      const [before = '', after] = pattern.split('*');
      for (const [, target = ''] of targets.matchAll(/"([^"]+)"/g)) {
        aliases.push((specifier) => {
          if (after === undefined) return specifier === pattern ? [joinPath(base, target)] : [];
          if (!specifier.startsWith(before) || !specifier.endsWith(after)) return [];
          const star = specifier.slice(before.length, specifier.length - after.length);
          return [
            joinPath(
              base,
              target.replace('*', () => star),
            ),
          ];
        });
      }
    }
    if (baseUrl !== undefined) aliases.push((specifier) => [joinPath(base, specifier)]);
    return aliases;
  }
  return [];
}
