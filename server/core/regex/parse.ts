// RE2's syntax (https://github.com/google/re2/wiki/Syntax) to a tree. Never throws: what is wrong becomes a node,
// and parsing goes on behind it. Small on purpose, since a guard carries it into the Lambda function.
import type { Span } from '../text/span.ts';
import type {
  ErrorNode,
  ForeignConstruct,
  ForeignNode,
  GroupNode,
  ParsedRegex,
  RegexNode,
  SetItem,
} from './ast.ts';

/** RE2 takes no higher number of repetitions, nor deeper nesting. */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 1000;

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
}

const noFlags: Flags = { i: false, m: false, s: false, U: false };

const posixNames = new Set(
  'alnum alpha ascii blank cntrl digit graph lower print punct space upper word xdigit'.split(' '),
);

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

const simpleEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);

type Escape =
  | { readonly type: 'code'; readonly code: number; readonly end: number }
  | { readonly type: 'node'; readonly node: Extract<SetItem, { type: 'class' | 'foreign' | 'error' }> };

export function parseRegex(pattern: string): ParsedRegex {
  const faults: (ForeignNode | ErrorNode)[] = [];
  const groups: GroupNode[] = [];
  const names = new Set<string>();
  let at = 0;
  let flags = noFlags;
  let depth = 0;
  let groupCount = 0;

  const root = alternation();
  faults.sort((a, b) => a.start - b.start);
  return { pattern, root, faults, groups };

  function error(start: number, end: number, message: string): ErrorNode {
    const node: ErrorNode = { type: 'error', start, end, message };
    faults.push(node);
    return node;
  }

  function foreign(construct: ForeignConstruct, span: Span, token: Span, body?: RegexNode): ForeignNode {
    const node: ForeignNode = { type: 'foreign', construct, start: span.start, end: span.end, token, body };
    faults.push(node);
    return node;
  }

  /** Up to the closing bracket of the group that it stands in, or the end. */
  function alternation(): RegexNode {
    const start = at;
    const options = [concat()];
    while (pattern[at] === '|') {
      at++;
      options.push(concat());
    }
    const [only] = options;
    return options.length === 1 && only ? only : { type: 'alternation', start, end: at, options };
  }

  function concat(): RegexNode {
    const start = at;
    const items: RegexNode[] = [];
    while (at < pattern.length && pattern[at] !== '|') {
      if (pattern[at] === ')') {
        if (depth > 0) break;
        items.push(error(at, ++at, 'unexpected ): no group is open here'));
        continue;
      }
      if (pattern.startsWith('\\Q', at)) quoted(items);
      else items.push(repeated(atom()));
    }
    const [only] = items;
    if (items.length === 1 && only) return only;
    if (items.length === 0) return { type: 'empty', start, end: start };
    return { type: 'concat', start, end: at, items };
  }

  function quoted(items: RegexNode[]): void {
    const stop = pattern.indexOf('\\E', at);
    const end = stop === -1 ? pattern.length : stop;
    at += 2;
    const before = items.length;
    while (at < end) items.push(char(at));
    at = stop === -1 ? end : stop + 2;
    const last = items.length > before ? items.pop() : undefined;
    if (last) items.push(repeated(last));
  }

  function char(start: number): RegexNode {
    const code = pattern.codePointAt(start) ?? 0;
    at = start + (code > 0xffff ? 2 : 1);
    return { type: 'char', start, end: at, code, ignoreCase: flags.i };
  }

  function repeated(first: RegexNode): RegexNode {
    let body = first;
    for (let count = 0; ; count++) {
      const operator = repeatOperator();
      if (!operator) return body;
      const { start: from, end, min, max } = operator;
      at = end;
      if (body.type === 'flags') {
        body = error(from, at, `nothing to repeat: ${pattern.slice(from, at)} stands behind a flag group`);
        continue;
      }
      const next = pattern[at];
      if (count > 0) {
        body = error(
          from,
          at,
          `bad repetition operator: ${pattern.slice(from, at)} stands behind another one`,
        );
        if (next === '?') at++;
        continue;
      }
      const lazy = (next === '?') !== flags.U;
      if (next === '?') at++;
      const span = { start: first.start, end: at };
      const node: RegexNode = {
        type: 'repeat',
        ...span,
        min,
        max,
        lazy,
        operator: { start: from, end: at },
        body,
      };
      const bounded = max === Number.POSITIVE_INFINITY ? min : max;
      if (max < min) body = error(from, at, `bad repetition: ${min} is more than ${max}`);
      else if (bounded > MAX_REPEAT)
        body = error(from, at, `bad repetition: RE2 takes at most ${MAX_REPEAT}`);
      else if (bounded > 1 && pattern[from] === '{' && bounded * countedRepeats(first, pattern) > MAX_REPEAT)
        body = error(from, at, `bad repetition: RE2 takes at most ${MAX_REPEAT} of nested ones together`);
      else body = node;
      if (pattern[at] === '+' && next !== '?') {
        at++;
        body = foreign('possessive', { start: first.start, end: at }, { start: at - 1, end: at }, body);
      }
    }
  }

  /** A brace that is no repetition is a plain character. */
  function repeatOperator(): (Span & { readonly min: number; readonly max: number }) | undefined {
    const unbound = Number.POSITIVE_INFINITY;
    switch (pattern[at]) {
      case '*':
        return { start: at, end: at + 1, min: 0, max: unbound };
      case '+':
        return { start: at, end: at + 1, min: 1, max: unbound };
      case '?':
        return { start: at, end: at + 1, min: 0, max: 1 };
      case '{': {
        braces.lastIndex = at;
        const found = braces.exec(pattern);
        if (!found) return undefined;
        const min = Number(found[1]);
        const max = found[2] === undefined ? min : found[3] ? Number(found[3]) : unbound;
        return { start: at, end: at + found[0].length, min, max };
      }
    }
    return undefined;
  }

  function atom(): RegexNode {
    const start = at;
    switch (pattern[at]) {
      case '.':
        at++;
        return { type: 'any', start, end: at, dotAll: flags.s };
      case '^':
      case '$': {
        const form = pattern[at] === '^' ? '^' : '$';
        at++;
        return { type: 'anchor', start, end: at, form, multiline: flags.m };
      }
      case '(':
        return group();
      case '[':
        return set();
      case '\\':
        return escaped();
      case '*':
      case '+':
      case '?':
        return error(start, ++at, `nothing to repeat: ${pattern[start]} has nothing before it`);
      case '{': {
        const operator = repeatOperator();
        if (!operator) return char(start);
        at = operator.end;
        return error(start, at, `nothing to repeat: ${pattern.slice(start, at)} has nothing before it`);
      }
    }
    return char(start);
  }

  function group(): RegexNode {
    const start = at;
    for (const [opening, construct] of foreignGroups)
      if (pattern.startsWith(opening, at)) return foreignGroup(construct, opening.length);
    if (pattern[at + 1] !== '?') {
      at++;
      return groupBody(start, ++groupCount, undefined, undefined);
    }
    if (pattern.startsWith('(?P<', at) || pattern.startsWith('(?<', at)) return namedGroup();
    if (/\d|[+-]\d/y.test(pattern.slice(at + 2, at + 4))) return foreignGroup('recursion', 2);
    return flagGroup();
  }

  function namedGroup(): RegexNode {
    const start = at;
    const nameStart = pattern.indexOf('<', at) + 1;
    const nameEnd = pattern.indexOf('>', nameStart);
    const name = nameEnd === -1 ? '' : pattern.slice(nameStart, nameEnd);
    if (!/^[\p{L}\p{M}\p{N}\p{Pc}]+$/u.test(name)) {
      at = nameEnd === -1 ? nameStart : nameEnd + 1;
      error(start, at, `bad group name: ${JSON.stringify(name)}, expected letters, digits and _ up to >`);
      return groupBody(start, ++groupCount, undefined, undefined);
    }
    if (names.has(name)) error(nameStart, nameEnd, `a second group named ${name}`);
    names.add(name);
    at = nameEnd + 1;
    return groupBody(start, ++groupCount, name, { start: nameStart, end: nameEnd });
  }

  function flagGroup(): RegexNode {
    const start = at;
    let next = flags;
    let on = '';
    let off = '';
    let minus = false;
    let bad: Span | undefined;
    for (at += 2; at < pattern.length && pattern[at] !== ')' && pattern[at] !== ':'; at++) {
      const letter = pattern[at] ?? '';
      if (letter === 'i' || letter === 'm' || letter === 's' || letter === 'U') {
        next = { ...next, [letter]: !minus };
        if (minus) off += letter;
        else on += letter;
      } else if (letter === '-' && !minus) minus = true;
      else if (/[A-Za-z^-]/.test(letter)) bad ??= { start: at, end: at + 1 };
      else break;
    }
    const stop = pattern[at];
    if (stop !== ')' && stop !== ':')
      return error(
        start,
        at,
        `unknown kind of group: ${pattern.slice(start, Math.min(at + 1, pattern.length))}`,
      );
    if (bad) foreign('flag', bad, bad);
    else if (minus && off === '')
      error(start, at + 1, `a flag group without flags: ${pattern.slice(start, at + 1)}`);
    at++;
    if (stop === ':') {
      const outer = flags;
      flags = next;
      const node = groupBody(start, undefined, undefined, undefined);
      flags = outer;
      return node;
    }
    flags = next;
    return { type: 'flags', start, end: at, on, off };
  }

  function groupBody(
    start: number,
    index: number | undefined,
    name: string | undefined,
    nameSpan: Span | undefined,
  ): RegexNode {
    const opening = { start, end: at };
    const body = bodyInBrackets();
    const closed = close(start);
    const node: GroupNode = { type: 'group', start, end: at, index, name, nameSpan, opening, closed, body };
    if (index !== undefined) groups[index - 1] = node;
    return node;
  }

  function bodyInBrackets(): RegexNode {
    if (depth >= MAX_DEPTH) {
      const start = at;
      at = pattern.length;
      return error(start, at, `nested deeper than ${MAX_DEPTH} groups`);
    }
    const outer = flags;
    depth++;
    const body = alternation();
    depth--;
    flags = outer;
    return body;
  }

  function close(start: number): boolean {
    if (pattern[at] === ')') {
      at++;
      return true;
    }
    error(start, start + 1, 'missing ): this group is never closed');
    return false;
  }

  function foreignGroup(construct: ForeignConstruct, openingLength: number): RegexNode {
    const start = at;
    const token = { start, end: start + openingLength };
    at = token.end;
    if (construct === 'comment-group' || construct === 'back-reference' || construct === 'recursion') {
      const end = pattern.indexOf(')', at);
      at = end === -1 ? pattern.length : end + 1;
      return foreign(
        construct,
        { start, end: at },
        construct === 'comment-group' ? token : { start, end: at },
      );
    }
    if (construct === 'conditional') {
      const end = pattern.indexOf(')', at);
      if (end !== -1) at = end + 1;
    }
    const body = bodyInBrackets();
    close(start);
    return foreign(construct, { start, end: at }, token, body);
  }

  function escaped(): RegexNode {
    const start = at;
    const letter = pattern[at + 1];
    switch (letter) {
      case 'A':
      case 'z':
      case 'b':
      case 'B':
        at += 2;
        return { type: 'anchor', start, end: at, form: `\\${letter}`, multiline: false };
    }
    const read = readEscape(false);
    if (read.type === 'node') return read.node;
    return { type: 'char', start, end: read.end, code: read.code, ignoreCase: flags.i };
  }

  /** The escape at `at`, which moves behind it. */
  function readEscape(inSet: boolean): Escape {
    const start = at;
    const letter = pattern[at + 1];
    if (letter === undefined) {
      at++;
      return { type: 'node', node: error(start, at, 'a \\ at the end of the pattern escapes nothing') };
    }
    if (letter === 'p' || letter === 'P') return property(start, letter === 'P');
    if ('dDsSwW'.includes(letter)) {
      at += 2;
      const name = letter.toLowerCase();
      const negated = name !== letter;
      return {
        type: 'node',
        node: { type: 'class', form: 'perl', start, end: at, name, negated, ignoreCase: flags.i },
      };
    }
    const simple = simpleEscapes.get(letter);
    if (simple !== undefined) {
      at += 2;
      return { type: 'code', code: simple, end: at };
    }
    octal.lastIndex = at;
    const digits = octal.exec(pattern);
    if (digits) {
      at += digits[0].length;
      return { type: 'code', code: Number.parseInt(digits[0].slice(1), 8), end: at };
    }
    if (letter === 'x') {
      hex.lastIndex = at;
      const found = hex.exec(pattern);
      const code = found ? Number.parseInt(found[1] ?? found[2] ?? '', 16) : Number.NaN;
      at += found ? found[0].length : 2;
      if (code <= 0x10ffff) return { type: 'code', code, end: at };
      return { type: 'node', node: error(start, at, 'bad escape: expected \\x7F or \\x{10FFFF}') };
    }
    const code = pattern.codePointAt(at + 1) ?? 0;
    at += code > 0xffff ? 3 : 2;
    if (code < 128 && !/[A-Za-z0-9]/.test(letter)) return { type: 'code', code, end: at };
    if (/[1-9]/.test(letter)) {
      while (/\d/.test(pattern[at] ?? '')) at++;
      const span = { start, end: at };
      return { type: 'node', node: foreign(inSet ? 'escape' : 'back-reference', span, span) };
    }
    if (!inSet && (letter === 'k' || letter === 'g')) {
      reference.lastIndex = at;
      const found = reference.exec(pattern);
      if (found) {
        at += found[0].length;
        const span = { start, end: at };
        return { type: 'node', node: foreign('back-reference', span, span) };
      }
    }
    if (letter === 'u' || letter === 'c') {
      longEscape.lastIndex = start;
      at = start + (longEscape.exec(pattern)?.[0].length ?? 2);
    }
    const span = { start, end: at };
    return { type: 'node', node: foreign('escape', span, span) };
  }

  function property(start: number, capital: boolean): Escape {
    propertyName.lastIndex = at;
    const found = propertyName.exec(pattern);
    at += found ? found[0].length : 2;
    if (!found) return { type: 'node', node: error(start, at, 'bad class: expected \\pN or \\p{Greek}') };
    const negated = capital !== (found[1] === '^');
    const name = found[2] ?? found[3] ?? '';
    if (/[=:]|^Is|^In[A-Z]/.test(name)) {
      const span = { start, end: at };
      return { type: 'node', node: foreign('escape', span, span) };
    }
    if (!isProperty(name))
      return {
        type: 'node',
        node: error(start, at, `unknown class: ${name} is neither a category nor a script`),
      };
    return {
      type: 'node',
      node: { type: 'class', form: 'property', start, end: at, name, negated, ignoreCase: flags.i },
    };
  }

  function set(): RegexNode {
    const start = at;
    at++;
    const negated = pattern[at] === '^';
    if (negated) at++;
    const items: SetItem[] = [];
    for (let first = true; pattern[at] !== ']' || first; first = false) {
      if (at >= pattern.length) {
        error(start, start + 1, 'missing ]: this set is never closed');
        return { type: 'set', start, end: at, negated, ignoreCase: flags.i, items };
      }
      items.push(setItem());
    }
    at++;
    return { type: 'set', start, end: at, negated, ignoreCase: flags.i, items };
  }

  function setItem(): SetItem {
    const start = at;
    posix.lastIndex = at;
    const named = posix.exec(pattern);
    if (named) {
      at += named[0].length;
      const name = named[2] ?? '';
      if (!posixNames.has(name)) return error(start, at, `unknown class: ${named[0]}`);
      return {
        type: 'class',
        form: 'posix',
        start,
        end: at,
        name,
        negated: named[1] === '^',
        ignoreCase: flags.i,
      };
    }
    const from = setChar();
    if (typeof from !== 'number') return from;
    if (pattern[at] !== '-' || pattern[at + 1] === ']' || at + 1 >= pattern.length)
      return { type: 'range', start, end: at, from, to: from };
    at++;
    const to = setChar();
    if (typeof to !== 'number' || to < from)
      return error(start, at, `bad range: ${pattern.slice(start, at)}`);
    return { type: 'range', start, end: at, from, to };
  }

  function setChar(): number | Exclude<SetItem, { type: 'range' }> {
    if (pattern[at] === '\\') {
      const read = readEscape(true);
      return read.type === 'code' ? read.code : read.node;
    }
    const code = pattern.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    return code;
  }
}

/** The highest product of counts, in braces, that stand inside of each other. */
function countedRepeats(node: RegexNode, pattern: string): number {
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

/** Categories by their short names (https://www.unicode.org/reports/tr44/#General_Category_Values). */
const categories = /^(?:C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Any)$/;

function isProperty(name: string): boolean {
  if (categories.test(name)) return true;
  if (!/^[A-Z][a-z]+(?:_[A-Z]?[a-z]+)*$/.test(name)) return false;
  try {
    return new RegExp(`\\p{Script=${name}}`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const braces = /\{(\d{1,9})(,(\d{0,9}))?\}/y;
const octal = /\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/y;
const hex = /\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\})/y;
const reference = /<[^>]*>|\{[^}]*\}|'[^']*'|-?\d+/y;
const longEscape = /\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]+\}|\\c[A-Za-z]/y;
const propertyName = /\\[pP](?:\{(\^?)([^}]*)\}|([A-Z]))/y;
const posix = /\[:(\^?)(\w+):\]/y;
