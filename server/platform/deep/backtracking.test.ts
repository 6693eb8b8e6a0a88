import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ambiguityOf } from '../../core/regex/ambiguity.ts';
import { parseRegex } from '../../core/regex/parse.ts';
import { toJavaScript } from '../../core/regex/to-javascript.ts';
import { checkBacktracking } from '../../core/rulelang/deep-lints.ts';
import { createRe2jsEngine } from '../regex/re2js-engine.ts';
import { createBacktrackChecker } from './recheck.ts';

const engine = createRe2jsEngine();
const check = createBacktrackChecker(1000);

function verdictOf(pattern: string): string {
  return checkBacktracking(pattern, engine, check).kind;
}

test('usual rules are proved safe, quickly and without the checker', () => {
  const never = () => {
    throw new Error('the checker was asked');
  };
  for (const pattern of [
    '\\b(check_output|check_call|popen|system|spawn)\\w*\\s*\\(',
    '(?i)\\bunion\\s+(?:all\\s+)?select\\b',
    'AKIA[0-9A-Z]{16}',
    '\\.\\.[/\\\\]',
    '^\\w+$',
    '(?i)(?:^|[^a-z])(?:sleep|benchmark)\\s*\\(\\s*\\d+',
    '^(?:\\w+\\.)+@',
    '[^)]{0,40}\\)',
    '\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b',
    '(?:\\d{1,3}\\.){3}\\d{1,3}',
    'https?://(?:www\\.)?example\\.(?:com|org)/?',
  ])
    expect(checkBacktracking(pattern, engine, never).kind, pattern).toBe('safe');
});

test('vulnerable ones are shown with a text that does not match', () => {
  for (const [pattern, complexity] of [
    ['(a+)+$', 'exponential'],
    ['(a|a)*b', 'exponential'],
    ['(x+x+)+y', 'exponential'],
    ['^(\\w+\\s?)*$', 'exponential'],
    ['(a*b*)*c', 'exponential'],
    ['\\s+$', 'polynomial (at least quadratic)'],
    ['<!--.*-->', 'polynomial (at least quadratic)'],
    ['popen\\w*\\s*\\(', 'polynomial (at least quadratic)'],
  ] as const)
    expect(checkBacktracking(pattern, engine, check), pattern).toMatchObject({
      kind: 'vulnerable',
      complexity,
    });
});

test('what only one of the engines reads into a class counts too', () => {
  for (const pattern of ['(\\s|\\v)+$', '^(\\w|é)+$']) expect(verdictOf(pattern), pattern).not.toBe('safe');
});

test('a bound that no text reaches in time is no bound', () => {
  for (const pattern of [
    '((a{0,8}){0,8}){0,8}b',
    `${'a?'.repeat(40)}${'a'.repeat(40)}b`,
    '(?:a?){30}a{30}b',
    '[a-z]{0,100}[a-z]{0,100}x',
  ])
    expect(verdictOf(pattern), pattern).not.toBe('safe');
});

test('patterns that RE2 does not take are judged as JavaScript reads them, or are undecided', () => {
  for (const pattern of ['(\\w+)+\\1x', '(?=a)(a+)+$', '(?<!x)(a|a)*b', '(?>a+)+b'])
    expect(verdictOf(pattern), pattern).not.toBe('safe');
});

const leaf = fc.constantFrom('a', 'b', '[ab]', '[^a]', '.', '\\w', '\\s', '\\b', '^', '$', '-', 'ab');
const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,3}'))
      .map(([body, repeat]) => `(?:${body})${repeat}`),
    fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
  ),
}));

test('what is proved safe, recheck never finds vulnerable', () => {
  let safe = 0;
  fc.assert(
    fc.property(pattern, (source) => {
      const regex = parseRegex(source);
      if (regex.faults.length > 0 || ambiguityOf(regex.root).kind !== 'bounded') return;
      const translated = toJavaScript(regex);
      if (!translated || source.length > 30) return;
      safe++;
      expect(check(translated).kind, source).not.toBe('vulnerable');
    }),
    { numRuns: 250, interruptAfterTimeLimit: 12_000 },
  );
  expect(safe).toBeGreaterThan(5);
});
