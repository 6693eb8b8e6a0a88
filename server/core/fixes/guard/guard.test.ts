import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { createTreeParser } from '../../../platform/tree-sitter.ts';
import { languageIdOf } from '../../syntax/language-of.ts';
import { entryPointFinders } from '../../syntax/shapes/index.ts';
import type { SyntaxTree, TreeParser } from '../../syntax/syntax-tree.ts';
import { applyEdits } from '../../text/edit.ts';
import { guardEditors } from './index.ts';

const folder = join(import.meta.dirname, '../../../../test/fixtures/wrap');
let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

function withTree<T>(language: string, text: string, use: (tree: SyntaxTree) => T): T {
  const tree = parser.parse(language, text);
  if (tree === undefined) throw new Error(`no grammar: ${language}`);
  try {
    return use(tree);
  } finally {
    tree.dispose();
  }
}

function handlersIn(tree: SyntaxTree): readonly string[] {
  const found = entryPointFinders[tree.language]?.(tree) ?? [];
  return found.filter(({ likeness }) => likeness !== 'no').map(({ exportName }) => exportName);
}

function edit(language: string, text: string, how: 'wrap' | 'unwrap') {
  return withTree(language, text, (tree) => {
    const editor = guardEditors[language];
    if (editor === undefined) throw new Error(`no editor: ${language}`);
    const result = editor[how]({ tree, exportNames: handlersIn(tree) });
    return { ...result, text: applyEdits(text, result.edits), names: handlersIn(tree) };
  });
}

const cases = readdirSync(folder).flatMap((name) => {
  const before = readdirSync(join(folder, name)).find((file) => file.startsWith('before.'));
  return before === undefined ? [] : [[name, before] as const];
});

test.each(cases)('%s', (name, before) => {
  const language = languageIdOf(before) ?? '';
  const text = readFileSync(join(folder, name, before), 'utf8');
  const afterPath = join(folder, name, before.replace('before', 'after'));
  const wrapped = edit(language, text, 'wrap');
  if (process.env['UPDATE'] === '1' || !existsSync(afterPath)) writeFileSync(afterPath, wrapped.text);
  expect(wrapped.text).toBe(readFileSync(afterPath, 'utf8'));
  expect(wrapped.names.length).toBeGreaterThan(0);

  // What comes out has no more syntax errors than what went in, and every handler in it is found, guarded.
  const errors = (source: string) => withTree(language, source, (tree) => tree.nodesOf(['ERROR']).length);
  expect(errors(wrapped.text)).toBe(errors(text));
  const entries = withTree(language, wrapped.text, (tree) =>
    (entryPointFinders[language]?.(tree) ?? []).map(({ exportName, guarded }) => ({ exportName, guarded })),
  );
  for (const exportName of wrapped.names) expect(entries).toContainEqual({ exportName, guarded: true });

  // Never twice.
  expect(edit(language, wrapped.text, 'wrap').edits).toEqual([]);

  // Unwrapped and wrapped again it is the same.
  const unwrapped = edit(language, wrapped.text, 'unwrap');
  expect(unwrapped.left).toEqual([]);
  expect(errors(unwrapped.text)).toBe(errors(text));
  expect(edit(language, unwrapped.text, 'unwrap').edits).toEqual([]);
});

const valuesOnly =
  /^(python|cjs-(exports|chained|streaming|callback)|esm-(const|default-arrow)|middy|class-bound|ts-(typed|export-equals|streaming))/;

test.each(cases.filter(([name]) => valuesOnly.test(name)))(
  '%s: unwrapping gives back what was there',
  (name, before) => {
    const language = languageIdOf(before) ?? '';
    const text = readFileSync(join(folder, name, before), 'utf8');
    const wrapped = edit(language, text, 'wrap').text;
    const alreadyGuarded = /protect.lambda/.test(text);
    if (!alreadyGuarded)
      expect(edit(language, wrapped, 'unwrap').text.replace(/\s+/g, ' ').trim()).toBe(
        text.replace(/\s+/g, ' ').trim(),
      );
  },
);

test('a callback handler is wrapped with a word on what changes', () => {
  const { warnings } = edit(
    'javascript',
    'exports.handler = (event, context, callback) => callback();\n',
    'wrap',
  );
  expect(warnings.join()).toMatch(/^handler takes a callback: /);
});

test('a re-export says where the definition is', () => {
  const tree = parser.parse('javascript', "export { handler } from './lib.js';\n");
  if (tree === undefined) throw new Error('no tree');
  const result = guardEditors['javascript']?.wrap({ tree, exportNames: ['handler', 'gone'] });
  tree.dispose();
  expect(result?.left).toEqual([
    { exportName: 'handler', reason: 'it is defined in ./lib.js' },
    { exportName: 'gone', reason: 'it is not in this file' },
  ]);
});

test('half-typed files: no exception, and edits that do not touch each other', () => {
  const texts = cases.map(([name, before]) => ({
    language: languageIdOf(before) ?? '',
    text: readFileSync(join(folder, name, before), 'utf8'),
  }));
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(900),
      fc.nat(6),
      fc.constantFrom('', '(', '}', '"', '\n', '@', '='),
      (one, at, remove, insert) => {
        const text = one.text.slice(0, at) + insert + one.text.slice(at + remove);
        const wrapped = edit(one.language, text, 'wrap');
        for (const { edits } of [wrapped, edit(one.language, wrapped.text, 'unwrap')]) {
          const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
          for (const [index, { span }] of sorted.entries()) {
            expect(span.end).toBeLessThanOrEqual(sorted[index + 1]?.span.start ?? wrapped.text.length);
          }
        }
      },
    ),
    { numRuns: 150 },
  );
});
