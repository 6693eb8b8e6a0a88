// RE2's syntax (https://github.com/google/re2/wiki/Syntax) to a tree. Never throws: what is wrong becomes a node,
// and parsing goes on behind it. Small on purpose, since a guard carries it into the Lambda function.
import type { Span } from '../text/span.ts';
import type { ForeignConstruct, GroupNode, ParsedRegex, RegexNode } from './ast.ts';
import { readEscape } from './escapes.ts';
import { createReader } from './reader.ts';
import { readSet } from './sets.ts';
import { countedRepeats } from './shape.ts';

/** RE2 takes no higher number of repetitions, nor deeper nesting. */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 1000;

/** Openings that only other engines know; longer ones first. */
const foreignGroups: readonly (readonly [string, ForeignConstruct])[] = [
  ['(?<=', 'look-behind'],
  ['(?<!', 'negative-look-behind'],
  ['(?=', 'look-ahead'],
  ['(?!', 'negative-look-ahead'],
  ['(?>', 'atomic-group'],
  ['(?|', 'branch-reset'],
  ['(?#', 'comment-group'],
  ['(?(', 'conditional'],
  ['(?P=', 'back-reference'],
  ['(?P>', 'recursion'],
  ['(?&', 'recursion'],
  ['(?R', 'recursion'],
  ["(?'", 'group'],
  ['(*', 'group'],
];

export function parseRegex(pattern: string): ParsedRegex {
  const reader = createReader(pattern);
  const groups: GroupNode[] = [];
  const names = new Set<string>();
  let depth = 0;
  let groupCount = 0;

  const root = alternation();
  // Not toSorted: this also runs in Node.js 18, inside a function.
  const faults = [...reader.faults].sort((a, b) => a.start - b.start);
  return { pattern, root, faults, groups };

  /** Up to the closing bracket of the group that it stands in, or the end. */
  function alternation(): RegexNode {
    const start = reader.at;
    const options = [concat()];
    while (reader.pattern[reader.at] === '|') {
      reader.at++;
      options.push(concat());
    }
    const [only] = options;
    return options.length === 1 && only ? only : { type: 'alternation', start, end: reader.at, options };
  }

  function concat(): RegexNode {
    const start = reader.at;
    const items: RegexNode[] = [];
    while (reader.at < reader.pattern.length && reader.pattern[reader.at] !== '|') {
      if (reader.pattern[reader.at] === ')') {
        if (depth > 0) break;
        items.push(reader.error(reader.at, ++reader.at, 'unexpected ): no group is open here'));
        continue;
      }
      if (reader.pattern.startsWith('\\Q', reader.at)) quoted(items);
      else items.push(repeated(atom()));
    }
    const [only] = items;
    if (items.length === 1 && only) return only;
    if (items.length === 0) return { type: 'empty', start, end: start };
    return { type: 'concat', start, end: reader.at, items };
  }

  function quoted(items: RegexNode[]): void {
    const stop = reader.pattern.indexOf('\\E', reader.at);
    const end = stop === -1 ? reader.pattern.length : stop;
    reader.at += 2;
    const before = items.length;
    while (reader.at < end) items.push(char(reader.at));
    reader.at = stop === -1 ? end : stop + 2;
    const last = items.length > before ? items.pop() : undefined;
    if (last) items.push(repeated(last));
  }

  function char(start: number): RegexNode {
    const code = reader.pattern.codePointAt(start) ?? 0;
    reader.at = start + (code > 0xffff ? 2 : 1);
    return { type: 'char', start, end: reader.at, code, ignoreCase: reader.flags.i };
  }

  function repeated(first: RegexNode): RegexNode {
    let body = first;
    for (let count = 0; ; count++) {
      const operator = repeatOperator();
      if (!operator) return body;
      const { start: from, end, min, max } = operator;
      reader.at = end;
      if (body.type === 'flags') {
        body = reader.error(
          from,
          reader.at,
          `nothing to repeat: ${reader.pattern.slice(from, reader.at)} stands behind a flag group`,
        );
        continue;
      }
      const next = reader.pattern[reader.at];
      if (count > 0) {
        body = reader.error(
          from,
          reader.at,
          `bad repetition operator: ${reader.pattern.slice(from, reader.at)} stands behind another one`,
        );
        if (next === '?') reader.at++;
        continue;
      }
      const lazy = (next === '?') !== reader.flags.U;
      if (next === '?') reader.at++;
      const span = { start: first.start, end: reader.at };
      const node: RegexNode = {
        type: 'repeat',
        ...span,
        min,
        max,
        lazy,
        operator: { start: from, end: reader.at },
        body,
      };
      const bounded = max === Number.POSITIVE_INFINITY ? min : max;
      if (max < min) body = reader.error(from, reader.at, `bad repetition: ${min} is more than ${max}`);
      else if (bounded > MAX_REPEAT)
        body = reader.error(from, reader.at, `bad repetition: RE2 takes reader.at most ${MAX_REPEAT}`);
      else if (
        bounded > 1 &&
        reader.pattern[from] === '{' &&
        bounded * countedRepeats(first, reader.pattern) > MAX_REPEAT
      )
        body = reader.error(
          from,
          reader.at,
          `bad repetition: RE2 takes reader.at most ${MAX_REPEAT} of nested ones together`,
        );
      else body = node;
      if (reader.pattern[reader.at] === '+' && next !== '?') {
        reader.at++;
        body = reader.foreign(
          'possessive',
          { start: first.start, end: reader.at },
          { start: reader.at - 1, end: reader.at },
          body,
        );
      }
    }
  }

  /** A brace that is no repetition is a plain character. */
  function repeatOperator(): (Span & { readonly min: number; readonly max: number }) | undefined {
    const unbound = Number.POSITIVE_INFINITY;
    switch (reader.pattern[reader.at]) {
      case '*':
        return { start: reader.at, end: reader.at + 1, min: 0, max: unbound };
      case '+':
        return { start: reader.at, end: reader.at + 1, min: 1, max: unbound };
      case '?':
        return { start: reader.at, end: reader.at + 1, min: 0, max: 1 };
      case '{': {
        braces.lastIndex = reader.at;
        const found = braces.exec(reader.pattern);
        if (!found) return undefined;
        const min = Number(found[1]);
        const max = found[2] === undefined ? min : found[3] ? Number(found[3]) : unbound;
        return { start: reader.at, end: reader.at + found[0].length, min, max };
      }
    }
    return undefined;
  }

  function atom(): RegexNode {
    const start = reader.at;
    switch (reader.pattern[reader.at]) {
      case '.':
        reader.at++;
        return { type: 'any', start, end: reader.at, dotAll: reader.flags.s };
      case '^':
      case '$': {
        const form = reader.pattern[reader.at] === '^' ? '^' : '$';
        reader.at++;
        return { type: 'anchor', start, end: reader.at, form, multiline: reader.flags.m };
      }
      case '(':
        return group();
      case '[':
        return readSet(reader);
      case '\\':
        return escaped();
      case '*':
      case '+':
      case '?':
        return reader.error(
          start,
          ++reader.at,
          `nothing to repeat: ${reader.pattern[start]} has nothing before it`,
        );
      case '{': {
        const operator = repeatOperator();
        if (!operator) return char(start);
        reader.at = operator.end;
        return reader.error(
          start,
          reader.at,
          `nothing to repeat: ${reader.pattern.slice(start, reader.at)} has nothing before it`,
        );
      }
    }
    return char(start);
  }

  function group(): RegexNode {
    const start = reader.at;
    for (const [opening, construct] of foreignGroups)
      if (reader.pattern.startsWith(opening, reader.at)) return foreignGroup(construct, opening.length);
    if (reader.pattern[reader.at + 1] !== '?') {
      reader.at++;
      return groupBody(start, ++groupCount, undefined, undefined);
    }
    if (reader.pattern.startsWith('(?P<', reader.at) || reader.pattern.startsWith('(?<', reader.at))
      return namedGroup();
    if (/\d|[+-]\d/y.test(reader.pattern.slice(reader.at + 2, reader.at + 4)))
      return foreignGroup('recursion', 2);
    return flagGroup();
  }

  function namedGroup(): RegexNode {
    const start = reader.at;
    const nameStart = reader.pattern.indexOf('<', reader.at) + 1;
    const nameEnd = reader.pattern.indexOf('>', nameStart);
    const name = nameEnd === -1 ? '' : reader.pattern.slice(nameStart, nameEnd);
    if (!/^[\p{L}\p{M}\p{N}\p{Pc}]+$/u.test(name)) {
      reader.at = nameEnd === -1 ? nameStart : nameEnd + 1;
      reader.error(
        start,
        reader.at,
        `bad group name: ${JSON.stringify(name)}, expected letters, digits and _ up to >`,
      );
      return groupBody(start, ++groupCount, undefined, undefined);
    }
    if (names.has(name)) reader.error(nameStart, nameEnd, `a second group named ${name}`);
    names.add(name);
    reader.at = nameEnd + 1;
    return groupBody(start, ++groupCount, name, { start: nameStart, end: nameEnd });
  }

  function flagGroup(): RegexNode {
    const start = reader.at;
    let next = reader.flags;
    let on = '';
    let off = '';
    let minus = false;
    let bad: Span | undefined;
    for (
      reader.at += 2;
      reader.at < reader.pattern.length &&
      reader.pattern[reader.at] !== ')' &&
      reader.pattern[reader.at] !== ':';
      reader.at++
    ) {
      const letter = reader.pattern[reader.at] ?? '';
      if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'U') {
        next = { ...next, [letter]: !minus };
        if (minus) off += letter;
        else on += letter;
      } else if (letter === '-' && !minus) minus = true;
      else if (/[A-Za-z^-]/.test(letter)) bad ??= { start: reader.at, end: reader.at + 1 };
      else break;
    }
    const stop = reader.pattern[reader.at];
    if (stop !== ')' && stop !== ':')
      return reader.error(
        start,
        reader.at,
        `unknown kind of group: ${reader.pattern.slice(start, Math.min(reader.at + 1, reader.pattern.length))}`,
      );
    if (bad) reader.foreign('flag', bad, bad);
    else if (minus && off === '')
      reader.error(
        start,
        reader.at + 1,
        `a flag group without flags: ${reader.pattern.slice(start, reader.at + 1)}`,
      );
    reader.at++;
    if (stop === ':') {
      const outer = reader.flags;
      reader.flags = next;
      const node = groupBody(start, undefined, undefined, undefined);
      reader.flags = outer;
      return node;
    }
    reader.flags = next;
    return { type: 'flags', start, end: reader.at, on, off };
  }

  function groupBody(
    start: number,
    index: number | undefined,
    name: string | undefined,
    nameSpan: Span | undefined,
  ): RegexNode {
    const opening = { start, end: reader.at };
    const body = bodyInBrackets();
    const closed = close(start);
    const node: GroupNode = {
      type: 'group',
      start,
      end: reader.at,
      index,
      name,
      nameSpan,
      opening,
      closed,
      body,
    };
    if (index !== undefined) groups[index - 1] = node;
    return node;
  }

  function bodyInBrackets(): RegexNode {
    if (depth >= MAX_DEPTH) {
      const start = reader.at;
      reader.at = reader.pattern.length;
      return reader.error(start, reader.at, `nested deeper than ${MAX_DEPTH} groups`);
    }
    const outer = reader.flags;
    depth++;
    const body = alternation();
    depth--;
    reader.flags = outer;
    return body;
  }

  function close(start: number): boolean {
    if (reader.pattern[reader.at] === ')') {
      reader.at++;
      return true;
    }
    reader.error(start, start + 1, 'missing ): this group is never closed');
    return false;
  }

  function foreignGroup(construct: ForeignConstruct, openingLength: number): RegexNode {
    const start = reader.at;
    const token = { start, end: start + openingLength };
    reader.at = token.end;
    if (construct === 'comment-group' || construct === 'back-reference' || construct === 'recursion') {
      const end = reader.pattern.indexOf(')', reader.at);
      reader.at = end === -1 ? reader.pattern.length : end + 1;
      return reader.foreign(
        construct,
        { start, end: reader.at },
        construct === 'comment-group' ? token : { start, end: reader.at },
      );
    }
    if (construct === 'conditional') {
      const end = reader.pattern.indexOf(')', reader.at);
      if (end !== -1) reader.at = end + 1;
    }
    const body = bodyInBrackets();
    close(start);
    return reader.foreign(construct, { start, end: reader.at }, token, body);
  }

  function escaped(): RegexNode {
    const start = reader.at;
    const letter = reader.pattern[reader.at + 1];
    switch (letter) {
      case 'A':
      case 'z':
      case 'b':
      case 'B':
        reader.at += 2;
        return { type: 'anchor', start, end: reader.at, form: `\\${letter}`, multiline: false };
    }
    const read = readEscape(reader, false);
    if (read.type === 'node') return read.node;
    return { type: 'char', start, end: read.end, code: read.code, ignoreCase: reader.flags.i };
  }
}

const braces = /\{(\d{1,9})(,(\d{0,9}))?\}/y;
