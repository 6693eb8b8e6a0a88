// One pass over a text that tells which of many patterns may match in it, or in what JSON inside JSON hides in it: an
// automaton whose states are made as texts need them. A backslash leaves the state as it is, so `\"` reads as `"` at any
// depth of quoting; `\n` reads as a line feed or an `n`, `+` as a plus or a space. It never misses; what it names must
// still be searched.
import { bytesIn } from './byte-set.ts';
import type { GatePiece } from './gate-pattern.ts';

export interface TextGate {
  /** The hits are valid until the next call. */
  scan(text: string): GateHits;
}

export interface GateHits {
  /** Ids of the entries that may match, in no order; the first `count` of them. */
  readonly ids: Int32Array;
  readonly count: number;
  /** A `\u` or `\x` occurs, whose characters were not seen. */
  readonly isEscaped: boolean;
  /** Four backslashes stand in a row: JSON is quoted three times over, or more often. */
  readonly isDeep: boolean;
}

export interface GateEntry {
  readonly id: number;
  /** All must be in the text. Entries may share an id: one of them suffices then. */
  readonly pieces: readonly GatePiece[];
}

/** Writes one byte for each UTF-16 unit, the low one. Node's latin1 does so quickly. */
export type AsciiWriter = (text: string, into: Uint8Array) => void;

const BACKSLASH = 92;
const PLUS = 43;
const SPACE = 32;
/** What stands behind a backslash in JSON for a control character. */
const escapes = new Map([...'bfnrt'].map((letter, i) => [letter.charCodeAt(0), [8, 12, 10, 13, 9][i] ?? 0]));
const codeEscapes = new Set([...'ux'].map((letter) => letter.charCodeAt(0)));

/** A transition is the offset of the next state's row; this bit is set where there is more to do. */
const ATTENTION = 1 << 30;
const UNKNOWN = -1;
const maxStates = 4000;
const largestScratch = 4 * 1024 * 1024;

interface State {
  readonly positions: Int32Array;
  /** How many backslashes were read last, 4 at most. */
  readonly backslashes: number;
  readonly outputs: readonly number[];
}

export function textGate(entries: readonly GateEntry[], write: AsciiWriter = writeSlowly): TextGate {
  const { sets, follow, outputOf, first, pieceCount, highest } = joinPieces(entries);
  const escapePiece = pieceCount;
  const deepPiece = pieceCount + 1;
  const { classes, width, byteOf } = classify(sets);
  const entryOf = entriesByPiece(entries);

  let states: State[] = [];
  let byKey = new Map<string, number>();
  let table = new Int32Array(0);
  let scratch = new Uint8Array(4096);
  let isOverflown = false;
  const begunBy = new Map<number, readonly number[]>();
  const ids = new Int32Array(highest + 2);
  const seen = new Uint8Array(pieceCount + 2);
  /** Pieces seen in the text at hand, the first `seenCount` of them. */
  const seenPieces = new Int32Array(pieceCount + 2);
  let seenCount = 0;
  const isTold = new Uint8Array(highest + 2);
  const result = { ids, count: 0, isEscaped: false, isDeep: false };

  function reset(): void {
    states = [];
    byKey = new Map();
    table = new Int32Array(64 * width).fill(UNKNOWN);
    stateOf([], 0, false);
  }

  /** The transition that leads to a state, made where it is new. */
  function stateOf(positions: readonly number[], backslashes: number, isEscape: boolean): number {
    const key = `${backslashes}${isEscape ? 'e' : '.'}${positions.join()}`;
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const index = states.length;
    const outputs = new Set<number>(isEscape ? [escapePiece] : backslashes === 4 ? [deepPiece] : []);
    // The state behind a backslash is the one before it, whose outputs were told.
    if (backslashes === 0)
      for (const position of positions) for (const id of outputOf[position] ?? []) outputs.add(id);
    states.push({ positions: Int32Array.from(positions), backslashes, outputs: [...outputs] });
    if (states.length * width > table.length) {
      const larger = new Int32Array(table.length * 2).fill(UNKNOWN);
      larger.set(table);
      table = larger;
    }
    const transition = (index * width) | (outputs.size > 0 ? ATTENTION : 0);
    byKey.set(key, transition);
    return transition;
  }

  function takes(position: number, byte: number, other: number): boolean {
    const set = sets[position];
    return set !== undefined && (set[byte] === 1 || set[other] === 1);
  }

  /** First positions that take the byte: hundreds are asked, the same for every state. */
  function begun(byte: number, other: number): readonly number[] {
    const key = byte * 256 + other;
    let found = begunBy.get(key);
    if (found === undefined) {
      found = first.filter((position) => takes(position, byte, other));
      begunBy.set(key, found);
    }
    return found;
  }

  function compute(row: number, letter: number): number {
    const from = states[row / width];
    if (from === undefined || states.length >= maxStates) {
      isOverflown = true;
      return 0;
    }
    const byte = byteOf[letter] ?? 0;
    if (byte === BACKSLASH) return stateOf([...from.positions], Math.min(from.backslashes + 1, 4), false);
    const other = byte === PLUS ? SPACE : from.backslashes > 0 ? (escapes.get(byte) ?? byte) : byte;
    const next = new Set(begun(byte, other));
    for (const position of from.positions)
      for (const later of follow[position] ?? []) if (takes(later, byte, other)) next.add(later);
    const isEscape = from.backslashes > 0 && codeEscapes.has(byte);
    return stateOf(
      [...next].sort((a, b) => a - b),
      0,
      isEscape,
    );
  }

  /** One step where the quick one needs attention: the state is not made yet, or has something to tell. */
  function attend(row: number, letter: number, transition: number): number {
    let to = transition;
    if (to === UNKNOWN) {
      to = compute(row, letter);
      table[row + letter] = to;
    }
    if ((to & ATTENTION) === 0) return to;
    const target = to & ~ATTENTION;
    for (const piece of states[target / width]?.outputs ?? []) {
      if (seen[piece] === 1) continue;
      seen[piece] = 1;
      seenPieces[seenCount++] = piece;
    }
    return target;
  }

  /** From `start` in `state` up to `end`, and on until nothing is half read. */
  function finish(start: number, end: number, from: number, length: number): void {
    let state = from;
    for (let i = start; i < length; i++) {
      if (i >= end && state === 0) return;
      const letter = classes[scratch[i] ?? 0] ?? 0;
      const to = table[state + letter] ?? 0;
      state = (to & ATTENTION) === 0 ? to : attend(state, letter, to);
      if (isOverflown) return;
    }
  }

  /** Four places at once: the four chains of loads do not wait for one another, which more than halves the time. */
  function scanWide(length: number): void {
    const bytes = scratch;
    let rows = table;
    const quarter = length >> 2;
    const third = quarter * 2;
    const fourth = quarter * 3;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < quarter; i++) {
      const p = classes[bytes[i] as number] as number;
      const q = classes[bytes[quarter + i] as number] as number;
      const r = classes[bytes[third + i] as number] as number;
      const s = classes[bytes[fourth + i] as number] as number;
      const na = rows[a + p] as number;
      const nb = rows[b + q] as number;
      const nc = rows[c + r] as number;
      const nd = rows[d + s] as number;
      if (((na | nb | nc | nd) & ATTENTION) === 0) {
        a = na;
        b = nb;
        c = nc;
        d = nd;
        continue;
      }
      a = (na & ATTENTION) === 0 ? na : attend(a, p, na);
      b = (nb & ATTENTION) === 0 ? nb : attend(b, q, nb);
      c = (nc & ATTENTION) === 0 ? nc : attend(c, r, nc);
      d = (nd & ATTENTION) === 0 ? nd : attend(d, s, nd);
      if (isOverflown) return;
      rows = table;
    }
    finish(quarter, quarter, a, length);
    finish(third, third, b, length);
    finish(fourth, fourth, c, length);
    finish(fourth + quarter, length, d, length);
  }

  function tell(id: number): void {
    if (isTold[id] === 1) return;
    isTold[id] = 1;
    ids[result.count++] = id;
  }

  function tellEntries(): void {
    for (let k = 0; k < seenCount; k++) {
      const entry = entryOf[seenPieces[k] ?? 0];
      if (entry === undefined) continue;
      let isWhole = true;
      for (let piece = entry.first; piece < entry.end; piece++) if (seen[piece] === 0) isWhole = false;
      if (isWhole) tell(entry.id);
    }
  }

  reset();
  return {
    scan(text) {
      for (let i = 0; i < result.count; i++) isTold[ids[i] ?? 0] = 0;
      for (let i = 0; i < seenCount; i++) seen[seenPieces[i] ?? 0] = 0;
      result.count = 0;
      seenCount = 0;
      if (scratch.length < text.length) scratch = new Uint8Array(text.length + (text.length >> 2));
      write(text, scratch);
      if (text.length >= 64) scanWide(text.length);
      else finish(0, text.length, 0, text.length);
      if (isOverflown) {
        // Too many states for this text: everything may match, and the next text begins anew.
        isOverflown = false;
        reset();
        for (const { id } of entries) tell(id);
        result.isEscaped = true;
        result.isDeep = true;
      } else {
        result.isEscaped = seen[escapePiece] === 1;
        result.isDeep = seen[deepPiece] === 1;
        if (seenCount > 0) tellEntries();
      }
      if (scratch.length > largestScratch) scratch = new Uint8Array(4096);
      return result;
    },
  };
}

/** For each piece, the entry that it belongs to and the pieces of that. */
function entriesByPiece(entries: readonly GateEntry[]) {
  let first = 0;
  return entries.flatMap(({ id, pieces }) => {
    const entry = { id, first, end: first + pieces.length };
    first = entry.end;
    return pieces.map(() => entry);
  });
}

function writeSlowly(text: string, into: Uint8Array): void {
  for (let i = 0; i < text.length; i++) into[i] = text.charCodeAt(i) & 0xff;
}

function joinPieces(entries: readonly GateEntry[]) {
  const sets: Uint8Array[] = [];
  const follow: (readonly number[])[] = [];
  const outputOf: (readonly number[] | undefined)[] = [];
  const first: number[] = [];
  let highest = -1;
  let pieceCount = 0;
  const all = entries.flatMap(({ id, pieces }) => {
    highest = Math.max(highest, id);
    return pieces;
  });
  for (const piece of all) {
    const base = sets.length;
    for (const position of piece.positions) {
      sets.push(position.set);
      follow.push(position.follow.map((next) => next + base));
    }
    for (const last of piece.last) outputOf[base + last] = [pieceCount];
    pieceCount++;
    for (const start of piece.first) first.push(base + start);
  }
  return { sets, follow, outputOf, first, pieceCount, highest };
}

/** Bytes that no set tells apart are one class; those that mean something by themselves have one of their own. */
function classify(sets: readonly Uint8Array[]) {
  const classes = new Uint8Array(256);
  const sizes = new Int32Array(257);
  sizes[0] = 256;
  let width = 1;
  const part = (byte: number) => {
    const at = classes[byte] ?? 0;
    if (sizes[at] === 1) return;
    sizes[at] = (sizes[at] ?? 0) - 1;
    classes[byte] = width;
    sizes[width++] = 1;
  };
  const refine = (bytes: readonly number[]) => {
    if (bytes.length === 1) {
      part(bytes[0] ?? 0);
      return;
    }
    // Bytes of the set by their class so far; a class that is not wholly in it is parted.
    const inside = new Map<number, number[]>();
    for (const byte of bytes) {
      const at = classes[byte] ?? 0;
      const list = inside.get(at);
      if (list === undefined) inside.set(at, [byte]);
      else list.push(byte);
    }
    for (const [at, list] of inside) {
      if (list.length === sizes[at]) continue;
      for (const byte of list) classes[byte] = width;
      sizes[at] = (sizes[at] ?? 0) - list.length;
      sizes[width++] = list.length;
    }
  };
  for (const byte of [BACKSLASH, PLUS, ...escapes.keys(), ...codeEscapes]) refine([byte]);
  for (const set of new Set(sets)) {
    const bytes = bytesIn(set);
    if (bytes.length < 256) refine(bytes);
  }
  const byteOf = new Uint8Array(width);
  for (let byte = 255; byte >= 0; byte--) byteOf[classes[byte] ?? 0] = byte;
  return { classes, width, byteOf };
}
