// Which bytes a character or class of a pattern may stand as in a text that has one byte for each UTF-16 unit. Equal
// sets of characters are one object, so that what is found out about a set is found out once.
import type { SetNode } from '../regex/ast.ts';

/** The bytes that a position takes; one byte stands for each UTF-16 unit. */
export type ByteSet = Uint8Array;

export const everyByte: ByteSet = new Uint8Array(256).fill(1);

const listOf = new WeakMap<ByteSet, readonly number[]>();

/** The bytes of a set, ascending; found once for each. */
export function bytesIn(set: ByteSet): readonly number[] {
  let list = listOf.get(set);
  if (list === undefined) {
    const found: number[] = [];
    for (let byte = set.indexOf(1); byte !== -1; byte = set.indexOf(1, byte + 1)) found.push(byte);
    list = found;
    listOf.set(set, list);
  }
  return list;
}

/** One object for one character, so that equal sets are the same object. */
const ofCharacter: (ByteSet | undefined)[] = [];

/** Characters outside ASCII may stand as any byte. */
export function byteOf(code: number, ignoreCase: boolean): ByteSet {
  if (code > 127) return everyByte;
  const index = code * 2 + (ignoreCase ? 1 : 0);
  let set = ofCharacter[index];
  if (set === undefined) {
    set = new Uint8Array(256);
    set[code] = 1;
    if (ignoreCase) addOtherCase(set, code);
    ofCharacter[index] = set;
  }
  return set;
}

/** Two characters outside ASCII fold into it: U+212A to `k` and U+017F to `s`. Their low bytes stand for them. */
function addOtherCase(set: ByteSet, code: number): void {
  const lower = code | 32;
  if (lower < 97 || lower > 122) return;
  set[lower] = 1;
  set[lower - 32] = 1;
  if (lower === 107) set[0x2a] = 1;
  if (lower === 115) set[0x7f] = 1;
}

/** By what is written in the brackets: a rule file has few sets, each very often. */
const ofSet = new Map<string, ByteSet>();

export function bytesOfSet(node: SetNode): ByteSet {
  if (node.negated) return everyByte;
  let key = node.ignoreCase ? 'i' : '';
  for (const item of node.items) {
    if (item.type === 'class') key += `${item.negated}${item.form}${item.name};`;
    else if (item.type === 'range') key += `${item.from}-${item.to};`;
    else return everyByte;
  }
  let set = ofSet.get(key);
  if (set === undefined) {
    set = readSet(node);
    ofSet.set(key, set);
  }
  return set;
}

function readSet(node: SetNode): ByteSet {
  const set = new Uint8Array(256);
  for (const item of node.items) {
    if (item.type === 'class') {
      const bytes = bytesOfClass(item.form, item.name, item.negated);
      for (let byte = 0; byte < 256; byte++) if (bytes[byte] === 1) set[byte] = 1;
    } else if (item.type === 'range' && item.to <= 127) {
      for (let code = item.from; code <= item.to; code++) {
        set[code] = 1;
        if (node.ignoreCase) addOtherCase(set, code);
      }
    } else return everyByte;
  }
  // Backslashes are not seen: where one may stand, anything may.
  return set[92] === 1 ? everyByte : set;
}

const asciiClasses: Readonly<Record<string, RegExp>> = {
  d: /[0-9]/,
  w: /[0-9A-Za-z_]/,
  s: /[\t\n\f\r ]/,
  digit: /[0-9]/,
  word: /[0-9A-Za-z_]/,
  space: /[\t\n\v\f\r ]/,
  alpha: /[A-Za-z]/,
  alnum: /[0-9A-Za-z]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  xdigit: /[0-9A-Fa-f]/,
  blank: /[\t ]/,
};

const ofClass = new Map<string, ByteSet>();

export function bytesOfClass(form: 'perl' | 'property' | 'posix', name: string, isNegated: boolean): ByteSet {
  const characters = form === 'property' ? undefined : asciiClasses[name.toLowerCase()];
  if (characters === undefined || isNegated) return everyByte;
  const known = ofClass.get(name);
  if (known !== undefined) return known;
  const set = new Uint8Array(256);
  for (let code = 0; code < 128; code++) if (characters.test(String.fromCharCode(code))) set[code] = 1;
  ofClass.set(name, set);
  // Under (?i) classes of cases take both, and so they do here always.
  if (name === 'upper' || name === 'lower') for (let code = 65; code <= 90; code++) addOtherCase(set, code);
  return set;
}
