// Characters that look like ASCII and are not: Cyrillic and Greek letters among Latin ones, typographic quotes.
import { type FileLint, problem, replace } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: FileLint = {
  of: 'file',
  id: 'confusable-character',
  severity: 'warning',
  title: 'A character that looks like another one',
  why: 'The rule reads right and never hits, since the text that it looks for is written in ASCII.',
  todo: 'Write the ASCII character, or an escape if the other one is meant.',
  examples: [
    { kind: 'in', text: 'uni\u043en', marked: ['\u043e'], fixed: 'union' },
    { kind: 'in', text: 'x=\u201cy\u201d', marked: ['\u201c', '\u201d'], fixed: 'x="y\u201d' },
    { kind: 'in', text: '\u043e\u043d', marked: [] },
  ],
  find({ text, file }) {
    if (!/[^\0-\x7f]/.test(text)) return [];
    const found: RuleProblem[] = [];
    for (const line of file.lines) {
      if (line.kind !== 'pattern' && line.kind !== 'directive') continue;
      const span = line.kind === 'pattern' ? line.patternSpan : line.nameSpan;
      const part = text.slice(span.start, span.end);
      if (!/[^\0-\x7f]/.test(part)) continue;
      for (let at = 0; at < part.length; at++) {
        const char = part[at] ?? '';
        const ascii = signs.get(char) ?? (besideLatin(part, at) ? letters.get(char) : undefined);
        if (ascii === undefined) continue;
        const place = { start: span.start + at, end: span.start + at + 1 };
        const hex = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
        const fixes = [replace(`Change to ${ascii}`, place, ascii)];
        found.push(problem(lint, place, `U+${hex} looks like ${ascii} and is another character`, { fixes }));
      }
    }
    return found;
  },
};

function besideLatin(part: string, at: number): boolean {
  const word = /[\p{L}\p{N}_]/u;
  let from = at;
  let to = at + 1;
  while (from > 0 && word.test(part[from - 1] ?? '')) from--;
  while (to < part.length && word.test(part[to] ?? '')) to++;
  return /[A-Za-z]/.test(part.slice(from, to));
}

function pairs(from: string, to: string): [string, string][] {
  return [...from].map((char, index) => [char, to[index] ?? '?']);
}

const letters = new Map([
  ...pairs('\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b', 'aeopcyxijshdq'),
  ...pairs(
    '\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405',
    'ABEKMHOPCTXIJS',
  ),
  ...pairs(
    '\u03bf\u03bd\u03c1\u03b9\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7',
    'ovpiABEZHIKMNOPTYX',
  ),
]);

const signs = new Map([
  ...pairs('\u2018\u2019\u201a\u2032\u201c\u201d\u201e\u2033\u00ab\u00bb', '\'\'\'\'"""""""'),
  ...pairs('\u2010\u2011\u2012\u2013\u2014\u2212\u2217\u2044\u2215\u2024\u037e\u2223', '------*//.;|'),
  ...Array.from({ length: 94 }, (_, i): [string, string] => [
    String.fromCharCode(0xff01 + i),
    String.fromCharCode(0x21 + i),
  ]),
]);
