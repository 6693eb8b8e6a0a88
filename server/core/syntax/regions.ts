// Comments, strings and code told apart. Interpolations inside strings are code again; whatever no region of
// comment or string covers is code. Built from a syntax tree, after an edit only around what changed.
import { overlaps, type Span, shift } from '../text/span.ts';
import { languageOf } from './language-of.ts';
import type { RegionKind } from './languages/language.ts';
import type { NodeSpan, SyntaxTree } from './syntax-tree.ts';

export interface Region extends Span {
  readonly kind: 'string' | 'comment';
}

export interface Regions {
  /** Sorted, disjoint, none empty. */
  readonly spans: readonly Region[];
  /** The tree that they were found in. */
  readonly treeId: number;
  kindAt(offset: number): RegionKind;
  /** The region around the offset; code lies between two spans (or a text's end and a span). */
  regionAt(offset: number): Span;
}

/** Of a language without a parser: everything is code. */
export function allCode(textLength: number): Regions {
  return regionsOf([], textLength, 0);
}

/**
 * `previous`: regions of the tree that this one was parsed from; used when the tree says so, else passed over.
 * The result is the same with and without it.
 */
export function findRegions(tree: SyntaxTree, previous?: Regions): Regions {
  const { changes } = tree;
  const length = tree.text.length;
  if (previous === undefined || changes === undefined || previous.treeId !== changes.fromId) {
    return regionsOf(flatten(tree, regionNodes(tree)), length, tree.id);
  }
  const { edit } = changes;
  const by = edit.newEnd - edit.oldEnd;
  const moved = previous.spans.map((span): Region => {
    if (span.end < edit.start) return span;
    if (span.start > edit.oldEnd) return { kind: span.kind, ...shift(span, by) };
    // Touched by the edit: only its outline counts, for the window below.
    return {
      kind: span.kind,
      start: Math.min(span.start, edit.start),
      end: Math.max(span.end, edit.oldEnd) + by,
    };
  });
  let window: Span = hull([{ start: edit.start, end: edit.newEnd }, ...changes.spans]);
  let nodes: readonly NodeSpan[];
  for (let round = 0; ; round++) {
    // Text in which every region touches the next would make the window grow one region at a time.
    if (round === 8) return findRegions(tree);
    // One unit more on either side: a node that only touches the window may have grown or lost its end there.
    const wide = { start: Math.max(0, window.start - 1), end: Math.min(length, window.end + 1) };
    nodes = regionNodes(tree, wide);
    const grown = hull([wide, ...nodes, ...moved.filter((span) => overlaps(span, wide))]);
    window = grown;
    if (grown.start === wide.start && grown.end === wide.end) break;
  }
  const within = flatten(tree, nodes);
  return regionsOf(
    [
      ...moved.filter((span) => span.end <= window.start && span.end > span.start),
      ...within,
      ...moved.filter((span) => span.start >= window.end && span.end > span.start),
    ],
    length,
    tree.id,
  );
}

function regionNodes(tree: SyntaxTree, within?: Span): readonly NodeSpan[] {
  const language = languageOf(tree.language);
  if (language === undefined) return [];
  return tree.nodesOf([...Object.keys(language.regions), ...language.brokenStrings.map(inError)], within);
}

function inError(type: string): string {
  return `ERROR ${type}`;
}

/** Nested nodes to disjoint spans: the innermost decides. */
function flatten(tree: SyntaxTree, nodes: readonly NodeSpan[]): Region[] {
  const kinds = languageOf(tree.language)?.regions ?? {};
  const spans: Region[] = [];
  const open: { readonly end: number; readonly kind: RegionKind }[] = [];
  let at = 0;

  function close(until: number): void {
    for (let top = open.at(-1); top !== undefined && top.end <= until; top = open.at(-1)) {
      emit(top.kind, top.end);
      open.pop();
    }
  }
  function emit(kind: RegionKind, end: number): void {
    if (kind !== 'code' && end > at) spans.push({ kind, start: at, end });
    at = Math.max(at, end);
  }

  for (const node of nodes) {
    close(node.start);
    const outer = open.at(-1);
    const kind = kinds[node.type] ?? 'string';
    if (outer?.kind === kind) continue;
    if (outer !== undefined) emit(outer.kind, node.start);
    at = Math.max(at, node.start);
    // Nothing reaches beyond the node that holds it (a heredoc's body lies outside its beginning, as its own node).
    open.push({
      kind,
      end: outer === undefined ? node.end : Math.min(node.end, outer.end),
    });
  }
  close(Number.POSITIVE_INFINITY);
  return spans;
}

function hull(spans: readonly Span[]): Span {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const span of spans) {
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return { start, end };
}

/** `spans` are sorted, disjoint and not empty. */
export function regionsOf(spans: readonly Region[], length: number, treeId: number): Regions {
  /** Index of the last span that starts at or before the offset, -1 for none. */
  function indexAt(offset: number): number {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
  return {
    spans,
    treeId,
    kindAt(offset) {
      const span = spans[indexAt(offset)];
      return span !== undefined && offset < span.end ? span.kind : 'code';
    },
    regionAt(offset) {
      const index = indexAt(offset);
      const span = spans[index];
      if (span !== undefined && offset < span.end) return { start: span.start, end: span.end };
      return { start: span?.end ?? 0, end: spans[index + 1]?.start ?? length };
    },
  };
}
