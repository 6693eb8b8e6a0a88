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
