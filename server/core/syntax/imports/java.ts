// Which files of the workspace a Java file imports, by the end of their path; classes of its own package are in
// the same folder and need no import.
import { folderOf } from '../../text/path.ts';
import { filesIn } from '../source-files.ts';
import type { ImportResolver } from './resolver.ts';

export const javaResolver: ImportResolver = {
  importsOf(text) {
    const found = [...text.matchAll(/^\s*import\s+(?:static\s+)?([\w.]+(?:\.\*)?)\s*;/gm)].map(
      (match) => match[1] ?? '',
    );
    return ['.', ...found];
  },
  resolve(specifier, fromFile, files) {
    if (specifier === '.') return filesIn(folderOf(fromFile), files).filter((file) => file.endsWith('.java'));
    const path = specifier.replaceAll('.', '/');
    if (path.endsWith('/*')) {
      const folder = path.slice(0, -2);
      return files.paths.filter((file) => file.endsWith('.java') && folderOf(file).endsWith(`/${folder}`));
    }
    // `import static a.B.c` names a member of `a/B`.
    const candidates = [`/${path}.java`, `/${folderOf(path)}.java`];
    return files.paths.filter((file) => candidates.some((candidate) => file.endsWith(candidate)));
  },
};
