// The port that a parser is plugged into (tree-sitter in `platform`). Offsets are UTF-16 units of the text that
// was parsed. A tree of half-typed code is a tree with `error` nodes, never an exception.
import type { Span } from '../text/span.ts';

export interface SyntaxNode extends Span {
  /** The grammar's name of the node, such as `call_expression`. */
  readonly type: string;
  readonly text: string;
  readonly isError: boolean;
  readonly parent: SyntaxNode | undefined;
  /** Named children only. */
  readonly children: readonly SyntaxNode[];
  field(name: string): SyntaxNode | undefined;
}

export interface SyntaxTree {
  readonly language: string;
  readonly root: SyntaxNode;
  /** Every node of one of the types, in the order of the text; quick even on large trees. */
  nodesOf(types: readonly string[]): readonly Span[];
  /** Trees live in WebAssembly memory: whoever parsed must dispose. */
  dispose(): void;
}

export interface TreeParser {
  /** Language ids that have a grammar here. */
  readonly languages: readonly string[];
  /**
   * Parses `text`. `previous` (with the one edit that led from its text to this one) makes it incremental; the
   * previous tree stays valid and is still the caller's to dispose. `undefined` where the language has no grammar.
   */
  parse(
    language: string,
    text: string,
    previous?: { readonly tree: SyntaxTree; readonly edit: TreeEdit },
  ): SyntaxTree | undefined;
}

/** One replaced range: `start..oldEnd` of the old text became `start..newEnd` of the new. */
export interface TreeEdit {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}
