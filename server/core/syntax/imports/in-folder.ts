// Files directly in a folder.
import { folderOf } from '../../text/path.ts';

export function inFolder(folder: string, ending: string, paths: readonly string[]): readonly string[] {
  return paths.filter((file) => file.endsWith(ending) && folderOf(file) === folder);
}
