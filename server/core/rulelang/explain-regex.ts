// A pattern in words, for people who do not read regular expressions.
import type { ForeignConstruct, ParsedRegex, RegexNode, SetItem, SetNode } from '../regex/ast.ts';
import { isAnything, itemsOf } from '../regex/shape.ts';

/** One sentence without a full stop: `call or run, then any text, then "("`. */
export function explainRegex(regex: ParsedRegex): string {
  return sentence(regex.root, 0);
}

export interface Outline {
  readonly source: string;
  readonly words: string;
  readonly parts: readonly Outline[];
}

/** The structure as a tree; plain characters that follow each other are one part. */
export function outlineOf(regex: ParsedRegex): readonly Outline[] {
  return partsOf(regex.root, regex.pattern, 0);
}

const MAX_DEPTH = 6;

function partsOf(node: RegexNode, pattern: string, depth: number): readonly Outline[] {
  if (depth > MAX_DEPTH) return [];
  if (node.type === 'alternation') return node.options.map((option) => outline(option, pattern, depth));
  return chunks(itemsOf(node)).map((chunk) => {
    const [first] = chunk;
    const last = chunk.at(-1);
    if (chunk.length > 1 && first && last)
      return {
        source: pattern.slice(first.start, last.end),
        words: `the text ${quoted(textOf(chunk))}`,
        parts: [],
      };
    return first ? outline(first, pattern, depth) : { source: '', words: 'nothing', parts: [] };
  });
}

function outline(node: RegexNode, pattern: string, depth: number): Outline {
  const inner = node.type === 'repeat' ? node.body : node;
  const isSimple = inner.type === 'concat' && inner.items.every((item) => item.type === 'char');
  const parts =
    inner.type === 'group' && !isWordList(inner.body)
      ? partsOf(inner.body, pattern, depth + 1)
      : inner.type === 'concat' && !isSimple
        ? partsOf(inner, pattern, depth + 1)
        : [];
  return { source: pattern.slice(node.start, node.end), words: phrase(node, depth), parts };
}

function sentence(node: RegexNode, depth: number): string {
  if (depth > MAX_DEPTH) return '…';
  if (node.type === 'alternation') {
    return listed(
      node.options.map((option) => sentence(option, depth + 1)),
      'or',
    );
  }
  const words: string[] = [];
  let ignoresCase = false;
  for (const chunk of chunks(itemsOf(node))) {
    const [first] = chunk;
    if (!first) continue;
    if (first.type === 'flags') {
      if (first.on.includes('i')) ignoresCase = true;
      continue;
    }
    words.push(chunk.length > 1 ? quoted(textOf(chunk)) : phrase(first, depth));
  }
  const text = words.length === 0 ? 'the empty text' : words.join(', then ');
  return ignoresCase ? `${text}, in capitals or not` : text;
}

function phrase(node: RegexNode, depth: number): string {
  switch (node.type) {
    case 'char':
      return quoted(String.fromCodePoint(node.code));
    case 'any':
      return node.dotAll ? 'any character, line ends too' : 'any character';
    case 'class':
      return itemWords(node);
    case 'set':
      return setWords(node);
    case 'anchor':
      return anchorWords(node);
    case 'group': {
      const body = sentence(node.body, depth + 1);
      return node.name === undefined
        ? node.body.type === 'concat'
          ? `(${body})`
          : body
        : `${body} (as ${node.name})`;
    }
    case 'flags':
      return flagWords(node.on, node.off);
    case 'repeat':
      return repeatWords(node, depth);
    case 'concat':
    case 'alternation':
      return sentence(node, depth + 1);
    case 'empty':
      return 'nothing';
    case 'foreign':
      return `${foreignWords[node.construct]}, which RE2 does not have`;
    case 'error':
      return 'something that is not valid';
  }
}

function repeatWords(node: Extract<RegexNode, { type: 'repeat' }>, depth: number): string {
  if (isAnything(node)) return 'any text';
  if (node.min === 1 && node.max === Number.POSITIVE_INFINITY && node.body.type === 'any') return 'some text';
  const body = phrase(node.body, depth);
  const { min, max } = node;
  if (min === 0 && max === 1) return `perhaps ${body}`;
  const least = node.lazy ? ', as few as possible' : '';
  if (max === Number.POSITIVE_INFINITY) {
    if (min === 0) return `${body}, any number of times${least}`;
    return min === 1 ? `${body}, once or more${least}` : `${body}, ${min} times or more${least}`;
  }
  return min === max ? `${body}, ${min} times` : `${body}, ${min} to ${max} times${least}`;
}

function anchorWords(node: Extract<RegexNode, { type: 'anchor' }>): string {
  switch (node.form) {
    case '^':
      return node.multiline ? 'the start of a line' : 'the start';
    case '$':
      return node.multiline ? 'the end of a line' : 'the end';
    case '\\A':
      return 'the start';
    case '\\z':
      return 'the end';
    case '\\b':
      return 'a word boundary';
    case '\\B':
      return 'no word boundary';
  }
}

const classNames: Readonly<Record<string, string>> = {
  d: 'a digit',
  s: 'white space',
  w: 'a letter, digit or _',
};

function itemWords(item: SetItem): string {
  switch (item.type) {
    case 'range': {
      const from = String.fromCodePoint(item.from);
      return item.from === item.to
        ? quoted(from)
        : `${quoted(from)} to ${quoted(String.fromCodePoint(item.to))}`;
    }
    case 'class': {
      const words =
        item.form === 'perl' ? (classNames[item.name] ?? item.name) : `a character of the class ${item.name}`;
      return item.negated ? `anything but ${words}` : words;
    }
    case 'foreign':
    case 'error':
      return 'something that RE2 does not have';
  }
}

function setWords(node: SetNode): string {
  const singles = node.items.filter((item) => item.type === 'range' && item.from === item.to);
  const chars = singles
    .map((item) => (item.type === 'range' ? String.fromCodePoint(item.from) : ''))
    .join('');
  const others = node.items.filter((item) => !singles.includes(item)).map(itemWords);
  const words = listed(
    [...others, ...(chars === '' ? [] : [chars.length === 1 ? quoted(chars) : `one of ${quoted(chars)}`])],
    'or',
  );
  return node.negated ? `any character but ${words}` : words;
}

function flagWords(on: string, off: string): string {
  const names: Readonly<Record<string, string>> = {
    i: 'capitals do not count',
    m: '^ and $ see line ends',
    s: '. takes line ends',
    U: 'repetitions take as little as possible',
  };
  const said = [...on].map((flag) => names[flag] ?? flag);
  const unsaid = [...off].map((flag) => `not: ${names[flag] ?? flag}`);
  return [...said, ...unsaid].join(', ');
}

const foreignWords: Readonly<Record<ForeignConstruct, string>> = {
  'look-ahead': 'a look-ahead',
  'negative-look-ahead': 'a negative look-ahead',
  'look-behind': 'a look-behind',
  'negative-look-behind': 'a negative look-behind',
  'atomic-group': 'an atomic group',
  possessive: 'a possessive repetition',
  conditional: 'a conditional',
  'comment-group': 'a comment',
  'back-reference': 'a back-reference',
  recursion: 'a recursion',
  'branch-reset': 'a branch reset',
  flag: 'a flag',
  escape: 'an escape',
  group: 'a kind of group',
};

/** Runs of plain characters together, everything else alone. */
function chunks(items: readonly RegexNode[]): readonly (readonly RegexNode[])[] {
  const result: RegexNode[][] = [];
  for (const item of items) {
    const last = result.at(-1);
    if (item.type === 'char' && last?.at(-1)?.type === 'char') last.push(item);
    else result.push([item]);
  }
  return result;
}

function isWordList(node: RegexNode): boolean {
  const options = node.type === 'alternation' ? node.options : [node];
  return options.every((option) => itemsOf(option).every((item) => item.type === 'char'));
}

function textOf(nodes: readonly RegexNode[]): string {
  return nodes.map((node) => (node.type === 'char' ? String.fromCodePoint(node.code) : '')).join('');
}

const shown: Readonly<Record<string, string>> = {
  '\n': 'line feed',
  '\r': 'carriage return',
  '\t': 'tab',
  ' ': 'space',
};

function quoted(text: string): string {
  const name = shown[text];
  if (name !== undefined) return `a ${name}`;
  const visible = text.replace(
    /[\0-\x1f\x7f]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return visible.includes('"') ? `'${visible}'` : `"${visible}"`;
}

const MAX_LISTED = 8;

function listed(words: readonly string[], join: 'or' | 'and'): string {
  if (words.length < 2) return words[0] ?? 'nothing';
  if (words.length > MAX_LISTED)
    return `${words.slice(0, MAX_LISTED - 1).join(', ')} ${join} ${words.length - MAX_LISTED + 1} more`;
  return `${words.slice(0, -1).join(', ')} ${join} ${words.at(-1)}`;
}
