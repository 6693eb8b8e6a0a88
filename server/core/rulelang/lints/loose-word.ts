// A short word without a word boundary: `run` is found in `runtime(`, `call` in `callback(`.
import type { GroupNode, RegexNode } from '../../regex/ast.ts';
import { edgeKind, isAnything, isWordCode, itemsOf, minLength } from '../../regex/shape.ts';
import { type PatternLint, problem } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

/** Longer words are seldom a part of another word. */
const MAX_LENGTH = 6;
const MIN_LENGTH = 2;

export const lint: PatternLint = {
  of: 'pattern',
  id: 'loose-word',
  severity: 'info',
  title: 'A short word that is found inside other words',
  why: 'A rule is searched anywhere: without a word boundary a short word hits every longer word that holds it, and false alarms teach people to look away.',
  todo: 'Put \\b before and behind it.',
  examples: [
    {
      kind: 'code',
      text: '(call|check_output|run).*\\(',
      marked: ['call', 'run'],
      fixed: '\\b(call|check_output|run)\\b.*\\(',
    },
    { kind: 'code', text: 'exec\\(', marked: ['exec'], fixed: '\\bexec\\(' },
    { kind: 'code', text: '\\bexec\\(', marked: [] },
    { kind: 'code', text: 'subprocess', marked: [] },
    { kind: 'in', text: 'exec\\(', marked: [] },
    { kind: 'in', text: 'or', marked: ['or'], fixed: '\\bor\\b' },
  ],
  find({ kind, regex, pattern }) {
    if (regex.faults.length > 0 || pattern.includes('\\Q')) return [];
    const found: RuleProblem[] = [];
    for (const part of partsOf(regex.root)) {
      const { isOpenLeft, isOpenRight } = part;
      // In requests and responses words stand between all sorts of characters: there only a word alone is a mistake.
      if (kind === 'code' ? !isOpenLeft && !isOpenRight : !part.isAlone) continue;
      const words = part.words.filter(({ text }) => MIN_LENGTH <= text.length && text.length <= MAX_LENGTH);
      if (words.length === 0) continue;
      const { start, end } = part.span;
      const edits = [
        ...(isOpenLeft ? [{ span: { start, end: start }, newText: '\\b' }] : []),
        ...(isOpenRight ? [{ span: { start: end, end }, newText: '\\b' }] : []),
      ];
      const tightened = `${pattern.slice(0, start)}${isOpenLeft ? '\\b' : ''}${pattern.slice(start, end)}${isOpenRight ? '\\b' : ''}${pattern.slice(end)}`;
      for (const word of words)
        found.push(
          problem(
            lint,
            word,
            `${word.text} is also found inside longer words, such as ${longer(word.text, isOpenLeft, isOpenRight)}`,
            {
              fixes: [{ title: 'Tighten to the whole word', edits, preferred: true }],
              tighten: { from: pattern, to: tightened },
            },
          ),
        );
    }
    return found;
  },
};

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface Part {
  readonly span: { readonly start: number; readonly end: number };
  readonly words: readonly Word[];
  readonly isOpenLeft: boolean;
  readonly isOpenRight: boolean;
  /** Nothing but wildcards and flags stand beside it. */
  readonly isAlone: boolean;
}

function longer(word: string, left: boolean, right: boolean): string {
  const known = {
    call: 'callback',
    run: 'runtime',
    local: 'locals',
    exec: 'executor',
    eval: 'evaluate',
    open: 'opened',
  };
  for (const [short, long] of Object.entries(known)) if (right && word === short) return long;
  return right ? `${word}s` : left ? `re${word}` : word;
}

/** Runs of letters, and groups of such words, that stand alone between what may or may not be a word. */
function* partsOf(root: RegexNode): Iterable<Part> {
  const options = root.type === 'alternation' ? root.options : [root];
  for (const option of options) {
    const items = itemsOf(option);
    for (let at = 0; at < items.length; at++) {
      const item = items[at];
      if (!item) continue;
      const group = item.type === 'group' ? wordsOfGroup(item) : undefined;
      let last = at;
      let words = group;
      if (!words) {
        while (isWordChar(items[last])) last++;
        if (last === at) continue;
        const text = textOf(items.slice(at, last));
        words = [{ text, start: item.start, end: items[last - 1]?.end ?? item.end }];
        last--;
      }
      const before = items.slice(0, at);
      const after = items.slice(last + 1);
      const end = items[last]?.end ?? item.end;
      yield {
        span: { start: item.start, end },
        words,
        isOpenLeft: isOpen(before.toReversed(), 'last'),
        isOpenRight: isOpen(after, 'first'),
        isAlone: [...before, ...after].every((node) => node.type === 'flags' || isAnything(node)),
      };
      at = last;
    }
  }
}

/** Open: nothing, or anything at all, stands on that side. */
function isOpen(beside: readonly RegexNode[], edge: 'first' | 'last'): boolean {
  for (const node of beside) {
    if (node.type === 'flags' || node.type === 'empty') continue;
    if (isAnything(node)) return true;
    if (node.type === 'anchor') return false;
    return minLength(node) === 0 && node.type === 'repeat' && edgeKind(node.body, edge) === 'word';
  }
  return true;
}

function wordsOfGroup(group: GroupNode): readonly Word[] | undefined {
  const options = group.body.type === 'alternation' ? group.body.options : [group.body];
  const words: Word[] = [];
  for (const option of options) {
    const chars = itemsOf(option);
    if (chars.length === 0 || !chars.every(isWordChar)) return undefined;
    words.push({ text: textOf(chars), start: option.start, end: option.end });
  }
  return words;
}

function isWordChar(node: RegexNode | undefined): node is Extract<RegexNode, { type: 'char' }> {
  return node?.type === 'char' && isWordCode(node.code);
}

function textOf(nodes: readonly RegexNode[]): string {
  return nodes.map((node) => (node.type === 'char' ? String.fromCodePoint(node.code) : '')).join('');
}
