import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkScan, engines, picture, scanWith } from '../../../test/check-scan.ts';
import { parseRuleFile } from '../rulelang/parse.ts';
import { buildRuleSet } from './rule-set.ts';
import { createLineMemo, scan } from './scan.ts';

const seed = '.*(call|check_output|system|popen|run|local|spawn).*\\(.*';
const evalInCode = `#@ id: dynamic-eval
#@ where: code
\\b(eval)\\s*\\(`;

test('the seed of protectLambda works unchanged, and the place is what it names', () =>
  checkScan(
    seed,
    'python',
    `
filetype = subprocess.check_output(command,shell=True).decode("utf-8")
#                     ^^^^^^^^^^^^ line-1
safe = 1
`,
  ));

test('a call in a comment or a string is not a call', () =>
  checkScan(
    evalInCode,
    'python',
    `
def handler(event, context):
    # eval(event["x"])
    text = "eval(1)"
    eval(event["x"])
#   ^^^^ dynamic-eval
    f"{eval(event)} eval(1)"
#      ^^^^ dynamic-eval
`,
  ));

test('behind a hit in a string, the search goes on in the code', () =>
  checkScan(
    evalInCode,
    'javascript',
    `
log("eval(a)"); eval(b); log(/eval(a)/); eval(c);
//              ^^^^ dynamic-eval
//                                       ^^^^ dynamic-eval
`,
  ));

test('where: string and where: comment look only there', () =>
  checkScan(
    `#@ id: secret
#@ where: string
(AKIA\\w+)
#@ id: todo
#@ where: comment
TODO`,
    'typescript',
    `
const AKIAIOSFODNN7EXAMPLE = 'AKIAIOSFODNN7EXAMPLE';
//                            ^^^^^^^^^^^^^^^^^^^^ secret
const TODO = 1; // TODO
//                 ^^^^ todo
`,
  ));

test('lang chooses, and JavaScript means JSX too', () => {
  const rules = '#@ id: go\n#@ lang: go\nfoo\n#@ id: js\n#@ lang: javascript\nfoo';
  const [engine] = engines;
  if (!engine) throw new Error('no engine');
  expect(picture(scanWith(engine, rules, 'javascriptreact', 'foo'))).toEqual(['1:1-4 js']);
  expect(picture(scanWith(engine, rules, 'typescript', 'foo'))).toEqual([]);
});

test('anchors are those of the line, whatever ends it', () => {
  for (const engine of engines) {
    const found = scanWith(
      engine,
      '#@ id: a\n^foo$\n#@ id: b\n\\Abar\\z',
      'python',
      'foo\r\nbar\rfoo\nbar\nfoo bar',
    );
    expect(picture(found), engine.name).toEqual(['1:1-4 a', '2:1-4 b', '3:1-4 a', '4:1-4 b']);
  }
});

test('a pattern that reaches over lines finds what each line has by itself', () =>
  checkScan(
    '#@ id: x\nfoo[^x]*bar',
    'python',
    `
foo
foo bar
^^^^^^^ x
foo bar
^^^^^^^ x
`,
  ));

test('span: file sees line ends', () =>
  checkScan(
    '#@ id: multi\n#@ span: file\n(run)\\([^)]*shell=True',
    'python',
    `
subprocess.run(
#          ^^^ multi
    command,
    shell=True,
)
`,
  ));

test('an empty match is the whole line, once', () =>
  checkScan(
    '#@ id: e\nx*',
    'python',
    `
abc
^^^ e
`,
  ));

test('an allow needs a reason and covers its line, else the next', () =>
  checkScan(
    evalInCode,
    'python',
    `
eval(a)  # protect: allow dynamic-eval -- constant text
^^^^ dynamic-eval (allowed: constant text)
eval(b)
^^^^ dynamic-eval
# protect: allow dynamic-eval -- checked above
eval(c)
^^^^ dynamic-eval (allowed: checked above)
eval(d)  # protect: allow dynamic-eval
^^^^ dynamic-eval
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^ allow-without-reason
# protect: allow dynamic-eval -- nothing here
#                ^^^^^^^^^^^^ unused-allow
x = "# protect: allow dynamic-eval -- in a string"
`,
  ));

test('one allow may name several rules', () =>
  checkScan(
    '#@ id: a\nfoo\n#@ id: b\nbar',
    'javascript',
    `
/* protect: allow a, b -- both are known */
foo(bar);
^^^ a (allowed: both are known)
//  ^^^ b (allowed: both are known)
`,
  ));

test('a broken rule does not silence the others', () =>
  checkScan(
    '(?=x)\n(unclosed\n#@ id: good\nfoo',
    'python',
    `
foo
^^^ good
`,
  ));

test('what there was no time for is said', () => {
  for (const engine of engines) {
    const { findings, leftOut } = scanWith(engine, 'foo', 'python', 'foo\nfoo', {
      limits: { isOver: () => true },
    });
    expect(findings).toEqual([]);
    expect(leftOut.join()).toMatch(/time for this file was up/);
  }
});

test('too many hits on one line are cut off, and that is said', () => {
  for (const engine of engines) {
    const { findings, leftOut } = scanWith(engine, '#@ id: a\na', 'python', 'a'.repeat(1000));
    expect(findings.length).toBe(100);
    expect(leftOut).toEqual(['more hits of a on line 1']);
  }
});

test('both engines say the same of generated patterns and texts', () => {
  if (engines.length < 2) return;
  const [native, plain] = engines;
  if (!native || !plain) return;
  const atom = fc.constantFrom(
    'a',
    'b',
    'é',
    '😀',
    '.',
    '\\w',
    '\\d',
    '\\s',
    '\\b',
    '[ab]',
    '[^a]',
    '^',
    '$',
    '(a|b)',
    '(?i)',
    '\\pL',
    ' ',
  );
  const times = fc.constantFrom('', '', '*', '+', '?', '{1,2}', '*?');
  const pattern = fc
    .array(fc.tuple(atom, times), { minLength: 1, maxLength: 6 })
    .map((parts) =>
      parts.map(([one, many]) => (/^[\^$]$|^\\b$|^\(\?/.test(one) ? one : one + many)).join(''),
    );
  const line = fc.string({
    unit: fc.constantFrom('a', 'b', 'A', 'é', '😀', ' ', '1', '(', '\u017f', '\r\n', '\n'),
    maxLength: 30,
  });
  fc.assert(
    fc.property(pattern, line, (rule, text) => {
      const rules = `#@ id: r\n${rule}`;
      expect(picture(scanWith(plain, rules, 'plain', text))).toEqual(
        picture(scanWith(native, rules, 'plain', text)),
      );
    }),
    { numRuns: 1500 },
  );
});

test('a scan after keystrokes says what a scan from nothing says', () => {
  const rules = '#@ id: a\n(foo)\n#@ id: b\n#@ span: file\nfoo\\s+bar\n#@ id: c\n^\\s*bar$';
  const edits = fc.array(
    fc.tuple(fc.nat(60), fc.nat(5), fc.constantFrom('foo', 'bar', '\n', ' ', '\r\n', '')),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(edits, (steps) => {
      for (const engine of engines) {
        const memo = createLineMemo();
        const owner = rulesOnce(engine, rules);
        let text = 'foo\nbar\nfoo bar\n';
        for (const [at, length, insert] of steps) {
          text = text.slice(0, at) + insert + text.slice(at + length);
          expect(picture(owner(text, memo))).toEqual(picture(scanWith(engine, rules, 'plain', text)));
        }
      }
    }),
    { numRuns: 150 },
  );
});

/** One rule set for many texts, as a server has it. */
function rulesOnce(engine: (typeof engines)[number], rules: string) {
  const set = buildRuleSet(engine, [
    { source: 'r', text: rules, rules: parseRuleFile(rules, 'code').rules },
  ]).set;
  return (text: string, memo: ReturnType<typeof createLineMemo>) =>
    scan({ file: 'handler', language: 'plain', text, rules: set, regions: () => undefined, memo });
}
