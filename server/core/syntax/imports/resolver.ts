// How imports of a language lead to files of the workspace; modules from elsewhere lead nowhere.
import type { SourceFiles } from '../source-files.ts';

export interface ImportResolver {
  /** Module names as written. */
  importsOf(text: string): readonly string[];
  /**
   * Files that the module name stands for, seen from a file. `roots`: folders from which absolute names are looked
   * up, nearest first (the function's package folder, then folders above it).
   */
  resolve(
    specifier: string,
    fromFile: string,
    files: SourceFiles,
    roots: readonly string[],
  ): readonly string[];
}
