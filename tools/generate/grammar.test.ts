import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directives } from '../../server/core/rulelang/directives.ts';
import { generated } from './grammar.ts';

const root = join(import.meta.dirname, '../..');

test('the grammar is as the table of directives says; else run "npm run generate"', async () => {
  for (const { path, text } of await generated())
    expect(readFileSync(join(root, path), 'utf8'), path).toBe(text);
});

test('every directive and each of its words is coloured', async () => {
  const [grammar] = await generated();
  const patterns: readonly { readonly match: string }[] = JSON.parse(grammar?.text ?? '').repository.directive
    .patterns;
  // The engine of grammars writes the byte-order mark otherwise; the rest of these patterns is JavaScript's too.
  const tests = patterns.map(({ match }) => new RegExp(match.replace('\\x{FEFF}', '\\uFEFF')));
  for (const { name, words } of directives) {
    for (const { word } of words.length > 0 ? words : [{ word: 'anything' }]) {
      const found = tests.map((one) => one.exec(`#@ ${name}: ${word}`)).find((match) => match !== null);
      expect(found?.[4], name).toBe(word);
    }
  }
});
