// What may stand behind a backslash, outside and inside of sets.
import type { SetItem } from './ast.ts';
import type { PatternReader } from './reader.ts';

const simpleEscapes: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);

export type Escape =
  | { readonly type: 'code'; readonly code: number; readonly end: number }
  | { readonly type: 'node'; readonly node: Extract<SetItem, { type: 'class' | 'foreign' | 'error' }> };

/** The escape at `at`, which moves behind it. */
export function readEscape(reader: PatternReader, inSet: boolean): Escape {
  const start = reader.at;
  const letter = reader.pattern[reader.at + 1];
  if (letter === undefined) {
    reader.at++;
    return {
      type: 'node',
      node: reader.error(start, reader.at, 'a \\ at the end of the pattern escapes nothing'),
    };
  }
  if (letter === 'p' || letter === 'P') return property(reader, start, letter === 'P');
  if ('dDsSwW'.includes(letter)) {
    reader.at += 2;
    const name = letter.toLowerCase();
    const negated = name !== letter;
    return {
      type: 'node',
      node: { type: 'class', form: 'perl', start, end: reader.at, name, negated, ignoreCase: reader.flags.i },
    };
  }
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) {
    reader.at += 2;
    return { type: 'code', code: simple, end: reader.at };
  }
  octal.lastIndex = reader.at;
  const digits = octal.exec(reader.pattern);
  if (digits) {
    reader.at += digits[0].length;
    return { type: 'code', code: Number.parseInt(digits[0].slice(1), 8), end: reader.at };
  }
  if (letter === 'x') {
    hex.lastIndex = reader.at;
    const found = hex.exec(reader.pattern);
    const code = found ? Number.parseInt(found[1] ?? found[2] ?? '', 16) : Number.NaN;
    reader.at += found ? found[0].length : 2;
    if (code <= 0x10ffff) return { type: 'code', code, end: reader.at };
    return {
      type: 'node',
      node: reader.error(start, reader.at, 'bad escape: expected \\x7F or \\x{10FFFF}'),
    };
  }
  const code = reader.pattern.codePointAt(reader.at + 1) ?? 0;
  reader.at += code > 0xffff ? 3 : 2;
  if (code < 128 && !/[A-Za-z0-9]/.test(letter)) return { type: 'code', code, end: reader.at };
  if (/[1-9]/.test(letter)) {
    while (/\d/.test(reader.pattern[reader.at] ?? '')) reader.at++;
    const span = { start, end: reader.at };
    return { type: 'node', node: reader.foreign(inSet ? 'escape' : 'back-reference', span, span) };
  }
  if (!inSet && (letter === 'k' || letter === 'g')) {
    reference.lastIndex = reader.at;
    const found = reference.exec(reader.pattern);
    if (found) {
      reader.at += found[0].length;
      const span = { start, end: reader.at };
      return { type: 'node', node: reader.foreign('back-reference', span, span) };
    }
  }
  if (letter === 'u' || letter === 'c') {
    longEscape.lastIndex = start;
    reader.at = start + (longEscape.exec(reader.pattern)?.[0].length ?? 2);
  }
  const span = { start, end: reader.at };
  return { type: 'node', node: reader.foreign('escape', span, span) };
}

function property(reader: PatternReader, start: number, capital: boolean): Escape {
  propertyName.lastIndex = reader.at;
  const found = propertyName.exec(reader.pattern);
  reader.at += found ? found[0].length : 2;
  if (!found)
    return { type: 'node', node: reader.error(start, reader.at, 'bad class: expected \\pN or \\p{Greek}') };
  const negated = capital !== (found[1] === '^');
  const name = found[2] ?? found[3] ?? '';
  if (/[=:]|^Is|^In[A-Z]/.test(name)) {
    const span = { start, end: reader.at };
    return { type: 'node', node: reader.foreign('escape', span, span) };
  }
  if (!isProperty(name))
    return {
      type: 'node',
      node: reader.error(start, reader.at, `unknown class: ${name} is neither a category nor a script`),
    };
  return {
    type: 'node',
    node: {
      type: 'class',
      form: 'property',
      start,
      end: reader.at,
      name,
      negated,
      ignoreCase: reader.flags.i,
    },
  };
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

const octal = /\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/y;
const hex = /\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\})/y;
const reference = /<[^>]*>|\{[^}]*\}|'[^']*'|-?\d+/y;
const longEscape = /\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]+\}|\\c[A-Za-z]/y;
const propertyName = /\\[pP](?:\{(\^?)([^}]*)\}|([A-Z]))/y;
