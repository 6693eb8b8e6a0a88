// What Perl, Python or JavaScript have and RE2 has not: look-around, back-references, possessive quantifiers, …
// The rule would be left out everywhere, since every engine of this product speaks RE2.
import type { ForeignConstruct, ForeignNode } from '../../regex/ast.ts';
import { type PatternLint, problem } from '../lint.ts';
import { rewritesOf } from '../re2-rewrites.ts';

export const lint: PatternLint = {
  of: 'pattern',
  id: 'not-re2',
  severity: 'error',
  title: 'A construct that RE2 does not have',
  why: 'RE2 matches in time linear in the text, and some constructs cannot be had at that price. The rule is left out; the others of the file still run.',
  todo: 'Take the proposed rewrite, or write two rules.',
  examples: [
    { kind: 'in', text: 'password(?==)', marked: ['(?='], fixed: '(password)=' },
    { kind: 'in', text: '\\beval(?!\\w)', marked: ['(?!'], fixed: '\\beval\\b' },
    { kind: 'in', text: '(?<![a-z.])exec\\(', marked: ['(?<!'], fixed: '(?:^|[^a-z.])(exec\\()' },
    { kind: 'in', text: '(?<=key=)\\w+', marked: ['(?<='], fixed: 'key=(\\w+)' },
    { kind: 'in', text: '([\'"])x.*?\\1', marked: ['\\1'], fixed: '(?:\'x.*?\'|"x.*?")' },
    { kind: 'in', text: 'a++b', marked: ['+'], fixed: 'a+b' },
    { kind: 'in', text: '(?>a|b)c', marked: ['(?>'], fixed: '(?:a|b)c' },
    { kind: 'in', text: '(?#why)a', marked: ['(?#'], fixed: 'a' },
    { kind: 'in', text: 'a\\Z', marked: ['\\Z'], fixed: 'a$' },
    { kind: 'in', text: '(a)?(?(1)b|c)', marked: ['(?('] },
    { kind: 'in', text: '\\u0041', marked: ['\\u0041'], fixed: '\\x41' },
    { kind: 'in', text: '(?i)(?P<n>a)(?:b)\\z', marked: [] },
  ],
  find({ regex }) {
    return regex.faults
      .filter((fault) => fault.type === 'foreign')
      .map((fault) =>
        problem(lint, fault.token, messageOf(regex.pattern, fault), { fixes: rewritesOf(regex, fault) }),
      );
  },
};

const words: Readonly<Record<Exclude<ForeignConstruct, 'escape' | 'flag' | 'group'>, string>> = {
  'look-ahead': 'RE2 has no look-ahead (Python and JavaScript do): match what follows, or write two rules',
  'negative-look-ahead':
    'RE2 has no negative look-ahead (Python and JavaScript do): match what may follow, or write two rules',
  'look-behind':
    'RE2 has no look-behind (Python and JavaScript do): match what comes before and put the rest into a group',
  'negative-look-behind':
    'RE2 has no negative look-behind (Python and JavaScript do): match what may come before, or the start',
  'atomic-group':
    'RE2 has no atomic groups (Python since 3.11 does, JavaScript does not): it never backtracks, a plain group does',
  possessive:
    'RE2 has no possessive quantifiers (Python since 3.11 does, JavaScript does not): it never backtracks, a plain one does',
  conditional:
    'RE2 has no conditionals (Python does, JavaScript does not): write an alternative for each case',
  'comment-group': 'RE2 has no comments in patterns (Python does, JavaScript does not): write a # line above',
  'back-reference':
    'RE2 has no back-references (Python and JavaScript do): write one alternative for each text',
  recursion: 'RE2 has no recursion (nor do Python and JavaScript): write the depth out that you need',
  'branch-reset':
    'RE2 has no branch reset (nor do Python and JavaScript): a plain group numbers its groups on',
};

function messageOf(pattern: string, fault: ForeignNode): string {
  const written = pattern.slice(fault.token.start, fault.token.end);
  switch (fault.construct) {
    case 'escape':
      return `RE2 does not know the escape ${written}${escapeHint(written)}`;
    case 'flag':
      return `RE2 does not know the flag ${written}: it has i, m, s and U`;
    case 'group':
      return `RE2 does not know the group ${written}`;
    default:
      return words[fault.construct];
  }
}

function escapeHint(written: string): string {
  switch (written.slice(0, 2)) {
    case '\\Z':
      return ': in Python it is the end of the text, in Perl the end or before a last line feed, in JavaScript the letter Z';
    case '\\h':
      return ': in Perl it is a space or tab, in Python an error, in JavaScript the letter h';
    case '\\u':
      return ': in Python and JavaScript it is a character by its number, which RE2 writes \\x{…}';
    case '\\c':
      return ': in JavaScript it is a control character, in Python an error';
    case '\\C':
      return ': it is one byte in some builds of RE2, an error in Python, the letter C in JavaScript';
    case '\\G':
      return ': in Perl it is where the last match ended, in Python an error, in JavaScript the letter G';
    case '\\K':
      return ': in Perl it moves the start of the match; put what is meant into a group';
    case '\\b':
      return ' in a set: in Python and JavaScript it is a backspace there, which RE2 writes \\x08';
  }
  return ': escape punctuation only';
}
