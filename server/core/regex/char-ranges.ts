// Sets of code points as sorted, disjoint ranges, and the set that a leaf of a pattern's tree takes.
import type { RegexNode, SetItem } from './ast.ts';

/** Both ends included. */
export type Ranges = readonly (readonly [number, number])[];

const LAST = 0x10ffff;
export const everything: Ranges = [[0, LAST]];
const digits: Ranges = [[48, 57]];
export const wordRanges: Ranges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];

const posix: Readonly<Record<string, Ranges>> = {
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  alpha: [
    [65, 90],
    [97, 122],
  ],
  ascii: [[0, 127]],
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: digits,
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: [[65, 90]],
  word: wordRanges,
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

/** How an engine reads `\w`, `\d`, `\s` and `\b`. RE2 reads the former as JavaScript does, and has less white space. */
export type Reading = 'javascript' | 'python';

const javascriptSpaces: Ranges = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];

export function union(sets: readonly Ranges[]): Ranges {
  const sorted = sets.flat().sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

export function complement(ranges: Ranges): Ranges {
  const result: [number, number][] = [];
  let next = 0;
  for (const [from, to] of ranges) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) result.push([next, LAST]);
  return result;
}

export function includes(ranges: Ranges, code: number): boolean {
  return ranges.some(([from, to]) => from <= code && code <= to);
}

/** `undefined` for nodes that take no character, and for properties, whose members only an engine knows. */
export function rangesOf(node: RegexNode | SetItem, reading: Reading): Ranges | undefined {
  switch (node.type) {
    case 'char':
      return folded([[node.code, node.code]], node.ignoreCase);
    case 'range':
      return [[node.from, node.to]];
    case 'any':
      return node.dotAll ? everything : complement([[10, 10]]);
    case 'class': {
      if (node.form === 'property') return undefined;
      const plain = node.form === 'posix' ? posix[node.name] : perl[reading][node.name];
      return plain && (node.negated ? complement(plain) : plain);
    }
    case 'set': {
      const parts: Ranges[] = [];
      for (const item of node.items) {
        const part = rangesOf(item, reading);
        if (part === undefined) return undefined;
        parts.push(part);
      }
      const all = folded(union(parts), node.ignoreCase);
      return node.negated ? complement(all) : all;
    }
    default:
      return undefined;
  }
}

/** With the other case of ASCII letters, and of other letters that stand alone. */
function folded(ranges: Ranges, ignoreCase: boolean): Ranges {
  if (!ignoreCase) return ranges;
  const extra: (readonly [number, number])[] = [];
  for (const [from, to] of ranges) {
    const small = [Math.max(from, 97), Math.min(to, 122)] as const;
    const capital = [Math.max(from, 65), Math.min(to, 90)] as const;
    if (small[0] <= small[1]) extra.push([small[0] - 32, small[1] - 32]);
    if (capital[0] <= capital[1]) extra.push([capital[0] + 32, capital[1] + 32]);
    if (from !== to || from < 128) continue;
    const char = String.fromCodePoint(from);
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      const code = other.codePointAt(0) ?? from;
      extra.push([code, code]);
    }
  }
  const all = union([ranges, extra]);
  const more: (readonly [number, number])[] = [];
  if (includes(all, 107)) more.push([0x212a, 0x212a]);
  if (includes(all, 115)) more.push([0x17f, 0x17f]);
  return more.length === 0 ? all : union([all, more]);
}

const pythonSpaces = union([
  javascriptSpaces.slice(0, -1),
  [
    [28, 31],
    [0x85, 0x85],
  ],
]);
/** Beyond ASCII nearly everything that is no space: a little more than what Python takes. */
const pythonWords = union([wordRanges, complement(union([[[0, 127]], pythonSpaces]))]);

const perl: Readonly<Record<Reading, Readonly<Record<string, Ranges>>>> = {
  javascript: { d: digits, w: wordRanges, s: javascriptSpaces },
  python: {
    d: union([digits, complement(union([[[0, 127]], pythonSpaces]))]),
    w: pythonWords,
    s: pythonSpaces,
  },
};

/** What a word boundary takes for a part of a word. */
export function wordsOf(reading: Reading): Ranges {
  return reading === 'python' ? pythonWords : wordRanges;
}
