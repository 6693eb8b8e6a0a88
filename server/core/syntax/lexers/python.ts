// Python's strings and comments without a parser: every prefix, triple quotes, raw strings, and f-strings whose braces
// hold code with strings of its own. In half-typed code a string of one line ends with its line, as it does for
// Python itself, so that what stands below keeps its meaning while somebody types.
import type { Region } from '../regions.ts';
import {
  behindEscape,
  endOfString,
  isLineEnd,
  lineEnd,
  type PythonString,
  stringAt,
} from './python-format-string.ts';

interface OpenString extends PythonString {
  /** It ends as Python 3.12 reads it. Else its own quote ends it even in braces, and so does the line. */
  readonly isWhole: boolean;
}

/** Code within the braces of an f-string. */
interface OpenBraces {
  readonly string: OpenString;
  /** Opened in the format spec of outer braces, and closing back into it. */
  readonly isWithinSpec: boolean;
  depth: number;
  /** Behind the colon, where only further braces count. */
  isSpec: boolean;
}

/** How far ahead the end of an f-string is looked for, and how often in vain: the time stays linear in the text. */
const lookAhead = 20_000;
const mostBroken = 100;

const inCode = /[#"']/g;
const inField = /[#"'()[\]{}:\r\n]/g;
const inSpec = /[{}"'\r\n]/g;
const inString: Readonly<Record<string, RegExp>> = {
  '"': /["\\\r\n]/g,
  "'": /['\\\r\n]/g,
  '"""': /["\\]/g,
  "'''": /['\\]/g,
};
const inFormat: Readonly<Record<string, RegExp>> = {
  '"': /["\\\r\n{}]/g,
  "'": /['\\\r\n{}]/g,
  '"""': /["\\{}]/g,
  "'''": /['\\{}]/g,
};

export function lexPython(text: string): Region[] {
  const regions: Region[] = [];
  const braces: OpenBraces[] = [];
  let at = 0;
  let broken = 0;

  function add(kind: Region['kind'], start: number, end: number): void {
    if (end > start) regions.push({ kind, start, end });
  }

  /** The next place from `from` on where one of the units stands; the text's end where none does. */
  function next(units: RegExp, from: number): number {
    units.lastIndex = from;
    return units.test(text) ? units.lastIndex - 1 : text.length;
  }

  /** From `start` (the string's begin, or behind an interpolation) to the closing quote, a brace, or where it breaks off. */
  function readString(string: OpenString, start: number, from: number): void {
    const { quote, isFormat } = string;
    const units = (isFormat ? inFormat : inString)[quote] ?? inCode;
    for (let i = next(units, from); ; i = next(units, i)) {
      const unit = text[i];
      if (unit === '\\') i = behindEscape(text, i, string);
      else if (unit === undefined || isLineEnd(unit)) {
        at = Math.min(i, text.length);
        add('string', start, at);
        return;
      } else if (text.startsWith(quote, i)) {
        at = i + quote.length;
        add('string', start, at);
        return;
      } else if (unit === '{' && text[i + 1] !== '{') {
        add('string', start, i);
        braces.push({ string, isWithinSpec: false, depth: 0, isSpec: false });
        at = i + 1;
        return;
      } else i += (unit === '{' || unit === '}') && text[i + 1] === unit ? 2 : 1;
    }
  }

  function beginString(): void {
    const string = stringAt(text, at);
    const { quote, isFormat, isRaw, prefixLength } = string;
    const from = at + quote.length;
    let isWhole = braces.at(-1)?.string.isWhole === true;
    if (isFormat && !isWhole && broken < mostBroken) {
      isWhole = endOfString(text, from, string, Math.min(text.length, from + lookAhead)) !== -1;
      if (!isWhole) broken++;
    }
    readString({ quote, isFormat, isRaw, isWhole }, at - prefixLength, from);
  }

  /** The index of the braces whose string ends at this quote although its braces are open, -1 for none. */
  function endedAt(quote: number): number {
    if (braces.at(-1)?.string.isWhole === true) return -1;
    return braces.findIndex(({ string }) => text.startsWith(string.quote, quote));
  }

  function stepInField(inner: OpenBraces): void {
    at = next(inner.isSpec ? inSpec : inField, at);
    const unit = text[at];
    if (unit === undefined) return;
    if (isLineEnd(unit)) {
      // Whatever stands in its braces, a string of one line does not go on behind it.
      const ended = inner.string.isWhole ? -1 : braces.findIndex(({ string }) => string.quote.length === 1);
      if (ended !== -1) braces.length = ended;
      at++;
    } else if (unit === '"' || unit === "'") {
      const ended = endedAt(at);
      const string = braces[ended]?.string;
      if (string !== undefined) {
        braces.length = ended;
        readString(string, at, at);
      } else if (inner.isSpec) at++;
      else beginString();
    } else if (unit === '}' && inner.depth === 0) {
      braces.pop();
      if (inner.isWithinSpec) at++;
      else readString(inner.string, at + 1, at + 1);
    } else if (inner.isSpec) {
      braces.push({ string: inner.string, isWithinSpec: true, depth: 0, isSpec: false });
      at++;
    } else if (unit === '#') comment();
    else {
      if (unit === '(' || unit === '[' || unit === '{') inner.depth++;
      else if (unit === ')' || unit === ']' || unit === '}') inner.depth = Math.max(0, inner.depth - 1);
      else if (inner.depth === 0) inner.isSpec = true;
      at++;
    }
  }

  function comment(): void {
    const end = lineEnd(text, at);
    add('comment', at, end);
    at = end;
  }

  while (at < text.length) {
    const inner = braces.at(-1);
    if (inner !== undefined) {
      stepInField(inner);
      continue;
    }
    at = next(inCode, at);
    if (text[at] === '#') comment();
    else if (at < text.length) beginString();
  }
  return regions;
}
