import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createTreeParser } from '../../../platform/tree-sitter.ts';
import { languageIdOf } from '../language-of.ts';
import { findRegions, type Regions } from '../regions.ts';
import type { TreeParser } from '../syntax-tree.ts';
import { lexRegions } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load(['python', 'javascript', 'typescript', 'typescriptreact']);
});

function picture(text: string, regions: Regions): string {
  let marks = '';
  for (let i = 0; i < text.length; i++) {
    const kind = regions.kindAt(i);
    marks += /\s/.test(text[i] ?? '') ? ' ' : kind === 'code' ? '.' : kind === 'string' ? 's' : 'c';
  }
  return marks;
}

/** The first line where the lexer and the parser differ; nothing where they agree or the parser gave up. */
function difference(language: string, text: string): string | undefined {
  const tree = parser.parse(language, text);
  if (tree === undefined) return 'no grammar';
  try {
    if (tree.nodesOf(['ERROR']).length > 0) return undefined;
    const lexed = lexRegions(language, text);
    if (lexed === undefined) return 'no lexer';
    const expected = picture(text, findRegions(tree));
    const actual = picture(text, lexed);
    for (let i = 0; i < text.length; i++) {
      if (expected[i] === actual[i]) continue;
      const start = text.lastIndexOf('\n', i - 1) + 1;
      const end = text.indexOf('\n', i) === -1 ? text.length : text.indexOf('\n', i);
      return [text, expected, actual].map((lines) => lines.slice(start, end)).join('\n');
    }
    return undefined;
  } finally {
    tree.dispose();
  }
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(py|m?js|cjs|jsx|tsx?)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const snippets: readonly (readonly [string, string])[] = [
  ['javascript', 'const a = b / c / d; const r = /[/"]\\//g.test(x) / 2;'],
  ['javascript', 'if (x) /re"/.exec(y); while (a) b / c;'],
  ['javascript', 'f(`a ${b + `c ${"}"} d`} e`); // x `'],
  ['javascript', "x.return / 2; return\n/re'/;"],
  ['javascript', 'const o = { a: 1 } / 2; function f() {} /"/;'],
  ['javascript', 'a++ / 2; b = ++c / 2; x = y => /"/;'],
  ['javascript', '#!/usr/bin/env node\n/* a */ "b\\"c" // \'d'],
  ['javascript', "const el = <p a='x' b={y / 2}>Don't // {\"s\" /* c */} <b/> it's</p>; // c"],
  ['javascript', 'const a = <></>; const b = c < d / 2; const s = "x";'],
  ['javascript', 'class A { static x = /"/; get [`k`]() { return 1 } } `x`;'],
  ['javascript', 'const n = 0x1f / 2 / 1e3 / 10n; const t = typeof /"/;'],
  ['typescript', 'const a = <string>b / 2; const f = <T,>(x: T) => x as `a${T}`; let x!: "y";'],
  ['typescriptreact', 'const f = <T,>(x: T) => <div title="x">{`a ${x}`} y\'s</div>;'],
  ['python', "a = f\"x {b['c']!r:>{width}} {{y}}\" + rb'\\'' # c \""],
  ['python', '"""doc\n# no comment\n"""\nx = \'\'\'a"b\'\'\' # c'],
  ['python', 'f"{x:#06x}" "# s"; f\'{d["k"]}\'; F"""{\n x # c\n}"""'],
  ['python', "s = 'it\\'s' ; t = '' ; u = r'\\' '; v = b'x'"],
  ['python', 'f"\\N{DASH} {x}" f"{lambda_(1)}" f"{(lambda: 1)()}"'],
];

test.each(snippets)('%s: %j', (language, text) => expect(difference(language, text)).toBeUndefined());

test('agrees with tree-sitter on the handlers of the fixtures and on this code', () => {
  const files = [
    ...sourcesBelow('test/fixtures'),
    ...sourcesBelow('server/core'),
    ...sourcesBelow('guard/python'),
  ];
  const differing = files.flatMap((file) => {
    const found = difference(languageIdOf(file) ?? '', readFileSync(file, 'utf8'));
    return found === undefined ? [] : [`${file}\n${found}`];
  });
  expect(files.length).toBeGreaterThan(50);
  expect(differing).toEqual([]);
});

test('half-typed code ends', () => {
  for (const [language, text] of snippets)
    for (let length = 0; length < text.length; length++) {
      const regions = lexRegions(language, text.slice(0, length));
      const spans = regions?.spans ?? [];
      spans.forEach((span, i) => {
        expect(span.start).toBeGreaterThanOrEqual(spans[i - 1]?.end ?? 0);
        expect(span.end).toBeLessThanOrEqual(length);
      });
    }
});
