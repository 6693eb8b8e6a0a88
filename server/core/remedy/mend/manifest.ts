// A manifest as this folder sees it: where it declares which package with which versions. One file in `manifests/`
// for each format; none of them fails on broken text, it finds less.
import type { Span } from '../../text/span.ts';
import type { Ecosystem } from './package-fix.ts';

/** How the versions are written; `none`: as the text stands it is no version, and `obstacle` says why. */
export type RangeStyle = 'npm' | 'pep440' | 'poetry' | 'gem' | 'maven' | 'gradle' | 'nuget' | 'go';

export interface Declaration {
  readonly name: string;
  /** What names the versions now, as it stands in the text at `span`; empty where nothing does. */
  readonly range: string;
  readonly span: Span;
  readonly style: RangeStyle;
  /** Why it cannot be edited here: the versions come from elsewhere. */
  readonly obstacle?: string;
  /** Said with the edit: what else it changes, what to run. */
  readonly note?: string;
  /** Written around a range where none stands. Absent: none can be written there. */
  readonly insert?: (range: string) => string;
}

export interface Manifest {
  readonly ecosystem: Ecosystem;
  /** Of the file's name and the name of its folder. */
  readonly isNamed: (name: string, folder: string) => boolean;
  /** For a search in a workspace. */
  readonly globs: readonly string[];
  /** What to run after an edit, so that the lock file follows. */
  readonly afterwards: string;
  /** Names that mean the same package. */
  readonly nameKey: (name: string) => string;
  readonly find: (text: string) => readonly Declaration[];
}
