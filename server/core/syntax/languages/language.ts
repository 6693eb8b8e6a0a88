// What a language is to us: one value of this shape per file of this folder.

export type RegionKind = 'code' | 'string' | 'comment';

export interface Language {
  /** VS Code's language id, and the ids that share its grammar's node types. */
  readonly ids: readonly string[];
  /** File extension with its dot, lower case, to the language id of such a file. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly comment: {
    /** Starts a comment that ends with the line. */
    readonly line: string;
    readonly block?: { readonly open: string; readonly close: string };
  };
  /** Node types of the grammar that make or unmake a region; `code` is for what is interpolated into strings. */
  readonly regions: Readonly<Record<string, RegionKind>>;
  /** Types that are strings where the parser could not make a whole string of them: still being typed. */
  readonly brokenStrings: readonly string[];
}
