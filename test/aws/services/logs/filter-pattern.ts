// Filter patterns of CloudWatch Logs: terms, quoted phrases, `?any`, `-not`, `%regex%`, and `{ $.json = selectors }`.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

export type LineTest = (line: string) => boolean;

/** Undefined where the pattern is none that the service accepts. */
export function parseFilterPattern(pattern: string): LineTest | undefined {
  const text = pattern.trim();
  if (text === '') return () => true;
  if (text.startsWith('{')) return jsonPattern(text);
  if (text.startsWith('[')) return () => true;
  return termPattern(text);
}

function termPattern(text: string): LineTest | undefined {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"%]+))/g)].map((match) => ({
    sign: match[1] ?? '',
    test:
      match[3] !== undefined
        ? regexTest(match[3])
        : containsTest((match[2] ?? match[4] ?? '').replace(/\\(.)/g, '$1'), match[2] !== undefined),
  }));
  if (terms.some((term) => term.test === undefined)) return undefined;
  const all = terms.filter((term) => term.sign === '');
  const any = terms.filter((term) => term.sign === '?');
  const none = terms.filter((term) => term.sign === '-');
  return (line) =>
    all.every((term) => term.test?.(line)) &&
    (any.length === 0 || all.length > 0 || any.some((term) => term.test?.(line))) &&
    !none.some((term) => term.test?.(line));
}

/** A term matches anywhere in the line; case counts. */
function containsTest(term: string, _quoted: boolean): LineTest {
  return (line) => line.includes(term);
}

/** Only the documented subset: no groups, no alternation. */
function regexTest(source: string): LineTest | undefined {
  if (/[()|]/.test(source.replace(/\\./g, ''))) return undefined;
  try {
    const regex = new RegExp(source);
    return (line) => regex.test(line);
  } catch {
    return undefined;
  }
}

type Selector = (value: unknown) => boolean;

function jsonPattern(text: string): LineTest | undefined {
  if (!text.endsWith('}')) return undefined;
  const selector = orExpression(text.slice(1, -1).trim());
  if (!selector) return undefined;
  return (line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null && selector(value);
    } catch {
      return false;
    }
  };
}

function orExpression(text: string): Selector | undefined {
  const parts = splitOutside(text, '||').map(andExpression);
  return parts.every((part) => part !== undefined)
    ? (value) => parts.some((part) => part?.(value))
    : undefined;
}

function andExpression(text: string): Selector | undefined {
  const parts = splitOutside(text, '&&').map(comparison);
  return parts.every((part) => part !== undefined)
    ? (value) => parts.every((part) => part?.(value))
    : undefined;
}

function comparison(text: string): Selector | undefined {
  const inner = text.trim();
  if (inner.startsWith('(') && inner.endsWith(')')) return orExpression(inner.slice(1, -1));
  const match =
    /^\$((?:\.[\w-]+|\[\d+\]|\["[^"]+"\])*)\s*(=|!=|<=|>=|<|>|\bIS\b|\bNOT EXISTS\b|\bEXISTS\b)\s*(.*)$/s.exec(
      inner,
    );
  if (!match) return undefined;
  const path = [...(match[1] ?? '').matchAll(/\.([\w-]+)|\[(\d+)\]|\["([^"]+)"\]/g)].map(
    (one) => one[1] ?? one[2] ?? one[3] ?? '',
  );
  const read = (value: unknown) =>
    path.reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null
          ? Object.entries(at).find(([name]) => name === key)?.[1]
          : undefined,
      value,
    );
  const operator = match[2] ?? '=';
  const wanted = (match[3] ?? '').trim();
  if (operator === 'NOT EXISTS') return (value) => read(value) === undefined;
  if (operator === 'EXISTS') return (value) => read(value) !== undefined;
  if (operator === 'IS') return (value) => String(read(value)).toUpperCase() === wanted.toUpperCase();
  if (/^%.*%$/s.test(wanted)) {
    const test = regexTest(wanted.slice(1, -1));
    if (!test) return undefined;
    return (value) => typeof read(value) === 'string' && test(String(read(value))) === (operator === '=');
  }
  const number = wanted !== '' && !wanted.startsWith('"') ? Number(wanted) : Number.NaN;
  if (!Number.isNaN(number)) {
    return (value) => {
      const got = read(value);
      if (typeof got !== 'number') return false;
      if (operator === '=') return got === number;
      if (operator === '!=') return got !== number;
      if (operator === '<') return got < number;
      if (operator === '>') return got > number;
      return operator === '<=' ? got <= number : got >= number;
    };
  }
  const glob = wanted.replace(/^"|"$/g, '');
  const regex = new RegExp(
    `^${glob
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
  return (value) => {
    const got = read(value);
    if (got === undefined) return false;
    return regex.test(String(got)) === (operator === '=');
  };
}

/** Splits at a mark that is neither in quotes nor in parentheses. */
function splitOutside(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
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
