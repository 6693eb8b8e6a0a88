// The port through which analyses see the files of a workspace. Paths are absolute, with `/` on every system.

export interface SourceFiles {
  /** The workspace's folders. */
  readonly roots: readonly string[];
  /** Every file that is looked at, sorted; vendored, built and ignored ones are not among them. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** `undefined` where the file is gone, too large or no text. */
  read(path: string): string | undefined;
}

/** Files that are all in memory. */
export function inMemoryFiles(contents: Readonly<Record<string, string>>, root = '/w'): SourceFiles {
  return {
    roots: [root],
    paths: Object.keys(contents).sort(),
    has: (path) => Object.hasOwn(contents, path),
    read: (path) => (Object.hasOwn(contents, path) ? contents[path] : undefined),
  };
}

/** The files in a folder and in those below it; with `limit`, no more than so many. */
export function filesInside(
  folder: string,
  { paths }: SourceFiles,
  limit = Number.POSITIVE_INFINITY,
): readonly string[] {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  // Sorted, so that those with one prefix stand together.
  const from = firstFrom(paths, prefix);
  let to = from;
  while (to < paths.length && to - from < limit && paths[to]?.startsWith(prefix)) to++;
  return paths.slice(from, to);
}

/** The files directly in a folder. */
export function filesIn(folder: string, files: SourceFiles): readonly string[] {
  const skip = folder.endsWith('/') ? folder.length : folder.length + 1;
  return filesInside(folder, files).filter((path) => !path.includes('/', folder === '' ? 0 : skip));
}

function firstFrom(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
