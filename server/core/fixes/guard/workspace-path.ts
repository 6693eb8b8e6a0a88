// How sentences name a file: as seen from the workspace's folder.
import type { SourceFiles } from '../../syntax/source-files.ts';
import { isInside, relativePath } from '../../text/path.ts';

export function relativeTo({ roots }: SourceFiles, path: string): string {
  const root = roots.find((one) => isInside(path, one));
  return root === undefined ? path : relativePath(root, path);
}
