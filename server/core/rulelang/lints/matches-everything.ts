// A pattern that is found in every text: it would block every request, or flag every line.
import type { RegexNode } from '../../regex/ast.ts';
import { itemsOf } from '../../regex/shape.ts';
import { type PatternLint, problem, replace } from '../lint.ts';

export const lint: PatternLint = {
  of: 'pattern',
  id: 'matches-everything',
  severity: 'error',
  title: 'A rule that hits everything',
  why: 'It matches the empty string or any character, so every line is flagged and every invocation is blocked.',
  todo: 'Require at least the character that makes the text dangerous.',
  examples: [
    { kind: 'in', text: 'a*', marked: ['a*'] },
    { kind: 'in', text: '(a|)', marked: ['(a|)'] },
    { kind: 'in', text: 'union|', marked: ['|'], fixed: 'union' },
    { kind: 'in', text: '.+', marked: ['.+'] },
    { kind: 'in', text: '^', marked: ['^'] },
    { kind: 'in', text: '^$', marked: [] },
    { kind: 'in', text: 'a*b', marked: [] },
  ],
  find({ regex, compiled, over }) {
    if (!compiled.ok || regex.faults.length > 0) return [];
    const { root, pattern } = regex;
    const subject = over === 'line' ? 'every line' : 'every text';
    const empty = emptyOption(root);
    if (root.type === 'alternation' && empty !== undefined) {
      const at = root.options.indexOf(empty);
      const isFirst = at === 0;
      const span =
        empty.type === 'empty'
          ? isFirst
            ? { start: empty.start, end: empty.end + 1 }
            : { start: empty.start - 1, end: empty.end }
          : empty;
      const fixes = empty.type === 'empty' ? [replace('Remove the empty alternative', span, '')] : [];
      return [
        problem(lint, span, `this alternative matches the empty string, so the rule hits ${subject}`, {
          fixes,
        }),
      ];
    }
    const whole = { start: 0, end: pattern.length };
    if (emptyWays(root) !== 0)
      return [problem(lint, whole, `the pattern matches the empty string, so the rule hits ${subject}`)];
    const hitsAll = probes.every((probe) => compiled.regex.test(probe));
    return hitsAll
      ? [
          problem(
            lint,
            whole,
            `the pattern matches any character, so the rule hits ${subject} that is not empty`,
          ),
        ]
      : [];
  },
};

const probes = ['a', 'Z', '0', ' ', '_', '-', '(', '"', '\\', 'é', '漢', '\t', '~'];

const PLAIN = 1;
const AT_START = 2;
const AT_END = 4;

/** Ways to match nothing, as bits: anywhere, at the start only, at the end only. Other assertions are no way. */
function emptyWays(node: RegexNode): number {
  switch (node.type) {
    case 'empty':
    case 'flags':
      return PLAIN;
    case 'anchor':
      if (node.form === '^' || node.form === '\\A') return AT_START;
      return node.form === '$' || node.form === '\\z' ? AT_END : 0;
    case 'group':
      return emptyWays(node.body);
    case 'repeat':
      return node.min === 0 ? PLAIN : emptyWays(node.body);
    case 'alternation':
      return node.options.reduce((ways, option) => ways | emptyWays(option), 0);
    case 'concat':
      return itemsOf(node).reduce((ways, item) => both(ways, emptyWays(item)), PLAIN);
    default:
      return 0;
  }
}

function both(a: number, b: number): number {
  let ways = 0;
  for (const left of [PLAIN, AT_START, AT_END])
    for (const right of [PLAIN, AT_START, AT_END]) {
      if ((a & left) === 0 || (b & right) === 0) continue;
      if (left === right || right === PLAIN) ways |= left;
      else if (left === PLAIN) ways |= right;
    }
  return ways;
}

function emptyOption(root: RegexNode): RegexNode | undefined {
  return root.type === 'alternation' ? root.options.find((option) => emptyWays(option) !== 0) : undefined;
}
