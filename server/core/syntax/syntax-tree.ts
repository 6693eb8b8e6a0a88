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

export interface NodeSpan extends Span {
  readonly type: string;
}

export interface SyntaxTree {
  readonly language: string;
  /** The text that was parsed. */
  readonly text: string;
  readonly root: SyntaxNode;
  /** Unique among all trees of one parser. */
  readonly id: number;
  /** How this tree differs from the one it was parsed from; `undefined` after a parse from nothing. */
  readonly changes: TreeChanges | undefined;
  /**
   * Every node of one of the types, in the order of the text, outer before inner; with `within`, those that
   * touch it. A type may name the node's parent before it: `ERROR string_start`. Quick even on large trees; with a small `within` its cost does not grow with the text.
   */
  nodesOf(types: readonly string[], within?: Span): readonly NodeSpan[];
  /** Trees live in WebAssembly memory: whoever parsed must dispose. */
  dispose(): void;
}

export interface TreeChanges {
  /** `id` of the tree that was the `previous` of the parse. */
  readonly fromId: number;
  readonly edit: TreeEdit;
  /** Spans of the new text outside of which the structure is that of the old tree, shifted by the edit. */
  readonly spans: readonly Span[];
}

export interface TreeParser {
  /** Language ids that have a grammar here. */
  readonly languages: readonly string[];
  /** Loads the grammars of these language ids (those of no grammar are passed over), or of all. */
  load(languages?: readonly string[]): Promise<void>;
  /**
   * Parses `text`. `previous` (with the one edit that led from its text to this one) makes it incremental; the
   * previous tree stays valid and is still the caller's to dispose. `undefined` where the language has no grammar
   * or its grammar is not loaded yet.
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

/** The node and everything below it, in the order of the text, outer before inner. */
export function walkNodes(node: SyntaxNode, visit: (node: SyntaxNode) => void): void {
  visit(node);
  for (const child of node.children) walkNodes(child, visit);
}

/** The smallest edit that leads from one text to the other; `undefined` when they are equal. */
export function editBetween(oldText: string, newText: string): TreeEdit | undefined {
  if (oldText === newText) return undefined;
  const shorter = Math.min(oldText.length, newText.length);
  let start = 0;
  while (start < shorter && oldText.charCodeAt(start) === newText.charCodeAt(start)) start++;
  let oldEnd = oldText.length;
  let newEnd = newText.length;
  while (
    oldEnd > start &&
    newEnd > start &&
    oldText.charCodeAt(oldEnd - 1) === newText.charCodeAt(newEnd - 1)
  ) {
    oldEnd--;
    newEnd--;
  }
  return { start, oldEnd, newEnd };
}
