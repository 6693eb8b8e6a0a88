// The lexer of Python against the parser: the same regions for every sound text, also behind edits; and for half-typed
// ones what a person who types expects: nothing on other lines turns around.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createTreeParser } from '../../../platform/tree-sitter.ts';
import { findRegions, type Regions } from '../regions.ts';
import { regionsOfText } from '../regions-of-text.ts';
import type { TreeParser } from '../syntax-tree.ts';
import { lexRegions } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load(['python']);
});

function lexed(text: string): Regions {
  const regions = lexRegions('python', text);
  if (regions === undefined) throw new Error('no lexer');
  return regions;
}

/** Regions by the parser; `undefined` where it had to guess. */
function parsed(text: string): Regions | undefined {
  const tree = parser.parse('python', text);
  if (tree === undefined) throw new Error('no grammar');
  try {
    return tree.nodesOf(['ERROR', 'MISSING']).length > 0 ? undefined : findRegions(tree);
  } finally {
    tree.dispose();
  }
}

function told(text: string, { spans }: Regions): readonly string[] {
  // The parser counts the CR of a line end among the comment.
  return spans.map(
    ({ kind, start, end }) => `${kind} ${start} ${JSON.stringify(text.slice(start, end).replace(/\r$/, ''))}`,
  );
}

/** `s` string, `#` comment, `.` code. */
function draw(text: string): string {
  const regions = lexed(text);
  return [...text]
    .map((unit, i) => (unit === '\n' ? '\n' : { string: 's', comment: '#', code: '.' }[regions.kindAt(i)]))
    .join('');
}

const sources = ['test/fixtures', 'guard/python', 'samples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
);

/** Sound strings of every kind: in the braces of f-strings also with quotes of their own kind, comments and line ends. */
const literal = fc.letrec<{ string: string; expression: string }>((tie) => {
  const prefix = fc.constantFrom('', 'r', 'b', 'Rb', 'u', 'br');
  const quote = fc.constantFrom('"', "'", '"""', "'''");
  const words = fc.constantFrom('a', ' # ', '{', '}', 'é😀', ':', '\\\\', '\\n', '(', 'x = 1', '');
  const plain = fc
    .tuple(prefix, quote, fc.array(words, { maxLength: 3 }))
    .map(([before, mark, parts]) => `${before}${mark}${parts.join(' ')}${mark}`);
  const field = fc
    .tuple(
      tie('expression'),
      fc.constantFrom('', '!r', ' = ', ':>8', ':{w}', ':>{w}.{p}', '!s:{w}'),
      fc.constantFrom('', '\n', ' # c }"\n', ' \\\n'),
    )
    .map(([expression, behind, lineEnd]) => `{${lineEnd}${expression}${behind}}`);
  const text = fc.constantFrom('b', '{{', '}}', '#', ' ', '\\N{DASH}', '\\\\', 'é');
  const format = fc
    .tuple(fc.constantFrom('f', 'F', 'rf', 'fR'), quote, fc.array(fc.oneof(text, field), { maxLength: 3 }))
    .map(([before, mark, parts]) => `${before}${mark}${parts.join('')}${mark}`)
    .filter((written) => !/^\w*r/i.test(written) || !written.includes('\\'));
  return {
    string: fc.oneof({ maxDepth: 3, withCrossShrink: true }, plain, format),
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom('x', 'd[1:2]', 'f(x, y=[1])', '(lambda: 1)()', 'a != b', '{1: 2}[1]'),
      tie('string'),
      tie('string').map((string) => `d[${string}]`),
    ),
  };
}).string;

test('sound strings read as the parser reads them', () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.array(literal, { minLength: 1, maxLength: 4 }), (strings) => {
      const text = strings.map((string, i) => `x${i} = ${string}  # c${i} "\n`).join('');
      const expected = parsed(text);
      if (expected === undefined) return;
      compared++;
      expect(told(text, lexed(text))).toEqual(told(text, expected));
    }),
    { numRuns: 400 },
  );
  expect(compared).toBeGreaterThan(250);
});

/** Where the parser takes what Python does not: prefixes of any letters, a string whose first character is a line end. */
function isBeyondPython(text: string, { spans }: Regions): boolean {
  if (/(?<!\w)(?!(?:[fFbB][rR]|[rR][fFbB])["'])[rRbBuUfF]{2,}["']/.test(text)) return true;
  if (/\r(?!\n)/.test(text)) return true;
  return spans.some(({ start }) => /[rbuf]{0,2}(["'])(?!\1\1)\r?\n/iy.test(text.slice(start, start + 6)));
}

test('behind any edit of real code that leaves it sound, too', () => {
  const typed = fc.constantFrom(
    '"',
    "'",
    '"""',
    '#',
    '{',
    '}',
    '(',
    ')',
    '\\',
    '\n',
    ' ',
    'f',
    'r',
    'x',
    '""',
    ':',
  );
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.nat(4),
    insert: typed,
  });
  let compared = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (source, edits) => {
        let text = source.slice(0, 6000);
        for (const { at, remove, insert } of edits) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + insert + text.slice(start + remove);
          const expected = parsed(text);
          if (expected === undefined || isBeyondPython(text, expected)) continue;
          compared++;
          expect(told(text, lexed(text))).toEqual(told(text, expected));
        }
      },
    ),
    // The same texts every time: the parser's leniency has more corners.
    { numRuns: 200, seed: 7 },
  );
  expect(compared).toBeGreaterThan(25);
});

test('whatever is typed into a line, other lines keep their regions', () => {
  const before = 'import os\n\ndef handler(event, context):\n';
  const after = '\n    os.system("rm " + event[\'x\'])  # "run\n    return f"{event[\'a\']}"\n';
  const piece = fc.constantFrom(
    '"',
    "'",
    'f"',
    "f'",
    'rb"',
    '{',
    '}',
    '(',
    ')',
    '[',
    ':',
    '#',
    'x',
    ' ',
    '!r',
    '""',
  );
  const line = fc
    .array(piece, { maxLength: 10 })
    .map((pieces) => pieces.join(''))
    // A string of many lines is meant to reach other lines.
    .filter((written) => !/"""|'''/.test(written));
  fc.assert(
    fc.property(line, (written) => {
      const drawn = draw(`${before}    y = ${written}${after}`).split('\n');
      const bare = draw(`${before}    y = 0${after}`).split('\n');
      expect(drawn.filter((_, i) => i !== 3)).toEqual(bare.filter((_, i) => i !== 3));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['an open quote takes its line', 'x = "a b\ny = "c"', '....ssss\n....sss'],
  ['an open f-string', 'x = f"a{b\ny = "c"', '....sss..\n....sss'],
  ['its own quote ends it although a brace is open', 'f(f"a{b", "c")  # d', '..sss..s..sss...###'],
  ['the same quotes within, as from Python 3.12 on', 'f"a{d["k"]}b" + "c"', 'sss...sss..ss...sss'],
  ['a line end within, as from Python 3.12 on', 'f"a{\n  x  # c\n}b" + "c"', 'sss.\n.....###\n.ss...sss'],
  ['braces in braces that nobody closed', 'f\'{x!r:>{w\' + "a"  # b', 'ss........s...sss..###'],
  ['an open bracket within', 'f"{g(x}" + "a"  # b', 'ss.....s...sss..###'],
  ['a name that is still being typed', 'f"\\N{DAS"\nx = "}"', 'ssss....s\n....sss'],
  ['an open triple quote takes the rest', 'x = """a\nb = "c"', '....ssss\nsssssss'],
  ['a continued line', 'x = "a\\\nb" + c', '....sss\nss....'],
])('half typed: %s', (_, text, picture) => expect(draw(text)).toBe(picture));

test('the editor, the command line and packages read Python without a parser', () => {
  const never: TreeParser = {
    languages: [],
    load: () => Promise.resolve(),
    parse: () => {
      throw new Error('asked the parser');
    },
  };
  expect(told('x = "y"', regionsOfText(never, 'python', 'x = "y"') ?? lexed(''))).toEqual([
    'string 4 "\\"y\\""',
  ]);
});

test('a text made to be slow is not: a megabyte of f-strings that nobody closes', () => {
  for (const piece of ['f"{', 'f"""{x', "f'{x:{", 'f"{x\n', 'f"{(', 'f"\\N{']) {
    const begin = performance.now();
    lexed(piece.repeat(Math.ceil(1_000_000 / piece.length)));
    expect(performance.now() - begin).toBeLessThan(3000);
  }
});
