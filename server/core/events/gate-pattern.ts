// What a text must hold for a pattern to match in it, as small automata over bytes: of the pieces of the pattern that
// every match contains, those that are rarest in ordinary text, positions and what may follow them (Glushkov's
// construction). It takes at least every text that the pattern takes, also where that text stands escaped in JSON.
import type { RegexNode } from '../regex/ast.ts';
import { type ByteSet, byteOf, bytesIn, bytesOfClass, bytesOfSet, everyByte } from './byte-set.ts';

export interface GatePosition {
  readonly set: ByteSet;
  /** Indexes of positions that may come next. */
  readonly follow: number[];
}

export interface GatePiece {
  readonly positions: readonly GatePosition[];
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/**
 * A pattern reduced to what a gate can look for. `bits`: how rare it is, as a negative logarithm to the base 2. `size`: how
 * many positions it takes; of options the most, since one character tells most of them apart.
 */
type Relaxed = { readonly bits: number; readonly size: number } & (
  | { readonly kind: 'set'; readonly set: ByteSet; readonly isWide: boolean }
  | { readonly kind: 'concat' | 'either'; readonly parts: readonly Relaxed[] }
  | { readonly kind: 'many' | 'maybe'; readonly body: Relaxed }
);

const maxPositions = 28;
const maxPieces = 3;
const nothing: Relaxed = { kind: 'concat', parts: [], bits: 0, size: 0 };

/** Pieces that must all be in a text, the rarest first; none where every text would have to be looked at. */
export function gatePieces(root: RegexNode): readonly GatePiece[] {
  const whole = relax(root);
  const segments = segmentsOf(whole);
  const pieces = segments.map(rarest);
  const rare = pieces.filter((piece) => piece.bits >= 12).sort((a, b) => b.bits - a.bits);
  if (rare.length > 0) return rare.slice(0, maxPieces).map(construct);
  const best = segments[0] === whole && pieces[0] !== undefined ? pieces[0] : rarest(whole);
  return best.bits < 3 ? [] : [construct(best)];
}

/** What stands between loops over much of the alphabet. */
function segmentsOf(node: Relaxed): readonly Relaxed[] {
  if (node.kind !== 'concat') return [node];
  const segments: Relaxed[] = [];
  let begun: Relaxed[] = [];
  for (const part of node.parts) {
    if (isWideLoop(part)) {
      segments.push(concat(begun));
      begun = [];
    } else begun.push(part);
  }
  return [...segments, concat(begun)];
}

/** Typical shares of characters in text and JSON, in thousandths; what is not named has 1. */
const shares = new Uint16Array(256).fill(1);
const common: Readonly<Record<string, number>> = {
  ' ': 120,
  e: 90,
  '"': 60,
  '\n': 10,
  ',': 25,
  ':': 25,
  '.': 15,
  '-': 15,
  '/': 15,
  _: 8,
  '{': 8,
  '}': 8,
};
for (const letter of 'tainorsldcum') shares[letter.charCodeAt(0)] = 45;
for (const letter of 'hgpfybvwkxjqz') shares[letter.charCodeAt(0)] = 14;
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') shares[letter.charCodeAt(0)] = 4;
for (const digit of '0123456789') shares[digit.charCodeAt(0)] = 14;
for (const [character, share] of Object.entries(common)) shares[character.charCodeAt(0)] = share;

const ofSet = new WeakMap<ByteSet, Relaxed>();

function one(set: ByteSet): Relaxed {
  const known = ofSet.get(set);
  if (known !== undefined) return known;
  const bytes = bytesIn(set);
  let share = 0;
  for (const byte of bytes) share += shares[byte] ?? 1;
  const bits = Math.max(0, -Math.log2(Math.min(1000, share) / 1000));
  const isWide = bytes.length === 256;
  const made: Relaxed = { kind: 'set', set, isWide, bits, size: isWide ? 2 : 1 };
  ofSet.set(set, made);
  return made;
}

/** Where a backslash may stand, nothing may be seen of it. */
function character(set: ByteSet): Relaxed {
  return set === everyByte ? loop('maybe', one(set)) : one(set);
}

function relax(node: RegexNode): Relaxed {
  switch (node.type) {
    case 'char':
      // A backslash in a text may stand doubled, or not at all in what it escapes: it does not count.
      return node.code === 92 ? nothing : one(byteOf(node.code, node.ignoreCase));
    case 'set':
      return character(bytesOfSet(node));
    case 'class':
      return character(bytesOfClass(node.form, node.name, node.negated));
    case 'any':
      return character(everyByte);
    case 'empty':
    case 'anchor':
    case 'flags':
    case 'foreign':
    case 'error':
      return nothing;
    case 'group':
      return relax(node.body);
    case 'alternation':
      return either(node.options.map(relax));
    case 'concat':
      return concat(node.items.map(relax));
    case 'repeat': {
      if (node.max === 0) return nothing;
      const body = relax(node.body);
      if (node.min === 0) return loop(node.max === 1 ? 'maybe' : 'many', body);
      const copies = Array.from({ length: Math.min(node.min, maxPositions) }, () => body);
      return concat(
        node.max === node.min && node.min <= maxPositions ? copies : [...copies, loop('many', body)],
      );
    }
  }
}

function loop(kind: 'many' | 'maybe', body: Relaxed): Relaxed {
  return { kind, body, bits: 0, size: body.size };
}

function concat(parts: readonly Relaxed[]): Relaxed {
  const flat: Relaxed[] = [];
  for (const part of parts) {
    if (part.kind === 'concat') flat.push(...part.parts);
    else flat.push(part);
  }
  let bits = 0;
  let size = 0;
  for (const part of flat) {
    bits += part.bits;
    size += part.size;
  }
  return { kind: 'concat', parts: flat, bits, size };
}

function either(parts: readonly Relaxed[]): Relaxed {
  let share = 0;
  let size = 0;
  for (const part of parts) {
    share += 2 ** -part.bits;
    size = Math.max(size, part.size);
  }
  return { kind: 'either', parts, bits: Math.max(0, -Math.log2(share)), size };
}

/** Parts side by side without a loop over much of the alphabet between them, and short: such loops would multiply states. */
function rarest(node: Relaxed): Relaxed {
  if (node.kind === 'either') return either(node.parts.map(rarest));
  if (node.kind !== 'concat') return node;
  const { parts } = node;
  let best = { bits: 0, start: 0, end: 0 };
  let bestWithin: Relaxed = nothing;
  let start = 0;
  let size = 0;
  let bits = 0;
  // A window that grows to the right and gives up parts on the left where it gets too long.
  for (let end = 0; end < parts.length; end++) {
    const part = parts[end] ?? nothing;
    const own = part.size;
    if (isWideLoop(part) || own > maxPositions) {
      const within = isWideLoop(part) ? nothing : rarest(part);
      if (within.bits > bestWithin.bits && within.size <= maxPositions) bestWithin = within;
      start = end + 1;
      size = 0;
      bits = 0;
      continue;
    }
    size += own;
    bits += part.bits;
    while (size > maxPositions) {
      const first = parts[start++] ?? nothing;
      size -= first.size;
      bits -= first.bits;
    }
    if (bits > best.bits) best = { bits, start, end: end + 1 };
  }
  if (bestWithin.bits > best.bits) return bestWithin;
  return concat(parts.slice(best.start, best.end));
}

function isWideLoop(part: Relaxed): boolean {
  return part.kind === 'many' && (part.body.kind !== 'set' || part.body.bits < 2.5);
}

interface Shape {
  readonly isNullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

function construct(root: Relaxed): GatePiece {
  const positions: GatePosition[] = [];

  function position(set: ByteSet): number {
    positions.push({ set, follow: [] });
    return positions.length - 1;
  }

  function link(from: readonly number[], to: readonly number[]): void {
    for (const left of from) {
      for (const right of to) {
        const a = positions[left];
        const b = positions[right];
        if (a === undefined || b === undefined) continue;
        a.follow.push(right);
        if (!maySplit(a.set, b.set)) continue;
        const space = position(whiteSpace);
        a.follow.push(space);
        positions[space]?.follow.push(space, right);
      }
    }
  }

  function shape(node: Relaxed): Shape {
    switch (node.kind) {
      case 'set': {
        const at = position(node.set);
        if (!node.isWide) return { isNullable: false, first: [at], last: [at] };
        // A character beyond U+FFFF is two units.
        const half = position(node.set);
        positions[at]?.follow.push(half);
        return { isNullable: false, first: [at], last: [at, half] };
      }
      case 'maybe':
        return { ...shape(node.body), isNullable: true };
      case 'many': {
        const body = shape(node.body);
        link(body.last, body.first);
        return { ...body, isNullable: true };
      }
      case 'either': {
        const options = node.parts.map(shape);
        return {
          isNullable: options.some((option) => option.isNullable),
          first: options.flatMap((option) => option.first),
          last: options.flatMap((option) => option.last),
        };
      }
      case 'concat': {
        let whole: Shape = { isNullable: true, first: [], last: [] };
        for (const part of node.parts) {
          const next = shape(part);
          link(whole.last, next.first);
          whole = {
            isNullable: whole.isNullable && next.isNullable,
            first: whole.isNullable ? [...whole.first, ...next.first] : whole.first,
            last: next.isNullable ? [...whole.last, ...next.last] : next.last,
          };
        }
        return whole;
      }
    }
  }

  const { first, last } = shape(root);
  return { positions, first, last };
}

const whiteSpace: ByteSet = new Uint8Array(256);
for (const code of [9, 10, 13, 32]) whiteSpace[code] = 1;

/** What the characters of a set may be in JSON: bits that `maySplit` compares. */
const OPENS = 1;
const STARTS_VALUE = 2;
const ENDS_VALUE = 4;
const COMMA_OR_CLOSES = 8;
const CLOSES = 16;
const QUOTE = 32;
const COLON = 64;
const roles = new Uint8Array(256);
for (const [characters, role] of [
  ['{[:,', OPENS],
  ['"{[-0123456789tfn', STARTS_VALUE],
  ['"}]0123456789el', ENDS_VALUE],
  [',}]', COMMA_OR_CLOSES],
  ['}]', CLOSES],
  ['"', QUOTE],
  [':', COLON],
] as const)
  for (const character of characters)
    roles[character.charCodeAt(0)] = (roles[character.charCodeAt(0)] ?? 0) | role;
const rolesOfSet = new WeakMap<ByteSet, number>();

function rolesOf(set: ByteSet): number {
  let found = rolesOfSet.get(set);
  if (found === undefined) {
    found = 0;
    for (const byte of bytesIn(set)) found |= roles[byte] ?? 0;
    rolesOfSet.set(set, found);
  }
  return found;
}

/** Whether the two may be side by side in compact JSON with white space between them in other JSON. */
function maySplit(left: ByteSet, right: ByteSet): boolean {
  const before = rolesOf(left);
  const behind = rolesOf(right);
  return (
    ((before & OPENS) !== 0 && (behind & (STARTS_VALUE | CLOSES)) !== 0) ||
    ((before & ENDS_VALUE) !== 0 && (behind & COMMA_OR_CLOSES) !== 0) ||
    ((before & QUOTE) !== 0 && (behind & COLON) !== 0)
  );
}
