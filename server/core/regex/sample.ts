// A text that a pattern matches, made from its tree: short, readable, and always the same for the same pattern.
import type { ParsedRegex, RegexNode, SetItem, SetNode } from './ast.ts';

const MAX_LENGTH = 400;

/**
 * Texts that the pattern probably matches, best first. Word boundaries and anchors in odd places are not solved, so
 * the caller tests what it gets.
 */
export function samplesOf(regex: ParsedRegex): readonly string[] {
  if (regex.faults.length > 0) return [];
  const plain = sampleOf(regex.root, 0);
  const other = sampleOf(regex.root, 1);
  const bare = [plain, other].filter((text) => text.length <= MAX_LENGTH);
  return [...new Set(bare.flatMap((text) => [text, ` ${text} `, `x${text}x`, `${text}\n`]))];
}

/** Also useful on its own for one alternative: a text that the node matches when nothing stands around it. */
export function sampleOf(node: RegexNode, variant: number): string {
  switch (node.type) {
    case 'char':
      return String.fromCodePoint(node.code);
    case 'any':
      return variant === 0 ? 'x' : '-';
    case 'class':
      return classSample(node, variant);
    case 'set':
      return setSample(node, variant);
    case 'group':
      return sampleOf(node.body, variant);
    case 'repeat': {
      const least = node.min === 0 ? (variant === 0 || node.max === 0 ? 0 : 1) : node.min;
      return sampleOf(node.body, variant).repeat(Math.min(least, MAX_LENGTH));
    }
    case 'concat':
      return node.items.map((item) => sampleOf(item, variant)).join('');
    case 'alternation':
      return sampleOf(node.options[variant % node.options.length] ?? node, variant);
    case 'empty':
    case 'anchor':
    case 'flags':
    case 'foreign':
    case 'error':
      return '';
  }
}

/** Characters to try, the readable ones first. */
const candidates = [
  ...'a0xA1 _zZ9-./:=<>"\'(){}[]$%&;,!?*+@#|\\^~`'.split(''),
  ...'bcdefghijklmnopqrstuvwyBCDEFGHIJKLMNOPQRSTUVWXY2345678'.split(''),
  '\t',
  '\n',
  '\r',
  '\0',
  'é',
  '漢',
  '\u{1F600}',
];

function setSample(node: SetNode, variant: number): string {
  const first = node.items[0];
  if (!node.negated && first?.type === 'range') {
    const last = node.items.at(-1);
    if (variant === 1 && last?.type === 'range') return String.fromCodePoint(last.to);
    return String.fromCodePoint(first.from);
  }
  const fits = candidates.filter(
    (char) =>
      node.items.some((item) => itemHas(item, char.codePointAt(0) ?? 0, node.ignoreCase)) !== node.negated,
  );
  return fits[variant] ?? fits[0] ?? '';
}

function classSample(node: Extract<SetItem, { type: 'class' }>, variant: number): string {
  const fits = candidates.filter((char) => itemHas(node, char.codePointAt(0) ?? 0, false));
  return fits[variant] ?? fits[0] ?? '';
}

/** Whether a member of a set takes the character; properties by JavaScript's tables. */
export function itemHas(item: SetItem, code: number, ignoreCase: boolean): boolean {
  switch (item.type) {
    case 'range': {
      if (item.from <= code && code <= item.to) return true;
      if (!ignoreCase) return false;
      const char = String.fromCodePoint(code);
      return [char.toLowerCase(), char.toUpperCase()].some((other) => {
        const one = other.codePointAt(0) ?? 0;
        return item.from <= one && one <= item.to;
      });
    }
    case 'class':
      return classHas(item.form, item.name, code) !== item.negated;
    case 'foreign':
    case 'error':
      return false;
  }
}

const posixTests: Readonly<Record<string, RegExp>> = {
  alnum: /^[A-Za-z0-9]/,
  alpha: /^[A-Za-z]/,
  ascii: /^[\0-\x7f]/,
  blank: /^[ \t]/,
  cntrl: /^[\0-\x1f\x7f]/,
  digit: /^[0-9]/,
  graph: /^[!-~]/,
  lower: /^[a-z]/,
  print: /^[ -~]/,
  punct: /^[!-/:-@[-`{-~]/,
  space: /^[\t-\r ]/,
  upper: /^[A-Z]/,
  word: /^\w/,
  xdigit: /^[0-9A-Fa-f]/,
};

function classHas(form: 'perl' | 'property' | 'posix', name: string, code: number): boolean {
  const char = String.fromCodePoint(code);
  if (form === 'perl')
    return name === 'd' ? /^\d/.test(char) : name === 'w' ? /^\w/.test(char) : /^[\t\n\f\r ]/.test(char);
  if (form === 'posix') return posixTests[name]?.test(char) ?? false;
  try {
    const property = name.length <= 2 || name === 'Any' ? name : `Script=${name}`;
    return new RegExp(`^\\p{${property}}`, 'u').test(char);
  } catch {
    return false;
  }
}
