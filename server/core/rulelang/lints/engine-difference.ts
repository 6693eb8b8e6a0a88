// Constructs that RE2, Python's `re` and JavaScript's `RegExp` read differently. Inside this product every engine
// reads them as RE2 does; outside of it the same line means something else.

import type { Severity } from '../../finding/finding.ts';
import type { RegexNode, SetItem } from '../../regex/ast.ts';
import { walk } from '../../regex/ast.ts';
import { posixSets } from '../../regex/to-javascript.ts';
import type { Span } from '../../text/span.ts';
import { type PatternContext, type PatternLint, type ProblemData, problem, replace } from '../lint.ts';
import type { RuleProblem } from '../rule.ts';

export const lint: PatternLint = {
  of: 'pattern',
  id: 'engine-difference',
  severity: 'info',
  title: 'A construct that engines read differently',
  why: 'The rule works here as RE2 reads it. Copied into a program that uses Python or JavaScript, it finds other texts or does not compile.',
  todo: 'Take the portable form where there is one, or leave it, knowing what each engine does.',
  examples: [
    { kind: 'in', text: 'a$', marked: ['$'] },
    { kind: 'in', text: 'a\\z', marked: ['\\z'], fixed: 'a$' },
    { kind: 'in', text: '[[:alpha:]]x', marked: ['[:alpha:]'], fixed: '[A-Za-z]x' },
    { kind: 'in', text: '(?P<n>a)', marked: ['(?P<n>'], fixed: '(a)' },
    { kind: 'in', text: '\\x{41}', marked: ['\\x{41}'], fixed: '\\x41' },
    { kind: 'in', text: '\\012', marked: ['\\012'], fixed: '\\x0a' },
    { kind: 'in', text: '\\Qa.b\\E', marked: ['\\Qa.b\\E'], fixed: 'a\\.b' },
    { kind: 'in', text: 'a(?i)b', marked: ['(?i)'] },
    { kind: 'in', text: '\\d+x\\d', marked: ['\\d'] },
    { kind: 'code', text: '^abc$', marked: [] },
    { kind: 'in', text: 'a|b', marked: [] },
  ],
  find(context) {
    if (!context.compiled.ok || context.regex.faults.length > 0) return [];
    const { pattern, regex } = context;
    const found: RuleProblem[] = [];
    const said = new Set<string>();
    const say: Say = (topic, severity, span, message, data) => {
      // One word on `$` or on a class is enough; what has a fix is told at each place.
      if ((severity === 'hint' || topic === 'dollar') && said.has(topic)) return;
      said.add(topic);
      found.push(problem({ id: lint.id, severity }, span, message, data));
    };
    walk(regex.root, (node) => judge(node, context, say));
    quotations(pattern, say);
    if (/\{,\d+\}/.test(pattern)) {
      const start = pattern.search(/\{,\d+\}/);
      const written = /\{,\d+\}/.exec(pattern)?.[0] ?? '';
      say(
        'braces',
        'info',
        { start, end: start + written.length },
        `${written}: Python repeats 0 to ${written.slice(2, -1)} times, RE2 and JavaScript look for these very characters`,
        {
          fixes: [replace('Repeat from 0', { start, end: start + written.length }, `{0${written.slice(1)}`)],
        },
      );
    }
    return found.sort((a, b) => a.span.start - b.span.start);
  },
};

type Say = (topic: string, severity: Severity, span: Span, message: string, data?: ProblemData) => void;

function judge(node: RegexNode | SetItem, context: PatternContext, say: Say): void {
  const { pattern, over } = context;
  const written = pattern.slice(node.start, node.end);
  switch (node.type) {
    case 'anchor':
      judgeAnchor(node, over, say);
      return;
    case 'any':
      if (over === 'file' && !node.dotAll)
        say(
          'dot',
          'hint',
          node,
          '. leaves out \\n only in RE2 and Python; JavaScript leaves out \\r, U+2028 and U+2029 too',
        );
      return;
    case 'class':
      judgeClass(node, written, say);
      return;
    case 'char':
    case 'range':
      judgeEscape(node, written, say);
      if (node.type === 'range' ? node.to > 0xffff : node.code > 0xffff)
        say(
          'astral',
          'hint',
          node,
          `${written} is one character in RE2 and Python; JavaScript without the flag u sees two`,
        );
      return;
    case 'set':
      if (/^\[\^?\]/.test(written))
        say(
          'bracket',
          'info',
          { start: node.start, end: node.start + (written[1] === '^' ? 3 : 2) },
          'a ] that comes first is a member of the set in RE2 and Python; in JavaScript it ends an empty set',
          {
            fixes: [
              replace(
                'Escape the ]',
                { start: node.start, end: node.start + (written[1] === '^' ? 3 : 2) },
                written[1] === '^' ? '[^\\]' : '[\\]',
              ),
            ],
          },
        );
      return;
    case 'group':
      if (node.name !== undefined && written.startsWith('(?P<'))
        say(
          'name',
          'info',
          node.opening,
          '(?P<name>…) is known to RE2 and Python; JavaScript refuses it and writes (?<name>…)',
          {
            fixes: [replace('Take the name away', node.opening, '(')],
          },
        );
      else if (node.name !== undefined)
        say(
          'name',
          'info',
          node.opening,
          '(?<name>…) is known to RE2 and JavaScript; Python refuses it and writes (?P<name>…)',
          {
            fixes: [replace('Take the name away', node.opening, '(')],
          },
        );
      else if (/^\(\?[a-zA-Z-]+:/.test(written))
        judgeFlags(pattern.slice(node.opening.start, node.opening.end), node.opening, false, say);
      return;
    case 'flags':
      judgeFlags(written, node, node.start > 0, say);
      return;
  }
}

function judgeAnchor(node: Extract<RegexNode, { type: 'anchor' }>, over: 'line' | 'file', say: Say): void {
  if (node.form === '$' && node.multiline)
    say(
      'multiline',
      'hint',
      node,
      '$ with the flag m: RE2 and Python count \\n as a line end only, JavaScript also \\r, U+2028 and U+2029',
    );
  else if (node.form === '$' && over === 'file')
    say(
      'dollar',
      'info',
      node,
      '$ is the very end of the text in RE2 and JavaScript; Python also takes the place before a last line feed',
    );
  else if (node.form === '\\z')
    say(
      'end',
      'info',
      node,
      '\\z is the end of the text in RE2 and in Python since 3.14; JavaScript reads the letter z, older Python refuses it',
      {
        fixes: [replace('Write $, which means the same in RE2', node, '$')],
      },
    );
  else if (node.form === '\\A')
    say(
      'start',
      'info',
      node,
      '\\A is the start of the text in RE2 and Python; JavaScript reads the letter A',
      {
        fixes: [replace('Write ^, which means the same without the flag m', node, '^')],
      },
    );
  else if (node.form === '\\b' || node.form === '\\B')
    say(
      'perl',
      'hint',
      node,
      `${node.form} sees ASCII words in RE2 and JavaScript; Python sees letters and digits of all scripts unless re.ASCII is set`,
    );
}

function judgeClass(node: Extract<SetItem, { type: 'class' }>, written: string, say: Say): void {
  if (node.form === 'posix') {
    const plain = node.negated ? undefined : posixSets[node.name];
    say(
      'posix',
      'info',
      node,
      `${written} is a class in RE2; Python and JavaScript read a set of these very characters`,
      {
        fixes: plain === undefined ? [] : [replace(`Write ${plain}`, node, plain)],
      },
    );
  } else if (node.form === 'property')
    say(
      'property',
      'info',
      node,
      `${written} is known to RE2, and to JavaScript with the flag u and braces; Python's re refuses it`,
    );
  else if (node.name === 's')
    say(
      'perl',
      'hint',
      node,
      `${written}: RE2 means [\\t\\n\\f\\r ], JavaScript and Python add the vertical tab and the spaces of Unicode`,
    );
  else
    say(
      'perl',
      'hint',
      node,
      `${written} is ASCII in RE2 and JavaScript; Python takes all scripts unless re.ASCII is set`,
    );
}

function judgeEscape(node: Span, written: string, say: Say): void {
  const braces = /^\\x\{([0-9A-Fa-f]+)\}/.exec(written)?.[1];
  if (braces !== undefined) {
    const code = Number.parseInt(braces, 16);
    const span = { start: node.start, end: node.start + braces.length + 4 };
    const fixes =
      code < 0x100 ? [replace('Write two digits', span, `\\x${code.toString(16).padStart(2, '0')}`)] : [];
    say(
      'hex',
      'info',
      span,
      '\\x{…} is a character by its number in RE2; Python refuses it, JavaScript reads the letter x, repeated',
      { fixes },
    );
  }
  const octal = /^\\([0-7]{1,3})/.exec(written)?.[1];
  if (octal !== undefined && (octal !== '0' || written.length > 2)) {
    const code = Number.parseInt(octal, 8);
    const span = { start: node.start, end: node.start + octal.length + 1 };
    say(
      'octal',
      'info',
      span,
      `\\${octal} is an octal number in RE2 and, without the flag u, in JavaScript; Python reads a back-reference unless it begins with 0 or has three digits`,
      {
        fixes: [
          replace(
            'Write it in hexadecimal',
            span,
            code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\x{${code.toString(16)}}`,
          ),
        ],
      },
    );
  }
  if (written.startsWith('\\a'))
    say('bell', 'info', node, '\\a is the bell in RE2 and Python; JavaScript reads the letter a', {
      fixes: [replace('Write \\x07', { start: node.start, end: node.start + 2 }, '\\x07')],
    });
}

function judgeFlags(written: string, span: Span, isInside: boolean, say: Say): void {
  if (written.includes('U'))
    say('ungreedy', 'info', span, `${written}: only RE2 knows the flag U; Python and JavaScript refuse it`);
  else if (written.endsWith(':'))
    say('flags', 'hint', span, `${written}…) is known to RE2 and Python; JavaScript knows it since ES2025`);
  else if (isInside)
    say(
      'flags',
      'info',
      span,
      `${written} holds from here on in RE2; Python takes it at the very start only, JavaScript not at all`,
    );
  else
    say(
      'flags',
      'hint',
      span,
      `${written} is known to RE2 and Python; JavaScript refuses it and has flags outside of the pattern`,
    );
}

function quotations(pattern: string, say: Say): void {
  for (const match of pattern.matchAll(/\\Q((?:(?!\\E).)*)(?:\\E|$)/gs)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const plain = (match[1] ?? '').replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
    say(
      'quotation',
      'info',
      span,
      '\\Q…\\E quotes in RE2; Python refuses it, JavaScript reads the letters Q and E',
      {
        fixes: [replace('Escape the characters', span, plain)],
      },
    );
  }
}
