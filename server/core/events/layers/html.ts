// HTML character references: the numeric ones, whose semicolon may be missing, and the names of the characters that
// patterns ask for. One pass, so `&amp;lt;` becomes `&lt;`.
import type { TextDecoder } from './layer.ts';

const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  Tab: '\t',
  NewLine: '\n',
  colon: ':',
  lpar: '(',
  rpar: ')',
  sol: '/',
  bsol: '\\',
  semi: ';',
  equals: '=',
  comma: ',',
  period: '.',
  num: '#',
  dollar: '$',
  percnt: '%',
  grave: '`',
  lbrace: '{',
  rbrace: '}',
  lsqb: '[',
  rsqb: ']',
  excl: '!',
  quest: '?',
  plus: '+',
  lowbar: '_',
  commat: '@',
  vert: '|',
};

const reference = new RegExp(`&(?:#[xX]([0-9A-Fa-f]+)|#([0-9]+));?|&(${Object.keys(names).join('|')});`, 'g');

export const html: TextDecoder = {
  name: 'html',
  decode(text) {
    if (!text.includes('&')) return undefined;
    const decoded = text.replace(
      reference,
      (whole, hex: string | undefined, decimal: string | undefined, name) => {
        if (hex !== undefined) return character(Number.parseInt(hex, 16));
        if (decimal !== undefined) return character(Number.parseInt(decimal, 10));
        return names[String(name)] ?? whole;
      },
    );
    return decoded === text ? undefined : decoded;
  },
};

/** As HTML reads numbers that are no character: U+FFFD. */
function character(point: number): string {
  if (point === 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return '\ufffd';
  return String.fromCodePoint(point);
}
