import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyPattern } from '../../../test/arbitrary-pattern.ts';
import { createRe2jsEngine } from '../../platform/regex/re2js-engine.ts';
import { parseRegex } from '../regex/parse.ts';
import { samplesOf } from '../regex/sample.ts';
import { applyEdits } from '../text/edit.ts';
import { completionsAt } from './complete.ts';
import { explainRegex } from './explain-regex.ts';
import { formatEdits } from './format.ts';
import { hoverAt } from './hover.ts';
import { lensesOf } from './lens.ts';
import { createRuleLinter } from './linter.ts';
import { parseRuleFile } from './parse.ts';
import { ruleAt, whyNotAnId } from './rename.ts';
import { ruleFileKinds } from './rule.ts';
import { ruleSnippets } from './snippets.ts';
import { foldsOf, highlightsAt, symbolsOf } from './symbols.ts';
import { patternTokens, tokensOf } from './tokens.ts';

/** The text without its mark `$0`, and where the mark stood. */
function marked(text: string): { text: string; offset: number } {
  const offset = text.indexOf('$0');
  return { text: text.replace('$0', ''), offset };
}

function labels(withMark: string, kind: 'code' | 'in' | 'out'): string[] {
  const { text, offset } = marked(withMark);
  return completionsAt(text, parseRuleFile(text, kind), offset).map(({ label }) => label);
}

function completed(withMark: string, kind: 'code' | 'in' | 'out', label: string): string {
  const { text, offset } = marked(withMark);
  const item = completionsAt(text, parseRuleFile(text, kind), offset).find((one) => one.label === label);
  return item ? applyEdits(text, [{ span: item.span, newText: item.insert }]) : 'not offered';
}

function hovered(withMark: string, kind: 'code' | 'in' | 'out'): string | undefined {
  const { text, offset } = marked(withMark);
  const input = { file: parseRuleFile(text, kind), offset, regexOf: parseRegex, factsOf: () => ({}) };
  return hoverAt(input)?.markdown;
}

test('completes names that are not written yet and that this kind knows', () => {
  expect(labels('#@ $0\nx', 'in')).toContain('target');
  expect(labels('#@ $0\nx', 'in')).not.toContain('lang');
  expect(labels('#@ id: a\n#@ $0\nx', 'in')).not.toContain('id');
  expect(completed('#@ se$0\nx', 'in', 'severity')).toBe('#@ severity: \nx');
  expect(completed('#@$0\nx', 'in', 'mode')).toBe('#@ mode: \nx');
});

test('completes values, in lists only what is missing', () => {
  expect(labels('#@ mode: $0\nx', 'in')).toEqual(['block', 'monitor', 'off']);
  expect(completed('#@ mode: mo$0\nx', 'in', 'monitor')).toBe('#@ mode: monitor\nx');
  expect(labels('#@ lang: python, $0\nx', 'code')).not.toContain('python');
  expect(completed('#@ lang: python, ja$0\nx', 'code', 'java')).toBe('#@ lang: python, java\nx');
  expect(completed('#@ lang: python, $0\nx', 'code', 'java')).toBe('#@ lang: python, java\nx');
});

test('completes whole rules and constructs', () => {
  expect(labels('$0', 'in')).toContain('rule: sql-injection');
  expect(labels('$0', 'code')).not.toContain('rule: sql-injection');
  expect(completed('a\\$0', 'in', '\\b')).toBe('a\\b');
  expect(completed('a(?$0', 'in', '(?i)')).toBe('a(?i)');
  expect(labels('[[:$0', 'in')).toContain('[:alpha:]');
});

test('snippets are good rules', () => {
  const linter = createRuleLinter(createRe2jsEngine());
  for (const { text, kinds } of ruleSnippets)
    for (const kind of kinds)
      expect(linter.lint(text, kind).problems.filter(({ severity }) => severity !== 'hint')).toEqual([]);
});

test('says a pattern in words', () => {
  const words = (pattern: string) => explainRegex(parseRegex(pattern));
  expect(words('\\b(call|run)\\s*\\(')).toBe(
    'a word boundary, then "call" or "run", then white space, any number of times, then "("',
  );
  expect(words('(?i)union\\s+select')).toBe(
    '"union", then white space, once or more, then "select", in capitals or not',
  );
  expect(words('^[^a-z"]{2,3}.*$')).toBe(
    `the start, then any character but "a" to "z" or '"', 2 to 3 times, then any text, then the end`,
  );
});

test('hovers over rules, directives and values', () => {
  expect(hovered('#@ id: os-command\nsys$0tem\\(', 'code')).toContain('Finds "system("'.replace('(', '('));
  expect(hovered('#@ mo$0de: off\nx', 'in')).toContain('What a hit does at run time');
  expect(hovered('#@ mode: o$0ff\nx', 'in')).toContain('The rule is not used');
  expect(hovered('#@ la$0ng: go\nx', 'in')).toContain('means nothing in `in_protect.txt`');
  expect(hovered('# no$0te\nx', 'in')).toBeUndefined();
});

test('measured facts are said, and so is a time-out', () => {
  const text = 'x';
  const facts = {
    code: { state: 'known', value: { hits: 12, files: 5, handlers: 4 } },
    events: { state: 'timed-out' },
  } as const;
  const file = parseRuleFile(text, 'in');
  const lenses = lensesOf(
    file,
    () => facts,
    () => ({ passed: 2, of: 3 }),
  );
  expect(lenses.map(({ title, leads }) => [title, leads])).toEqual([
    ['12 hits in 4 handlers', 'hits'],
    ['2 of 3 examples pass', 'examples'],
    ['events: timed out', 'none'],
  ]);
  const hover = hoverAt({ file, offset: 0, regexOf: parseRegex, factsOf: () => facts })?.markdown;
  expect(hover).toContain('12 hits in 5 files of the workspace, events: timed out');
});

test('symbols, folds, rename and highlights', () => {
  const text = '# one\n# two\n#@ id: first\n#+ ab\n(a|b)[cd]\n\nplain\n';
  const file = parseRuleFile(text, 'in');
  expect(symbolsOf(file).map(({ name, span }) => [name, span.start, span.end])).toEqual([
    ['first', 12, 40],
    ['line-7', 42, 47],
  ]);
  expect(foldsOf(file)).toEqual([
    { startLine: 0, endLine: 1, kind: 'comment' },
    { startLine: 2, endLine: 4, kind: 'region' },
  ]);
  expect(ruleAt(file, 26)?.idSpan).toEqual({ start: 19, end: 24 });
  expect(whyNotAnId('A b', new Set())).toContain('kebab-case');
  expect(whyNotAnId('b', new Set(['b']))).toBe('another rule has the id b');
  const spans = (at: number) =>
    highlightsAt(file, at, parseRegex).map(({ start, end }) => text.slice(start, end));
  expect(spans(31)).toEqual(['(', ')']);
  expect(spans(36)).toEqual(['[', ']']);
  expect(spans(33)).toEqual(['|']);
});

test('formats without touching patterns', () => {
  const text = '#@id:a\n#@  lang:go,java \n#+  x \n\n\n \n  x y  \n #z';
  expect(applyEdits(text, formatEdits(text, parseRuleFile(text, 'code')))).toBe(
    '#@ id: a\n#@ lang: go, java\n#+  x\n\nx y\n #z',
  );
});

test('formatting keeps every rule and is stable; nothing throws anywhere; tokens are ordered', () => {
  const line = fc.oneof(
    anyPattern,
    fc.string(),
    fc.constantFrom('#@ id: a', '#@lang: go , java', '#+  a ', '#-', '', '  ', '#', ' #x', '\uFEFF'),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 10 }),
      fc.constantFrom(...ruleFileKinds),
      fc.nat(200),
      (lines, kind, at) => {
        const text = lines.join('\n');
        const file = parseRuleFile(text, kind);
        const after = applyEdits(text, formatEdits(text, file));
        const again = parseRuleFile(after, kind);
        const keep = (rules: typeof file.rules) =>
          rules.map(({ pattern, lang, mode, examples }) => [
            pattern,
            lang,
            mode,
            examples.map((one) => one.text),
          ]);
        expect(keep(again.rules)).toEqual(keep(file.rules));
        expect(applyEdits(after, formatEdits(after, again))).toBe(after);
        const offset = Math.min(at, text.length);
        hoverAt({ file, offset, regexOf: parseRegex, factsOf: () => ({}) });
        for (const { span } of completionsAt(text, file, offset))
          expect(span.start <= offset && offset <= span.end + 1).toBe(true);
        highlightsAt(file, offset, parseRegex);
        symbolsOf(file);
        foldsOf(file);
        let end = 0;
        for (const token of tokensOf(file, parseRegex)) {
          expect(token.start >= end && token.end > token.start && token.end <= text.length).toBe(true);
          end = token.end;
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('tokens cover a pattern; samples match it', () => {
  const engine = createRe2jsEngine();
  let tried = 0;
  let matched = 0;
  fc.assert(
    fc.property(anyPattern, (pattern) => {
      const regex = parseRegex(pattern);
      expect(patternTokens(regex).reduce((sum, token) => sum + token.end - token.start, 0)).toBe(
        pattern.length,
      );
      const compiled = engine.compile(pattern);
      if (!compiled.ok) return;
      tried++;
      if (samplesOf(regex).some((text) => compiled.regex.test(text))) matched++;
    }),
    { numRuns: 500 },
  );
  expect(matched / tried).toBeGreaterThan(0.6);
});
