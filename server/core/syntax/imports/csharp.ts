// Which files of the workspace a C# file uses: a namespace says nothing of files, so all of its project's.
import { folderOf } from '../../text/path.ts';
import { filesIn, filesInside } from '../source-files.ts';
import type { ImportResolver } from './resolver.ts';

export const csharpResolver: ImportResolver = {
  importsOf: () => ['.'],
  resolve(_specifier, fromFile, files) {
    for (let folder = folderOf(fromFile); ; folder = folderOf(folder)) {
      const hasProject = filesIn(folder, files).some((file) => file.endsWith('.csproj'));
      if (hasProject) return filesInside(folder, files).filter((file) => file.endsWith('.cs'));
      if (folder === '' || folder === folderOf(folder)) return [];
    }
  },
};
