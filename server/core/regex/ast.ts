// The tree of a pattern in RE2's syntax. Offsets are UTF-16 units from the pattern's start. What RE2 does not
// have is a `foreign` node, what nobody has is an `error` node; both keep their place in the tree.
import type { Span } from '../text/span.ts';

export type RegexNode =
  | EmptyNode
  | CharNode
  | AnyNode
  | ClassNode
  | SetNode
  | AnchorNode
  | GroupNode
  | FlagsNode
  | RepeatNode
  | ConcatNode
  | AlternationNode
  | ForeignNode
  | ErrorNode;

export interface EmptyNode extends Span {
  readonly type: 'empty';
}

/** One code point, written plainly, escaped or inside `\Q…\E`. */
export interface CharNode extends Span {
  readonly type: 'char';
  readonly code: number;
  readonly ignoreCase: boolean;
}

/** `.` */
export interface AnyNode extends Span {
  readonly type: 'any';
  readonly dotAll: boolean;
}

/** `\d`, `\pN`, `\p{Greek}`, `[:alpha:]`. `name` is `d`, `s`, `w`, the property's or the POSIX class's name. */
export interface ClassNode extends Span {
  readonly type: 'class';
  readonly form: 'perl' | 'property' | 'posix';
  readonly name: string;
  readonly negated: boolean;
  readonly ignoreCase: boolean;
}

export interface RangeItem extends Span {
  readonly type: 'range';
  readonly from: number;
  readonly to: number;
}

export type SetItem = RangeItem | ClassNode | ForeignNode | ErrorNode;

/** `[…]`. A single character is a range from itself to itself. */
export interface SetNode extends Span {
  readonly type: 'set';
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  readonly items: readonly SetItem[];
}

export interface AnchorNode extends Span {
  readonly type: 'anchor';
  readonly form: '^' | '$' | '\\A' | '\\z' | '\\b' | '\\B';
  /** Of `^` and `$` only: line ends count. */
  readonly multiline: boolean;
}

export interface GroupNode extends Span {
  readonly type: 'group';
  /** From 1 on; `undefined` where the group does not capture. */
  readonly index: number | undefined;
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  /** From the bracket to where the body begins, such as `(?i:`. */
  readonly opening: Span;
  readonly closed: boolean;
  readonly body: RegexNode;
}

/** `(?i)`: holds to the end of the group that it stands in. */
export interface FlagsNode extends Span {
  readonly type: 'flags';
  readonly on: string;
  readonly off: string;
}

export interface RepeatNode extends Span {
  readonly type: 'repeat';
  readonly min: number;
  /** `Infinity` without a bound. */
  readonly max: number;
  readonly lazy: boolean;
  readonly operator: Span;
  readonly body: RegexNode;
}

export interface ConcatNode extends Span {
  readonly type: 'concat';
  readonly items: readonly RegexNode[];
}

export interface AlternationNode extends Span {
  readonly type: 'alternation';
  readonly options: readonly RegexNode[];
}

export type ForeignConstruct =
  | 'look-ahead'
  | 'negative-look-ahead'
  | 'look-behind'
  | 'negative-look-behind'
  | 'atomic-group'
  | 'possessive'
  | 'conditional'
  | 'comment-group'
  | 'back-reference'
  | 'recursion'
  | 'branch-reset'
  | 'flag'
  | 'escape'
  | 'group';

/** Something that other engines have and RE2 has not. */
export interface ForeignNode extends Span {
  readonly type: 'foreign';
  readonly construct: ForeignConstruct;
  /** The characters that make it what it is, such as `(?=` or the `+` of `a++`. */
  readonly token: Span;
  readonly body: RegexNode | undefined;
}

export interface ErrorNode extends Span {
  readonly type: 'error';
  readonly message: string;
}

export interface ParsedRegex {
  readonly pattern: string;
  readonly root: RegexNode;
  /** Foreign and error nodes in the order of the text; empty where RE2's grammar is kept. */
  readonly faults: readonly (ForeignNode | ErrorNode)[];
  /** Capturing groups; number N at index N - 1. */
  readonly groups: readonly GroupNode[];
}

/** Calls `visit` for a node and everything under it, outside first; members of sets included. */
export function walk(node: RegexNode | SetItem, visit: (node: RegexNode | SetItem) => void): void {
  visit(node);
  switch (node.type) {
    case 'group':
    case 'repeat':
      walk(node.body, visit);
      break;
    case 'foreign':
      if (node.body) walk(node.body, visit);
      break;
    case 'concat':
    case 'set':
      for (const item of node.items) walk(item, visit);
      break;
    case 'alternation':
      for (const option of node.options) walk(option, visit);
      break;
  }
}
