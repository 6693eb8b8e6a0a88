// A pattern as an automaton in which every way that a backtracking engine could go is a path of its own. Assertions
// are conditions on the characters beside a gap. Where the pattern is searched, a loop in front stands for the start.
import type { RegexNode } from './ast.ts';
import { includes, type Ranges, type Reading, rangesOf, wordsOf } from './char-ranges.ts';

export interface Automaton {
  /** Index 0 is the start of the text. */
  readonly states: readonly State[];
  /** A readable character for each class of characters. */
  readonly alphabet: readonly string[];
  /** Counts that were taken for "any number", by their highest. */
  readonly loosened: readonly number[];
}

export interface State {
  /** The leaf that took the last character; nothing in the loop in front. */
  readonly leaf: RegexNode | undefined;
  /** By class of characters. */
  readonly next: readonly (readonly Target[])[];
}

export interface Target {
  readonly state: number;
  /** There is more than one way to this state. */
  readonly isDouble: boolean;
}

export interface AutomatonLimits {
  /** Higher counts are taken for "any number". */
  readonly maxCount: number;
  readonly maxLeaves: number;
}

/** More are too many to search through in time. */
const MAX_EDGES = 60_000;

const BOL = 1;
const EOL = 2;
const LINE_START = 4;
const LINE_END = 8;
const BOUNDARY = 16;
const NO_BOUNDARY = 32;

/** A leaf that can be reached under conditions, and in how many ways: 1 or 2 (several). */
interface Reach {
  readonly leaf: number;
  readonly conditions: number;
  readonly ways: number;
}

interface Part {
  /** Conditions of each way to match nothing. */
  readonly empty: readonly number[];
  readonly first: readonly Reach[];
  readonly last: readonly Reach[];
}

class TooLarge extends Error {}

/** `undefined` where the pattern is too large, or takes characters that only an engine knows. */
export function buildAutomaton(
  root: RegexNode,
  limits: AutomatonLimits,
  reading: Reading,
): Automaton | undefined {
  const leaves: { readonly node: RegexNode; readonly ranges: Ranges }[] = [];
  const follow: Map<string, Reach>[] = [];
  const loosened: number[] = [];
  let edgeCount = 0;

  function link(from: readonly Reach[], to: readonly Reach[], isTwice = false): void {
    for (const a of from)
      for (const b of to) {
        const conditions = a.conditions | b.conditions;
        const edges = follow[a.leaf];
        const key = `${b.leaf} ${conditions}`;
        const known = edges?.get(key);
        const ways = isTwice || known ? 2 : Math.min(2, a.ways * b.ways);
        if (!known && ++edgeCount > MAX_EDGES) throw new TooLarge();
        edges?.set(key, { leaf: b.leaf, conditions, ways });
      }
  }

  function partOf(node: RegexNode): Part {
    switch (node.type) {
      case 'char':
      case 'any':
      case 'class':
      case 'set': {
        const ranges = rangesOf(node, reading);
        if (ranges === undefined || leaves.length >= limits.maxLeaves) throw new TooLarge();
        const leaf = leaves.length;
        leaves.push({ node, ranges });
        follow.push(new Map());
        const reach = [{ leaf, conditions: 0, ways: 1 }];
        return { empty: [], first: reach, last: reach };
      }
      case 'empty':
      case 'flags':
        return nothing;
      case 'anchor':
        return { empty: [conditionOf(node)], first: [], last: [] };
      case 'group':
        return partOf(node.body);
      case 'concat':
        return node.items.map(partOf).reduce(chain, nothing);
      case 'alternation': {
        const parts = node.options.map(partOf);
        return {
          empty: atMostTwo(parts.flatMap((part) => part.empty)),
          first: merged(parts.flatMap((part) => part.first)),
          last: merged(parts.flatMap((part) => part.last)),
        };
      }
      case 'repeat':
        return repeated(node);
      case 'foreign':
      case 'error':
        throw new TooLarge();
    }
  }

  function chain(a: Part, b: Part): Part {
    link(a.last, b.first);
    return {
      empty: atMostTwo(a.empty.flatMap((one) => b.empty.map((other) => one | other))),
      first: merged([...a.first, ...a.empty.flatMap((conditions) => under(b.first, conditions))]),
      last: merged([...b.last, ...b.empty.flatMap((conditions) => under(a.last, conditions))]),
    };
  }

  function repeated(node: Extract<RegexNode, { type: 'repeat' }>): Part {
    const { min, max, body } = node;
    if (max === 0) return nothing;
    const isEndless = max === Number.POSITIVE_INFINITY;
    if (min === 1 && max === 1) return partOf(body);
    const isCounted = !isEndless || min > 1;
    if (isCounted && (isEndless ? min : max) > limits.maxCount) {
      loosened.push(isEndless ? min : max);
      const part = partOf(body);
      // Empty rounds between full ones are ways of their own when rounds are counted.
      link(part.last, part.first, part.empty.length > 0);
      return min === 0 ? { ...part, empty: [0] } : part;
    }
    let result = nothing;
    const full = isEndless ? Math.max(0, min - 1) : min;
    for (let round = 0; round < full; round++) result = chain(result, partOf(body));
    if (isEndless) {
      const part = partOf(body);
      link(part.last, part.first);
      return chain(result, min === 0 ? { ...part, empty: [0] } : part);
    }
    let tail: Part = nothing;
    for (let round = min; round < max; round++) {
      const part = chain(partOf(body), tail);
      tail = { ...part, empty: atMostTwo([0, ...part.empty]) };
    }
    return chain(result, tail);
  }

  try {
    const whole = partOf(root);
    return toStates(leaves, follow, whole.first, loosened, wordsOf(reading));
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

const nothing: Part = { empty: [0], first: [], last: [] };

function conditionOf(node: Extract<RegexNode, { type: 'anchor' }>): number {
  switch (node.form) {
    case '^':
      return node.multiline ? LINE_START : BOL;
    case '$':
      return node.multiline ? LINE_END : EOL;
    case '\\A':
      return BOL;
    case '\\z':
      return EOL;
    case '\\b':
      return BOUNDARY;
    case '\\B':
      return NO_BOUNDARY;
  }
}

function under(reaches: readonly Reach[], conditions: number): readonly Reach[] {
  return reaches.map((reach) => ({ ...reach, conditions: reach.conditions | conditions }));
}

function merged(reaches: readonly Reach[]): readonly Reach[] {
  const known = new Map<string, Reach>();
  for (const reach of reaches) {
    const key = `${reach.leaf} ${reach.conditions}`;
    known.set(key, known.has(key) ? { ...reach, ways: 2 } : reach);
  }
  return [...known.values()];
}

function atMostTwo(ways: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  return ways.filter((way) => {
    const count = counts.get(way) ?? 0;
    counts.set(way, count + 1);
    return count < 2;
  });
}

const START = 0;
const WORD = 1;
const LINE_FEED = 2;
const OTHER = 3;

/** Whether a gap between a character of one kind and the next one of another kind fulfils the conditions. */
function holds(conditions: number, before: number, after: number): boolean {
  if (conditions === 0) return true;
  if (conditions & BOL && before !== START) return false;
  if (conditions & EOL) return false;
  if (conditions & LINE_START && before !== START && before !== LINE_FEED) return false;
  if (conditions & LINE_END && after !== LINE_FEED) return false;
  const isBoundary = (before === WORD) !== (after === WORD);
  if (conditions & BOUNDARY && !isBoundary) return false;
  return !(conditions & NO_BOUNDARY && isBoundary);
}

function toStates(
  leaves: readonly { readonly node: RegexNode; readonly ranges: Ranges }[],
  follow: readonly ReadonlyMap<string, Reach>[],
  first: readonly Reach[],
  loosened: readonly number[],
  words: Ranges,
): Automaton {
  const classes = classesOf(
    leaves.map(({ ranges }) => ranges),
    words,
  );
  const kinds = classes.map((code) => (includes(words, code) ? WORD : code === 10 ? LINE_FEED : OTHER));
  const takes = leaves.map(({ ranges }) => classes.map((code) => includes(ranges, code)));
  const index = new Map<string, number>();
  const states: { leaf: RegexNode | undefined; next: Target[][] }[] = [];
  const waiting: { readonly leaf: number; readonly kind: number; readonly at: number }[] = [];

  function stateOf(leaf: number, kind: number): number {
    const key = `${leaf} ${kind}`;
    const known = index.get(key);
    if (known !== undefined) return known;
    const at = states.length;
    index.set(key, at);
    states.push({ leaf: leaves[leaf]?.node, next: classes.map(() => []) });
    waiting.push({ leaf, kind, at });
    return at;
  }

  stateOf(-1, START);
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { leaf, kind, at } = one;
    const reaches = leaf === -1 ? first : [...(follow[leaf]?.values() ?? [])];
    for (const [letter, letterKind] of kinds.entries()) {
      const targets = new Map<number, number>();
      if (leaf === -1) targets.set(stateOf(-1, letterKind), 1);
      for (const reach of reaches) {
        if (!takes[reach.leaf]?.[letter] || !holds(reach.conditions, kind, letterKind)) continue;
        const target = stateOf(reach.leaf, letterKind);
        targets.set(target, (targets.get(target) ?? 0) + reach.ways);
      }
      const next = states[at]?.next[letter];
      for (const [state, ways] of targets) next?.push({ state, isDouble: ways > 1 });
    }
  }
  return { states, alphabet: classes.map((code) => String.fromCodePoint(code)), loosened };
}

/** One code point for each class of characters that all sets treat alike, the readable one where there is one. */
function classesOf(sets: readonly Ranges[], words: Ranges): readonly number[] {
  const distinct = [...new Map(sets.map((ranges) => [JSON.stringify(ranges), ranges])).values()];
  const all = [...distinct, words, [[10, 10]] as const];
  const bounds = new Set<number>([0]);
  for (const ranges of all)
    for (const [from, to] of ranges) {
      bounds.add(from);
      if (to < 0x10ffff) bounds.add(to + 1);
    }
  const sorted = [...bounds].sort((a, b) => a - b);
  const found = new Map<string, number>();
  sorted.forEach((from, at) => {
    const to = (sorted[at + 1] ?? 0x110000) - 1;
    const signature = all.map((ranges) => (includes(ranges, from) ? 1 : 0)).join('');
    const code = readable(from, to);
    const known = found.get(signature);
    if (known === undefined || rank(code) < rank(known)) found.set(signature, code);
  });
  return [...found.values()];
}

const favourites = [...'ax0 -.!#/_A'].map((char) => char.charCodeAt(0));

function readable(from: number, to: number): number {
  const favourite = favourites.find((code) => from <= code && code <= to);
  if (favourite !== undefined) return favourite;
  const low = Math.max(from, 33);
  if (low <= Math.min(to, 126)) return low;
  return from >= 0xd800 && from <= 0xdfff && to > 0xdfff ? 0xe000 : from;
}

function rank(code: number): number {
  const at = favourites.indexOf(code);
  if (at !== -1) return at;
  return code >= 33 && code <= 126 ? 100 : 200;
}
