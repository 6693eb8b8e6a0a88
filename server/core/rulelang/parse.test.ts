import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../text/edit.ts';
import { fixesOf } from './fix.ts';
import { parseRuleFile } from './parse.ts';
import { ruleFileKinds } from './rule.ts';

const full = `# header
#@ id: os-command
#@ severity: warning
#@ message: runs a command
#@ why: because
#@ todo: do not
#@ ref: https://example.com/a
#@ cwe: 78, CWE-77
#@ owasp: A03:2021
#@ lang: python, javascript
#@ where: code
#@ span: file
#@ mode: monitor
#+ system(x)

#- callback(x)
  \\b(system)\\(\t
`;

test('all directives of a code rule', () => {
  const { rules, problems } = parseRuleFile(full, 'code');
  expect(problems).toEqual([]);
  expect(rules).toHaveLength(1);
  expect(rules[0]).toMatchObject({
    kind: 'code',
    id: 'os-command',
    pattern: '\\b(system)\\(',
    line: 16,
    severity: 'warning',
    message: 'runs a command',
    why: 'because',
    todo: 'do not',
    ref: 'https://example.com/a',
    cwe: [78, 77],
    owasp: ['A03:2021'],
    lang: ['python', 'javascript'],
    where: 'code',
    over: 'file',
    mode: 'monitor',
    target: 'any',
  });
  expect(rules[0]?.examples.map((example) => [example.mustMatch, example.text])).toEqual([
    [true, 'system(x)'],
    [false, 'callback(x)'],
  ]);
  const span = rules[0]?.patternSpan;
  expect(full.slice(span?.start, span?.end)).toBe('\\b(system)\\(');
});

test('bare patterns, byte-order mark, CR LF, CR and an indented hash', () => {
  const { rules, problems } = parseRuleFile('\uFEFFone\r\n\r\n# c\r\n #two\rthree', 'in');
  expect(problems).toEqual([]);
  expect(rules.map((rule) => [rule.id, rule.pattern, rule.message, rule.patternSpan.start])).toEqual([
    ['line-1', 'one', 'one', 1],
    ['line-4', '#two', '#two', 14],
    ['line-5', 'three', 'three', 19],
  ]);
});

test('a byte-order mark before a comment is no pattern', () => {
  expect(parseRuleFile('\uFEFF#@ id: a\nx', 'in').rules[0]?.id).toBe('a');
});

test('the pattern of the seed works unchanged', () => {
  const { rules, problems } = parseRuleFile(
    '.*(call|check_output|system|popen|run|local|spawn).*\\(.*\n',
    'code',
  );
  expect(problems).toEqual([]);
  expect(rules[0]?.id).toBe('line-1');
});

/** Problems as `code` and the text that they underline; then the file after the first fix of the first problem. */
function checkProblems(
  text: string,
  kind: 'code' | 'in' | 'out',
  expected: readonly string[],
  fixed?: string,
): void {
  const { problems } = parseRuleFile(text, kind);
  expect(
    problems.map((problem) => `${problem.code} ${text.slice(problem.span.start, problem.span.end)}`),
  ).toEqual(expected);
  if (fixed !== undefined) {
    const fix = problems.flatMap(fixesOf)[0];
    expect(applyEdits(text, fix?.edits ?? [])).toBe(fixed);
  }
}

test('a misspelt directive', () =>
  checkProblems('#@ sevrity: error\nx', 'in', ['unknown-directive sevrity'], '#@ severity: error\nx'));
test('a directive without a name', () => checkProblems('#@\nx', 'in', ['unknown-directive #@']));
test('a directive without a colon', () =>
  checkProblems('#@ id\nx', 'in', ['bad-directive-value id'], '#@ id: \nx'));
test('a misspelt value', () =>
  checkProblems('#@ mode:  montor \nx', 'in', ['bad-directive-value montor'], '#@ mode:  monitor \nx'));
test('one bad language of two', () => {
  checkProblems('#@ lang: java,pyton\nx', 'code', ['bad-directive-value pyton'], '#@ lang: java,python\nx');
  expect(parseRuleFile('#@ lang: java,pyton\nx', 'code').rules[0]?.lang).toEqual(['java']);
});
test('an id that is not kebab-case', () =>
  checkProblems(
    '#@ id: OsCommand_2\nx',
    'in',
    ['bad-directive-value OsCommand_2'],
    '#@ id: os-command-2\nx',
  ));
test('an empty value underlines the name', () =>
  checkProblems('#@ message:\nx', 'in', ['bad-directive-value message']));
test('a directive of another kind', () =>
  checkProblems('#@ lang: go\nx', 'in', ['foreign-directive lang'], '\nx'));
test('a directive twice: the last holds', () => {
  checkProblems('#@ id: a\n#@ id: b\nx', 'in', ['repeated-directive id'], '\n#@ id: b\nx');
  expect(parseRuleFile('#@ id: a\n#@ id: b\nx', 'in').rules[0]?.id).toBe('b');
});
test('directives and examples without a rule', () =>
  checkProblems('x\n#@ id: a \n#+ hit', 'in', ['stray-directive #@ id: a', 'stray-directive #+ hit']));
test('targets', () => {
  for (const target of [
    'any',
    'key',
    'value',
    '$',
    '$.headers.*',
    "$.Records[*].body['a b'].x",
    '$.detail-type',
  ])
    expect(parseRuleFile(`#@ target: ${target}\nx`, 'in')).toMatchObject({
      problems: [],
      rules: [{ target }],
    });
  for (const target of ['headers', '$..a', '$.a b', '$.', '$[x]', 'Any'])
    expect(parseRuleFile(`#@ target: ${target}\nx`, 'in').problems).toHaveLength(1);
});

test('no text makes it throw, and every span lies in the text and in its line', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '#@ id: a',
      '#@ lang: ,,go',
      '#@',
      '#+',
      '#- ',
      '#@:',
      '#@ cwe: 7,x',
      '\uFEFF',
      '#@ mode',
      '  ',
    ),
  );
  const separator = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.array(fc.tuple(line, separator)), fc.constantFrom(...ruleFileKinds), (parts, kind) => {
      const text = parts.flat().join('');
      const file = parseRuleFile(text, kind);
      const inside = (span: { start: number; end: number }) =>
        expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
      for (const problem of file.problems) inside(problem.span);
      for (const row of file.lines) {
        for (const value of Object.values(row)) {
          if (typeof value !== 'object') continue;
          inside(value);
          expect(value.start >= row.span.start && value.end <= row.span.end).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
