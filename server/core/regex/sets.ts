// Sets of characters: `[…]`.
import type { SetItem, SetNode } from './ast.ts';
import { readEscape } from './escapes.ts';
import type { PatternReader } from './reader.ts';

const posixNames = new Set(
  'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' '),
);

export function readSet(reader: PatternReader): SetNode {
  const start = reader.at;
  reader.at++;
  const negated = reader.pattern[reader.at] === '^';
  if (negated) reader.at++;
  const items: SetItem[] = [];
  for (let first = true; reader.pattern[reader.at] !== ']' || first; first = false) {
    if (reader.at >= reader.pattern.length) {
      reader.error(start, start + 1, 'missing ]: this set is never closed');
      return { type: 'set', start, end: reader.at, negated, ignoreCase: reader.flags.i, items };
    }
    items.push(setItem(reader));
  }
  reader.at++;
  return { type: 'set', start, end: reader.at, negated, ignoreCase: reader.flags.i, items };
}

function setItem(reader: PatternReader): SetItem {
  const start = reader.at;
  posix.lastIndex = reader.at;
  const named = posix.exec(reader.pattern);
  if (named) {
    reader.at += named[0].length;
    const name = named[2] ?? '';
    if (!posixNames.has(name)) return reader.error(start, reader.at, `unknown class: ${named[0]}`);
    return {
      type: 'class',
      form: 'posix',
      start,
      end: reader.at,
      name,
      negated: named[1] === '^',
      ignoreCase: reader.flags.i,
    };
  }
  const from = setChar(reader);
  if (typeof from !== 'number') return from;
  if (
    reader.pattern[reader.at] !== '-' ||
    reader.pattern[reader.at + 1] === ']' ||
    reader.at + 1 >= reader.pattern.length
  )
    return { type: 'range', start, end: reader.at, from, to: from };
  reader.at++;
  const to = setChar(reader);
  if (typeof to !== 'number' || to < from)
    return reader.error(start, reader.at, `bad range: ${reader.pattern.slice(start, reader.at)}`);
  return { type: 'range', start, end: reader.at, from, to };
}

function setChar(reader: PatternReader): number | Exclude<SetItem, { type: 'range' }> {
  if (reader.pattern[reader.at] === '\\') {
    const read = readEscape(reader, true);
    return read.type === 'code' ? read.code : read.node;
  }
  const code = reader.pattern.codePointAt(reader.at) ?? 0;
  reader.at += code > 0xffff ? 2 : 1;
  return code;
}

const posix = /\[:(\^?)(\w+):\]/y;
