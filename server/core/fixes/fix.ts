// What a fix of code is: a proposal of edits for one finding. One file per fix in this folder, listed in index.ts.
import type { Finding } from '../finding/finding.ts';
import type { Regions } from '../syntax/regions.ts';
import type { TextEdit } from '../text/edit.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/span.ts';

export interface FixInput {
  readonly finding: Finding;
  readonly file: string;
  readonly language: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly regions: () => Regions | undefined;
}

export interface FixProposal {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one to take without a choice: the safest, and right in nearly every case. */
  readonly preferred: boolean;
  /** Changes no meaning but the finding's: may be applied to all findings of its kind at once. */
  readonly safeForAll: boolean;
  /** In the text after the edits: what a person is to type over. */
  readonly select?: Span;
}

export interface Fix {
  readonly id: string;
  propose(input: FixInput): readonly FixProposal[];
}
