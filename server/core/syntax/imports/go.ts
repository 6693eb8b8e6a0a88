// Which files of the workspace a Go file imports: the rest of its package, and packages of its own module.
import { folderOf, joinPath } from '../../text/path.ts';
import { filesIn } from '../source-files.ts';
import type { ImportResolver } from './resolver.ts';

export const goResolver: ImportResolver = {
  importsOf(text) {
    const found = ['.'];
    for (const [, one, many] of text.matchAll(/^import\s+(?:[\w.]+\s+)?(?:"([^"\n]+)"|\(([^)]*)\))/gm)) {
      if (one !== undefined) found.push(one);
      for (const [, each = ''] of (many ?? '').matchAll(/"([^"\n]+)"/g)) found.push(each);
    }
    return found;
  },
  resolve(specifier, fromFile, files) {
    if (specifier === '.') return filesIn(folderOf(fromFile), files).filter(isProduct);
    for (let folder = folderOf(fromFile); ; folder = folderOf(folder)) {
      const module = /^module\s+(\S+)/m.exec(files.read(joinPath(folder, 'go.mod')) ?? '')?.[1];
      if (module !== undefined) {
        if (specifier !== module && !specifier.startsWith(`${module}/`)) return [];
        const path = joinPath(folder, specifier.slice(module.length + 1) || '.');
        return filesIn(path, files).filter(isProduct);
      }
      if (folder === '' || folder === folderOf(folder)) return [];
    }
  },
};

function isProduct(file: string): boolean {
  return file.endsWith('.go') && !file.endsWith('_test.go');
}
