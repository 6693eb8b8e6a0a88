// Random patterns and texts for property tests: mostly valid ones over a small alphabet, so that they often match.
import fc from 'fast-check';

const atoms = [
  'a',
  'b',
  's',
  'k',
  'S',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\.',
  '\\(',
  '[ab]',
  '[^a]',
  '[a-c]',
  '[sk]',
  '^',
  '$',
  '\\b',
  '\\B',
  '\\x41',
  '\\Qa.\\E',
  'é',
  '😀',
  '[[:alpha:]]',
  '\\pL',
  '(?i)',
  '\\n',
  '-',
  '{',
  '}',
  ']',
  '\\A',
  '\\z',
  '\\07',
  'ab',
  'sab',
] as const;

/** Of what else people write; few of them are RE2. */
const oddities = [
  '(?=a)',
  '(?!a)',
  '(?<=a)',
  '(?<!a)',
  '(?>a)',
  'a++',
  'a*+',
  '\\1',
  '(?P=x)',
  '(?#c)',
  '(?(1)a|b)',
  '\\Z',
  '\\h',
  '[',
  '(',
  ')',
  '*',
  'a**',
  '{2}',
  'a{2}{3}',
  'a{3,2}',
  'a{1001}',
  '[b-a]',
  '[[:foo:]]',
  '[\\d-z]',
  '[]a]',
  '[^]a]',
  '(?P<n>a)',
  '(?<m>b)',
  '(?P<n',
  '(?i',
  '(?x)',
  '\\',
  '\\q',
  '\\_',
  '\\8',
  '\\x',
  '\\xZ',
  '\\x{110000}',
  '\\p',
  '[a-\\d]',
  '[\\b]',
  '(?i-s:a)',
  '(?-)',
  '(?',
  '(?:',
  '\\Q*',
  '||',
] as const;

const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { maxLength: 5 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...atoms),
    fc
      .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '+?'))
      .map(([part, repeat]) => `(?:${part})${repeat}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(${a}|${b})`),
    tie('pattern').map((body) => `(?i:${body})`),
    tie('pattern').map((body) => `(${body})`),
  ),
}));

export const validPattern: fc.Arbitrary<string> = pattern;

export const anyPattern: fc.Arbitrary<string> = fc
  .array(fc.oneof(pattern, fc.constantFrom(...oddities), fc.string({ maxLength: 3 })), { maxLength: 4 })
  .map((parts) => parts.join(''));

export const text: fc.Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      's',
      'k',
      'A',
      'S',
      'K',
      '\u017f',
      '\u212a',
      '.',
      '(',
      ' ',
      '0',
      '\n',
      'é',
      'É',
      '😀',
      '-',
      'ab',
      'sab',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
