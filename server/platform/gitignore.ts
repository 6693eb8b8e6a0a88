// `.gitignore` as far as it keeps built and private files out of a walk: patterns of the folder and of those above.
import picomatch from 'picomatch';

export interface IgnoreRules {
  /** `undefined` where no pattern says anything. `path` is relative to the folder of the file. */
  ignores(path: string, isFolder: boolean): boolean | undefined;
}

/** https://git-scm.com/docs/gitignore#_pattern_format */
export function parseGitignore(text: string): IgnoreRules {
  const patterns = text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.replace(/(?<!\\)[ \t]+$/, '');
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const isNegated = trimmed.startsWith('!');
    const body = isNegated ? trimmed.slice(1) : trimmed;
    const onlyFolders = body.endsWith('/');
    const bare = body.replace(/\/$/, '');
    const glob = bare.replace(/^\//, '');
    if (glob === '') return [];
    const anchored = bare.includes('/');
    const matches = picomatch(anchored ? glob : `**/${glob}`, { dot: true, nonegate: true, noext: true });
    return [{ isNegated, onlyFolders, matches }];
  });
  return {
    ignores(path, isFolder) {
      let verdict: boolean | undefined;
      for (const { isNegated, onlyFolders, matches } of patterns) {
        if ((isFolder || !onlyFolders) && matches(path)) verdict = !isNegated;
      }
      return verdict;
    },
  };
}
