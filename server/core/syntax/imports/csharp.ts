// Which files of the workspace a C# file uses: a namespace says nothing of files, so all of its project's.
import { folderOf, isInside } from '../../text/path.ts';
import type { ImportResolver } from './resolver.ts';

export const csharpResolver: ImportResolver = {
  importsOf: () => ['.'],
  resolve(_specifier, fromFile, files) {
    for (let folder = folderOf(fromFile); ; folder = folderOf(folder)) {
      const hasProject = files.paths.some((file) => file.endsWith('.csproj') && folderOf(file) === folder);
      if (hasProject) return files.paths.filter((file) => file.endsWith('.cs') && isInside(file, folder));
      if (folder === '' || folder === folderOf(folder)) return [];
    }
  },
};
