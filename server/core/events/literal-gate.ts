// One pass over a text that tells which literals of many may be in it, in it or in what JSON inside JSON hides: an
// Aho-Corasick automaton over lower-cased ASCII in which a backslash leaves the state as it is, so that `\"` reads as
// `"` at any depth of quoting, and `+` is a space. It never misses; what it names must still be searched.

export interface LiteralGate {
  /**
   * Ids of the entries of which a literal occurs, in no order; valid until the next call. `isEscaped`: a `\u` or `\x`
   * occurs, whose characters were not seen.
   */
  scan(text: string): GateHits;
}

export interface GateHits {
  readonly ids: Int32Array;
  readonly count: number;
  readonly isEscaped: boolean;
}

export interface GateEntry {
  readonly id: number;
  /** Any one of them suffices. None may be empty. ASCII only. */
  readonly literals: readonly string[];
}

/** Writes one byte for each UTF-16 unit: ASCII as it is, of other units any byte. Node's latin1 does so quickly. */
export type AsciiWriter = (text: string, into: Uint8Array) => void;

const BACKSLASH = 92;
const KELVIN = '\u212a';

export function literalGate(entries: readonly GateEntry[], write: AsciiWriter = writeSlowly): LiteralGate {
  const { table, classes, width, firstOutput, outputOf, escapeId, highest } = buildAutomaton(entries);
  const ids = new Int32Array(highest + 2);
  const seen = new Uint8Array(highest + 2);
  const seenState = new Uint8Array(outputOf.length);
  const result = { ids, count: 0, isEscaped: false };
  let scratch = new Uint8Array(4096);

  function mark(state: number): void {
    const at = (state - firstOutput) / width;
    if (seenState[at] === 1) return;
    seenState[at] = 1;
    for (const id of outputOf[at] ?? []) {
      if (id === escapeId) result.isEscaped = true;
      else if (seen[id] === 0) {
        seen[id] = 1;
        ids[result.count++] = id;
      }
    }
  }

  /** From `start` in `state` up to `end`, and on until nothing is half read. */
  function finish(start: number, end: number, from: number, length: number): void {
    let state = from;
    for (let i = start; i < length; i++) {
      if (i >= end && state === 0) return;
      state = table[state + (classes[scratch[i] ?? 0] ?? 0)] ?? 0;
      if (state >= firstOutput) mark(state);
    }
  }

  /** Four places at once: the four chains of loads do not wait for one another, which more than halves the time. */
  function scanWide(length: number): void {
    const bytes = scratch;
    const quarter = length >> 2;
    const second = quarter;
    const third = quarter * 2;
    const fourth = quarter * 3;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < quarter; i++) {
      a = table[a + (classes[bytes[i] as number] as number)] as number;
      b = table[b + (classes[bytes[second + i] as number] as number)] as number;
      c = table[c + (classes[bytes[third + i] as number] as number)] as number;
      d = table[d + (classes[bytes[fourth + i] as number] as number)] as number;
      if (a >= firstOutput || b >= firstOutput || c >= firstOutput || d >= firstOutput) {
        if (a >= firstOutput) mark(a);
        if (b >= firstOutput) mark(b);
        if (c >= firstOutput) mark(c);
        if (d >= firstOutput) mark(d);
      }
    }
    finish(second, second, a, length);
    finish(third, third, b, length);
    finish(fourth, fourth, c, length);
    finish(fourth + quarter, length, d, length);
  }

  return {
    scan(given) {
      for (let i = 0; i < result.count; i++) seen[ids[i] ?? 0] = 0;
      seenState.fill(0);
      result.count = 0;
      result.isEscaped = false;
      // The one character outside ASCII that (?i) takes for a letter of these literals (they hold no `s`).
      const text = given.includes(KELVIN) ? given.replaceAll(KELVIN, 'k') : given;
      if (scratch.length < text.length) scratch = new Uint8Array(text.length + (text.length >> 2));
      write(text, scratch);
      if (text.length >= 64) scanWide(text.length);
      else finish(0, text.length, 0, text.length);
      if (scratch.length > largestScratch) scratch = new Uint8Array(4096);
      return result;
    },
  };
}

const largestScratch = 4 * 1024 * 1024;

function writeSlowly(text: string, into: Uint8Array): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    into[i] = unit < 128 ? unit : 128;
  }
}

interface Automaton {
  /** A transition holds the offset of the next state's row, so the loop needs no product. */
  readonly table: Uint16Array | Int32Array;
  readonly classes: Uint8Array;
  readonly width: number;
  /** Rows from here on belong to states with outputs. */
  readonly firstOutput: number;
  readonly outputOf: readonly Int32Array[];
  readonly escapeId: number;
  readonly highest: number;
}

function buildAutomaton(entries: readonly GateEntry[]): Automaton {
  const words: { readonly text: string; readonly id: number }[] = [];
  let highest = -1;
  for (const { id, literals } of entries) {
    highest = Math.max(highest, id);
    for (const literal of literals) words.push({ text: literal.toLowerCase().replaceAll('+', ' '), id });
  }
  const { classes, width } = classify(words.map(({ text }) => text));
  const escapeId = highest + 1;
  const { next, outputs } = trie(words, classes, width);
  closeOver(next, outputs, width);
  addEscapes(next, outputs, classes, width, escapeId);
  return { ...renumber(next, outputs, width), classes, width, escapeId, highest };
}

/** Characters that no literal holds are one class, 0. */
function classify(words: readonly string[]): { readonly classes: Uint8Array; readonly width: number } {
  const classes = new Uint8Array(256);
  let width = 1;
  for (const text of [...words, '\\ux'])
    for (let i = 0; i < text.length; i++)
      if (classes[text.charCodeAt(i)] === 0) classes[text.charCodeAt(i)] = width++;
  for (let upper = 65; upper <= 90; upper++) classes[upper] = classes[upper + 32] ?? 0;
  classes['+'.charCodeAt(0)] = classes[' '.charCodeAt(0)] ?? 0;
  return { classes, width };
}

function trie(
  words: readonly { readonly text: string; readonly id: number }[],
  classes: Uint8Array,
  width: number,
) {
  const next: number[] = new Array<number>(width).fill(-1);
  const outputs: number[][] = [[]];
  for (const { text, id } of words) {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      // Where the text has a backslash too, it does not count either.
      if (text.charCodeAt(i) === BACKSLASH) continue;
      const slot = state * width + (classes[text.charCodeAt(i)] ?? 0);
      let target = next[slot] ?? -1;
      if (target < 0) {
        target = outputs.length;
        outputs.push([]);
        for (let j = 0; j < width; j++) next.push(-1);
        next[slot] = target;
      }
      state = target;
    }
    outputs[state]?.push(id);
  }
  return { next, outputs };
}

/** Fills in the transitions of failure, breadth first, so that every state knows what to do with every class. */
function closeOver(next: number[], outputs: number[][], width: number): void {
  const fail = new Int32Array(outputs.length);
  const queue: number[] = [];
  for (let letter = 0; letter < width; letter++) {
    const target = next[letter] ?? -1;
    if (target > 0) queue.push(target);
    else next[letter] = 0;
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const back = fail[state] ?? 0;
    outputs[state]?.push(...(outputs[back] ?? []));
    for (let letter = 0; letter < width; letter++) {
      const slot = state * width + letter;
      const target = next[slot] ?? -1;
      const shorter = next[back * width + letter] ?? 0;
      if (target < 0) next[slot] = shorter;
      else {
        fail[target] = shorter;
        queue.push(target);
      }
    }
  }
}

/**
 * A backslash leads to the state's shadow, which goes on like the state itself, but on `u` and `x` to a twin of the next
 * state that also says `isEscaped`.
 */
function addEscapes(
  next: number[],
  outputs: number[][],
  classes: Uint8Array,
  width: number,
  escapeId: number,
): void {
  const plain = outputs.length;
  const backslash = classes[BACKSLASH] ?? 0;
  for (let state = 0; state < plain; state++) {
    for (let letter = 0; letter < width; letter++) next.push(next[state * width + letter] ?? 0);
    next[state * width + backslash] = plain + state;
    next[(plain + state) * width + backslash] = plain + state;
    outputs.push([]);
  }
  const twins = new Map<number, number>();
  for (let state = 0; state < plain; state++) {
    for (const letter of 'ux') {
      const slot = (plain + state) * width + (classes[letter.charCodeAt(0)] ?? 0);
      const target = next[slot] ?? 0;
      let twin = twins.get(target);
      if (twin === undefined) {
        twin = outputs.length;
        twins.set(target, twin);
        for (let other = 0; other < width; other++) next.push(next[target * width + other] ?? 0);
        outputs.push([...(outputs[target] ?? []), escapeId]);
      }
      next[slot] = twin;
    }
  }
}

function renumber(next: readonly number[], outputs: readonly number[][], width: number) {
  const quietStates: number[] = [];
  const loudStates: number[] = [];
  outputs.forEach((list, state) => {
    (list.length === 0 ? quietStates : loudStates).push(state);
  });
  const row = new Int32Array(outputs.length);
  quietStates.concat(loudStates).forEach((state, place) => {
    row[state] = place * width;
  });
  const size = outputs.length * width;
  const table = size <= 0xffff ? new Uint16Array(size) : new Int32Array(size);
  for (let state = 0; state < outputs.length; state++)
    for (let letter = 0; letter < width; letter++)
      table[(row[state] ?? 0) + letter] = row[next[state * width + letter] ?? 0] ?? 0;
  const outputOf = loudStates.map((state) => Int32Array.from(new Set(outputs[state])));
  return { table, firstOutput: quietStates.length * width, outputOf };
}
