// Which files of the workspace a Ruby file requires.
import { folderOf, joinPath } from '../../text/path.ts';
import type { ImportResolver } from './resolver.ts';

export const rubyResolver: ImportResolver = {
  importsOf(text) {
    const calls = text.matchAll(/^\s*(require_relative|require|load)\b[ (]*["']([^"'\n]+)["']/gm);
    return [...calls].map(([, verb, path = '']) => (verb === 'require_relative' ? `./${path}` : path));
  },
  resolve(specifier, fromFile, files, roots) {
    const bases = specifier.startsWith('./')
      ? [folderOf(fromFile)]
      : roots.flatMap((root) => [root, joinPath(root, 'lib')]);
    for (const base of bases) {
      const path = joinPath(base, specifier);
      const file = [path, `${path}.rb`].find(
        (candidate) => candidate.endsWith('.rb') && files.has(candidate),
      );
      if (file !== undefined) return [file];
    }
    return [];
  },
};
