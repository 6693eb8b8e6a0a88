// What a filter pattern compares a value with: texts with `*` at either end or within, numbers, and the regular
// expressions that the service takes: no groups, no alternation in parentheses, at most two.

export type ValueTest = (value: unknown) => boolean;

/** Letters, digits and these; two regular expressions for each pattern. */
export function hasOnlyDocumentedRegex(pattern: string): boolean {
  const found = [...pattern.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/%([^%]*)%/g)];
  return found.length <= 2 && found.every((one) => regexTest(one[1] ?? '') !== undefined);
}

export function regexTest(source: string): ((text: string) => boolean) | undefined {
  if (!/^(?:[\w:#=@/;,\-\s^$?[\]{}|*+.]|\\.)*$/.test(source)) return undefined;
  try {
    const regex = new RegExp(source);
    return (text) => regex.test(text);
  } catch {
    return undefined;
  }
}

/** `operator` of `=`, `!=`, `<`, `>`, `<=`, `>=`. Undefined where the service would not take it. */
export function comparison(operator: string, wanted: string): ValueTest | undefined {
  const isEqual = operator === '=';
  if (/^%.*%$/s.test(wanted)) {
    const test = regexTest(wanted.slice(1, -1));
    if (!test || (operator !== '=' && operator !== '!=')) return undefined;
    return (value) => isText(value) && test(String(value)) === isEqual;
  }
  const isQuoted = /^"(?:[^"\\]|\\.)*"$/s.test(wanted);
  if (!isQuoted && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(wanted))
    return numeric(operator, Number(wanted));
  if (operator !== '=' && operator !== '!=') return undefined;
  if (!isQuoted && !/^[\w.*:/-]+$/.test(wanted)) return undefined;
  const text = isQuoted ? wanted.slice(1, -1).replace(/\\(.)/g, '$1') : wanted;
  const regex = new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
  return (value) => isText(value) && regex.test(String(value)) === isEqual;
}

/** `"*"` matches whatever text or number stands there, but neither null nor an object. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function numeric(operator: string, wanted: number): ValueTest {
  return (value) => {
    const got = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof got !== 'number' || Number.isNaN(got)) return false;
    switch (operator) {
      case '=':
        return got === wanted;
      case '!=':
        return got !== wanted;
      case '<':
        return got < wanted;
      case '>':
        return got > wanted;
      case '<=':
        return got <= wanted;
      default:
        return got >= wanted;
    }
  };
}

/** Splits at a mark that is neither in quotes nor in parentheses. */
export function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (depth === 0 && text.startsWith(mark, at)) {
      parts.push(text.slice(start, at));
      start = at + mark.length;
      at += mark.length - 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
