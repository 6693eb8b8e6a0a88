// Where a string of Python ends, read as strictly as Python 3.12 and later do: within the braces of an f-string quotes of
// its own kind and line ends are allowed (PEP 701). What does not end that way is half typed, or was never meant that way.

export interface PythonString {
  /** One quotation mark, or three. */
  readonly quote: string;
  readonly isFormat: boolean;
  readonly isRaw: boolean;
}

const mostNested = 20;
const namedCharacter = /\\N\{[^}\r\n"']*\}/y;
const openers = '([{';
const closers = ')]}';

/** Behind the closing quote; -1 where the string, or what stands in its braces, is broken or goes on beyond `limit`. */
export function endOfString(
  text: string,
  from: number,
  string: PythonString,
  limit: number,
  depth = 0,
): number {
  if (depth > mostNested) return -1;
  for (let at = from; at < limit; ) {
    const unit = text[at] ?? '';
    if (unit === '\\') at = behindEscape(text, at, string);
    else if (text.startsWith(string.quote, at)) return at + string.quote.length;
    else if (string.quote.length === 1 && isLineEnd(unit)) return -1;
    else if (string.isFormat && (unit === '{' || unit === '}') && text[at + 1] === unit) at += 2;
    else if (string.isFormat && unit === '}') return -1;
    else if (string.isFormat && unit === '{') {
      at = endOfField(text, at + 1, string, limit, depth);
      if (at === -1) return -1;
    } else at++;
  }
  return -1;
}

function endOfField(text: string, from: number, string: PythonString, limit: number, depth: number): number {
  const open: string[] = [];
  for (let at = from; at < limit; ) {
    const unit = text[at] ?? '';
    if (open.length === 0 && unit === '}') return at + 1;
    if (open.length === 0 && unit === ':') return endOfSpec(text, at + 1, string, limit, depth);
    if (unit === '#') at = lineEnd(text, at);
    else if (unit === '"' || unit === "'") {
      const inner = stringAt(text, at);
      at = endOfString(text, at + inner.quote.length, inner, limit, depth + 1);
      if (at === -1) return -1;
    } else if (openers.includes(unit)) {
      open.push(closers[openers.indexOf(unit)] ?? '');
      at++;
    } else if (closers.includes(unit)) {
      if (open.pop() !== unit) return -1;
      at++;
    } else at++;
  }
  return -1;
}

/** Behind the colon, where only further braces count. */
function endOfSpec(text: string, from: number, string: PythonString, limit: number, depth: number): number {
  if (depth > mostNested) return -1;
  for (let at = from; at < limit; ) {
    const unit = text[at] ?? '';
    if (unit === '}') return at + 1;
    if (text.startsWith(string.quote, at) || (string.quote.length === 1 && isLineEnd(unit))) return -1;
    at = unit === '{' ? endOfField(text, at + 1, string, limit, depth + 1) : at + 1;
    if (at === -1) return -1;
  }
  return -1;
}

const prefixes = /(?:^|[^\w\u0080-\uffff])([rRbBuUfFtT]|[fFtTbB][rR]|[rR][fFtTbB])$/;

/** The string whose quote stands at `at`. */
export function stringAt(text: string, at: number): PythonString & { readonly prefixLength: number } {
  const mark = text[at] ?? '';
  const quote = text[at + 1] === mark && text[at + 2] === mark ? mark.repeat(3) : mark;
  const prefix = 'rbuftRBUFT'.includes(text[at - 1] ?? ' ')
    ? (prefixes.exec(text.slice(Math.max(0, at - 3), at))?.[1] ?? '')
    : '';
  return {
    quote,
    isFormat: prefix !== '' && /[fFtT]/.test(prefix),
    isRaw: prefix !== '' && /[rR]/.test(prefix),
    prefixLength: prefix.length,
  };
}

/** Behind the backslash and what it takes with it: a brace begins a field all the same, save in `\N{…}`. */
export function behindEscape(text: string, at: number, { isFormat, isRaw }: PythonString): number {
  const next = text[at + 1];
  if (isFormat && !isRaw && next === 'N') {
    namedCharacter.lastIndex = at;
    if (namedCharacter.test(text)) return namedCharacter.lastIndex;
  }
  if (isFormat && (next === '{' || next === '}')) return at + 1;
  return at + (text.startsWith('\r\n', at + 1) ? 3 : 2);
}

export function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text[at])) at++;
  return at;
}

export function isLineEnd(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r';
}
