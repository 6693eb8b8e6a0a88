// Questions about a pattern's tree that need no engine: how short a match can be, what it can begin and end with.
import type { RegexNode, SetNode } from './ast.ts';

/** In code points; `Infinity` for what can match nothing. */
export function minLength(node: RegexNode): number {
  switch (node.type) {
    case 'char':
    case 'any':
    case 'class':
    case 'set':
      return 1;
    case 'empty':
    case 'anchor':
    case 'flags':
    case 'error':
      return 0;
    case 'group':
      return minLength(node.body);
    case 'repeat':
      return node.min === 0 ? 0 : node.min * minLength(node.body);
    case 'concat':
      return node.items.reduce((sum, item) => sum + minLength(item), 0);
    case 'alternation':
      return Math.min(...node.options.map(minLength));
    case 'foreign':
      return 0;
  }
}

export type WordKind = 'word' | 'other' | 'either';

/** Whether a match's first (or last) character is one of `\w`; `either` where it depends or the match may be empty. */
export function edgeKind(node: RegexNode, edge: 'first' | 'last'): WordKind {
  switch (node.type) {
    case 'char':
      // Folding adds the Kelvin sign to k and the long s to s, and neither is one of \w.
      if (node.ignoreCase && /[ks]/i.test(String.fromCodePoint(node.code))) return 'either';
      return isWordCode(node.code) ? 'word' : 'other';
    case 'class':
      if (node.form !== 'perl') return 'either';
      if (node.name === 'w' || node.name === 'd')
        return node.negated ? (node.name === 'w' ? 'other' : 'either') : 'word';
      return node.negated ? 'either' : 'other';
    case 'set':
      return setKind(node);
    case 'group':
      return edgeKind(node.body, edge);
    case 'repeat':
      return node.min === 0 ? 'either' : edgeKind(node.body, edge);
    case 'concat': {
      const items = edge === 'first' ? node.items : node.items.toReversed();
      for (const item of items) {
        if (item.type === 'flags' || item.type === 'anchor' || item.type === 'empty') continue;
        return edgeKind(item, edge);
      }
      return 'either';
    }
    case 'alternation': {
      const kinds = new Set(node.options.map((option) => edgeKind(option, edge)));
      const [only] = kinds;
      return kinds.size === 1 && only ? only : 'either';
    }
    case 'any':
    case 'empty':
    case 'anchor':
    case 'flags':
    case 'foreign':
    case 'error':
      return 'either';
  }
}

function setKind(node: SetNode): WordKind {
  if (node.ignoreCase) return 'either';
  const kinds = new Set<WordKind>();
  for (const item of node.items) {
    if (item.type === 'range') kinds.add(rangeKind(item.from, item.to));
    else if (item.type === 'class') kinds.add(edgeKind(item, 'first'));
    else return 'either';
  }
  const [only] = kinds;
  if (kinds.size !== 1 || !only || only === 'either') return 'either';
  if (!node.negated) return only;
  const isAllWords = node.items.some((item) => item.type === 'class' && item.name === 'w' && !item.negated);
  return isAllWords ? 'other' : 'either';
}

function rangeKind(from: number, to: number): WordKind {
  const inOne = (low: number, high: number) => from >= low && to <= high;
  if (inOne(48, 57) || inOne(65, 90) || inOne(97, 122) || inOne(95, 95)) return 'word';
  const apart = (low: number, high: number) => to < low || from > high;
  return apart(48, 57) && apart(65, 90) && apart(97, 122) && apart(95, 95) ? 'other' : 'either';
}

export function isWordCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
  );
}

/** Any text at all: `.*`, `.*?`. */
export function isAnything(node: RegexNode | undefined): boolean {
  return (
    node?.type === 'repeat' &&
    node.min === 0 &&
    node.max === Number.POSITIVE_INFINITY &&
    node.body.type === 'any'
  );
}

/** The members of a concatenation; any other node is its own only member. */
export function itemsOf(node: RegexNode): readonly RegexNode[] {
  return node.type === 'concat' ? node.items : [node];
}

/** The highest product of counts, in braces, that stand inside of each other. */
export function countedRepeats(node: RegexNode, pattern: string): number {
  switch (node.type) {
    case 'group':
      return countedRepeats(node.body, pattern);
    case 'repeat': {
      const count = node.max === Number.POSITIVE_INFINITY ? node.min : node.max;
      const own = pattern[node.operator.start] === '{' ? Math.max(1, count) : 1;
      return own * countedRepeats(node.body, pattern);
    }
    case 'concat':
      return Math.max(1, ...node.items.map((item) => countedRepeats(item, pattern)));
    case 'alternation':
      return Math.max(1, ...node.options.map((option) => countedRepeats(option, pattern)));
    default:
      return 1;
  }
}
