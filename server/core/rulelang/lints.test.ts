import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyPattern } from '../../../test/arbitrary-pattern.ts';
import { createRe2jsEngine } from '../../platform/regex/re2js-engine.ts';
import { applyEdits } from '../text/edit.ts';
import { fixesOf } from './fix.ts';
import { problemData } from './lint.ts';
import { createRuleLinter } from './linter.ts';
import { lints } from './lints/index.ts';
import { ruleFileKinds } from './rule.ts';

const linter = createRuleLinter(createRe2jsEngine());

for (const lint of lints) {
  if (lint.of === 'deep') continue;
  test(`${lint.id}: its examples`, () => {
    expect(lint.examples.some((example) => example.marked.length > 0)).toBe(true);
    expect(lint.examples.some((example) => example.marked.length === 0)).toBe(true);
    for (const { kind, text, marked, fixed } of lint.examples) {
      const { problems } = linter.lint(text, kind);
      const mine = problems.filter((found) => found.code === lint.id);
      expect(
        mine.map((found) => text.slice(found.span.start, found.span.end)),
        text,
      ).toEqual(marked);
      if (fixed !== undefined) {
        const fix = mine.flatMap(fixesOf)[0];
        expect(applyEdits(text, fix?.edits ?? []), text).toBe(fixed);
      }
    }
  });
}

test('an id of another file of the set', () => {
  const { problems } = linter.lint('#@ id: a\nx', 'in', new Map([['a', 'code_protect.txt']]));
  expect(problems.filter((found) => found.code === 'repeated-id')).toMatchObject([
    {
      code: 'repeated-id',
      message: 'a rule of code_protect.txt has the id a too',
      span: { start: 7, end: 8 },
    },
  ]);
});

test('the pattern of the seed: words to tighten, wildcards to remove, nothing worse', () => {
  const text = '.*(call|check_output|system|popen|run|local|spawn).*\\(.*\n';
  const { problems } = linter.lint(text, 'code');
  expect(problems.map((found) => `${found.code} ${text.slice(found.span.start, found.span.end)}`)).toEqual([
    'needless-wildcard .*',
    'loose-word call',
    'loose-word system',
    'loose-word popen',
    'loose-word run',
    'loose-word local',
    'loose-word spawn',
    'needless-wildcard .*',
  ]);
});

test('a rewrite into RE2 compiles', () => {
  for (const pattern of [
    '(?i)a(?=b|c)',
    'x(?!y)',
    '(?<!\\w)run',
    'a(?![a-z])',
    '([\'"])b\\1',
    '\\u{1F600}',
    '\\cA',
    '\\R',
    '\\p{Script=Greek}',
    "(?'n'a)",
  ]) {
    const fix = linter.lint(pattern, 'in').problems.flatMap(fixesOf)[0];
    const fixed = applyEdits(pattern, fix?.edits ?? []);
    expect(fixed, pattern).not.toBe(pattern);
    expect(linter.compile(fixed, 'file').ok, fixed).toBe(true);
  }
});

test('a pattern that is said to never match, or to match everything, does so', () => {
  fc.assert(
    fc.property(
      anyPattern,
      fc.string({ unit: fc.constantFrom('a', 'b', 's', 'k', ' ', '(', '0', '\n', 'K') }),
      (pattern, subject) => {
        const { file, problems } = linter.lint(pattern, 'in');
        const [rule] = file.rules;
        if (file.rules.length !== 1 || !rule) return;
        const compiled = linter.compile(rule.pattern, 'file');
        if (!compiled.ok) return;
        for (const found of problems) {
          if (found.code === 'never-matches' && found.message.endsWith('the pattern can never match'))
            expect(compiled.regex.test(subject), JSON.stringify([pattern, subject])).toBe(false);
          if (found.code === 'matches-everything' && found.message.includes('empty string'))
            expect(compiled.regex.test(subject), JSON.stringify([pattern, subject])).toBe(true);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test('no file makes it throw, no problem lies outside the file, no fix either', () => {
  const line = fc.oneof(
    anyPattern,
    fc.string(),
    fc.constantFrom(
      '#@ id: a',
      '#@ lang: go,,x',
      '#@ where',
      '#+ a',
      '#-',
      '#@ mode: of',
      '\u200b',
      'а b',
      ' # x',
      '\uFEFFa',
      '$x',
      '.*',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 }),
      fc.constantFrom(...ruleFileKinds),
      (rows, kind) => {
        const text = rows.flat().join('');
        const before = performance.now();
        const { problems } = linter.lint(text, kind);
        expect(performance.now() - before).toBeLessThan(1000);
        for (const found of problems) {
          const { fixes = [], related = [] } = problemData(found);
          const spans = [
            found.span,
            ...related.map((one) => one.span),
            ...fixes.flatMap((fix) => fix.edits.map((edit) => edit.span)),
          ];
          for (const span of spans)
            expect(
              0 <= span.start && span.start <= span.end && span.end <= text.length,
              JSON.stringify([text, found]),
            ).toBe(true);
          expect(found.span.end > found.span.start, JSON.stringify([text, found])).toBe(true);
        }
      },
    ),
    { numRuns: 600 },
  );
});
