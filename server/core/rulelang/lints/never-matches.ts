// A pattern, or an alternative, that no text can satisfy.
import type { RegexNode } from '../../regex/ast.ts';
import { edgeKind, minLength, type WordKind } from '../../regex/shape.ts';
import type { Span } from '../../text/span.ts';
import { type PatternLint, problem } from '../lint.ts';

export const lint: PatternLint = {
  of: 'pattern',
  id: 'never-matches',
  severity: 'error',
  title: 'A rule that can never hit',
  why: 'It protects from nothing, and its presence says otherwise.',
  todo: 'Correct the part that contradicts the rest.',
  examples: [
    { kind: 'in', text: 'a^b', marked: ['^'] },
    { kind: 'in', text: '$x', marked: ['$'] },
    { kind: 'code', text: 'a\\nb', marked: ['\\n'] },
    { kind: 'in', text: 'a\\nb', marked: [] },
    { kind: 'in', text: 'a\\bb', marked: ['\\b'] },
    { kind: 'in', text: '[^\\s\\S]', marked: ['[^\\s\\S]'] },
    { kind: 'in', text: 'x|a^b', marked: ['^'] },
    { kind: 'in', text: '(?m)a\\n^b$', marked: [] },
    { kind: 'in', text: '(^|a)b($|c)', marked: [] },
  ],
  find({ regex, over }) {
    if (regex.faults.length > 0) return [];
    const dead = deadEnd(
      regex.root,
      { before: 0, after: 0, left: 'either', right: 'either' },
      over === 'line',
    );
    if (dead) return [problem(lint, dead.span, `${dead.reason}: the pattern can never match`)];
    if (regex.root.type !== 'alternation') return [];
    return regex.root.options.flatMap((option) => {
      const end = deadEnd(option, { before: 0, after: 0, left: 'either', right: 'either' }, over === 'line');
      return end ? [problem(lint, end.span, `${end.reason}: this alternative can never match`)] : [];
    });
  },
};

/** What surely surrounds a node in any match: how many characters at least, and which kind is next to it. */
interface Around {
  readonly before: number;
  readonly after: number;
  readonly left: WordKind;
  readonly right: WordKind;
}

interface DeadEnd {
  readonly span: Span;
  readonly reason: string;
}

function deadEnd(node: RegexNode, around: Around, isLine: boolean): DeadEnd | undefined {
  switch (node.type) {
    case 'char':
      if (isLine && (node.code === 10 || node.code === 13))
        return { span: node, reason: 'one line is searched at a time, and a line holds no line end' };
      return undefined;
    case 'set': {
      const names = node.items.map((item) => (item.type === 'class' ? `${item.name}${item.negated}` : ''));
      const isFull = ['s', 'd', 'w'].some(
        (name) => names.includes(`${name}true`) && names.includes(`${name}false`),
      );
      return node.negated && isFull ? { span: node, reason: 'this set is empty' } : undefined;
    }
    case 'anchor':
      return deadAnchor(node, around);
    case 'group':
      return deadEnd(node.body, around, isLine);
    case 'repeat':
      if (node.min === 0) return undefined;
      return deadEnd(
        node.body,
        node.min === 1 && node.max === 1 ? around : { ...around, left: 'either', right: 'either' },
        isLine,
      );
    case 'alternation': {
      const ends = node.options.map((option) => deadEnd(option, around, isLine));
      return ends.every((end) => end !== undefined) ? ends[0] : undefined;
    }
    case 'concat':
      for (const [index, item] of node.items.entries()) {
        const before = node.items.slice(0, index);
        const after = node.items.slice(index + 1);
        const end = deadEnd(
          item,
          {
            before: around.before + total(before),
            after: around.after + total(after),
            left: neighbour(before.toReversed(), 'last') ?? around.left,
            right: neighbour(after, 'first') ?? around.right,
          },
          isLine,
        );
        if (end) return end;
      }
      return undefined;
    default:
      return undefined;
  }
}

function deadAnchor(node: Extract<RegexNode, { type: 'anchor' }>, around: Around): DeadEnd | undefined {
  switch (node.form) {
    case '^':
    case '\\A':
      if (node.multiline || around.before === 0) return undefined;
      return { span: node, reason: `${node.form} stands behind something that takes a character` };
    case '$':
    case '\\z':
      if (node.multiline || around.after === 0) return undefined;
      return { span: node, reason: `${node.form} stands before something that takes a character` };
    case '\\b':
    case '\\B': {
      if (around.left === 'either' || around.right === 'either') return undefined;
      const isBoundary = around.left !== around.right;
      if (isBoundary === (node.form === '\\b')) return undefined;
      const reason = isBoundary ? 'a word begins or ends here' : 'no word begins or ends here';
      return { span: node, reason };
    }
  }
}

function total(nodes: readonly RegexNode[]): number {
  return nodes.reduce((sum, node) => sum + minLength(node), 0);
}

/** The kind of the next character on one side; nothing where that side has nothing that takes one. */
function neighbour(nodes: readonly RegexNode[], edge: 'first' | 'last'): WordKind | undefined {
  for (const node of nodes) {
    if (node.type === 'flags' || node.type === 'empty' || node.type === 'anchor') continue;
    return minLength(node) === 0 ? 'either' : edgeKind(node, edge);
  }
  return undefined;
}
