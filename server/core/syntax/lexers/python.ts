// Python's strings and comments without a parser: every prefix, triple quotes, raw strings, and f-strings whose braces
// hold code with strings of its own (also with the same quotes, as from Python 3.12 on).
import type { Region } from '../regions.ts';

interface OpenString {
  readonly quote: string;
  readonly isFormat: boolean;
  readonly isRaw: boolean;
}

/** Code within the braces of an f-string; `spec`: behind the colon, where only further braces count. */
interface OpenBraces {
  readonly string: OpenString;
  /** Opened in the format spec of outer braces, and closing back into it. */
  readonly isWithinSpec: boolean;
  depth: number;
  isSpec: boolean;
}

const prefix = /(?:[rRbBuUfFtT]|[fFtTbB][rR]|[rR][fFtTbB])$/;

export function lexPython(text: string): Region[] {
  const regions: Region[] = [];
  const braces: OpenBraces[] = [];
  let at = 0;

  function add(kind: Region['kind'], start: number, end: number): void {
    if (end > start) regions.push({ kind, start, end });
  }

  /** From `start` (the string's begin, or behind an interpolation) to the closing quote, a brace, or where it breaks off. */
  function readString(string: OpenString, start: number, from: number): void {
    const { quote, isFormat, isRaw } = string;
    let i = from;
    while (i < text.length) {
      const unit = text[i];
      if (unit === '\\') {
        if (isFormat && !isRaw && text.startsWith('N{', i + 1)) {
          const close = text.indexOf('}', i);
          i = close === -1 ? text.length : close + 1;
        } else if (isFormat && (text[i + 1] === '{' || text[i + 1] === '}')) i++;
        else i += text.startsWith('\r\n', i + 1) ? 3 : 2;
        continue;
      }
      if (text.startsWith(quote, i)) {
        add('string', start, i + quote.length);
        at = i + quote.length;
        return;
      }
      if (quote.length === 1 && (unit === '\n' || unit === '\r')) break;
      if (isFormat && (unit === '{' || unit === '}')) {
        if (text[i + 1] === unit) {
          i += 2;
          continue;
        }
        if (unit === '{') {
          add('string', start, i);
          braces.push({ string, isWithinSpec: false, depth: 0, isSpec: false });
          at = i + 1;
          return;
        }
      }
      i++;
    }
    const end = Math.min(i, text.length);
    add('string', start, end);
    at = end;
  }

  function beginString(): void {
    const word = prefix.exec(text.slice(Math.max(0, at - 3), at))?.[0] ?? '';
    const before = text[at - word.length - 1] ?? '';
    const letters = /[\w\u0080-\uffff]/.test(before) ? '' : word;
    const single = text[at] ?? '';
    const quote = text.startsWith(single.repeat(3), at) ? single.repeat(3) : single;
    const string = { quote, isFormat: /[fFtT]/.test(letters), isRaw: /[rR]/.test(letters) };
    readString(string, at - letters.length, at + quote.length);
  }

  while (at < text.length) {
    const inner = braces.at(-1);
    const unit = text[at];
    if (inner !== undefined) {
      // A string of one line cannot go on behind it, whatever stands in its braces.
      if ((unit === '\n' || unit === '\r') && inner.string.quote.length === 1 && inner.depth === 0) {
        braces.length = 0;
        at++;
        continue;
      }
      if (unit === '}' && inner.depth === 0) {
        braces.pop();
        if (inner.isWithinSpec) at++;
        else readString(inner.string, at + 1, at + 1);
        continue;
      }
      if (inner.isSpec) {
        if (text.startsWith(inner.string.quote, at)) {
          while (braces.at(-1)?.string === inner.string) braces.pop();
          readString(inner.string, at, at);
        } else {
          if (unit === '{')
            braces.push({ string: inner.string, isWithinSpec: true, depth: 0, isSpec: false });
          at++;
        }
        continue;
      }
      if (unit === '(' || unit === '[' || unit === '{') inner.depth++;
      else if (unit === ')' || unit === ']' || unit === '}') inner.depth = Math.max(0, inner.depth - 1);
      else if (unit === ':' && inner.depth === 0) inner.isSpec = true;
    }
    if (unit === '#') {
      let end = at;
      while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
      add('comment', at, end);
      at = end;
    } else if (unit === '"' || unit === "'") beginString();
    else at++;
  }
  return regions;
}
