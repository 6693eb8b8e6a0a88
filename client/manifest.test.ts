import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configuration } from '../tools/manifest.ts';

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { contributes } = manifest;

test('the settings in package.json are those of the tables', () => {
  // `npm run generate` writes them.
  expect(contributes.configuration).toEqual(configuration());
});

test('every command of package.json is registered, and every registered one that people run is declared', () => {
  const list = readFileSync(join(root, 'client/commands/index.ts'), 'utf8');
  const files = [...list.matchAll(/from '\.\/([\w-]+)\.ts'/g)].map(([, file]) => file);
  const registered = files.map((file) => {
    const text = readFileSync(join(root, `client/commands/${file}.ts`), 'utf8');
    return /id: '(lambdaProtect\.[\w.]+)'/.exec(text)?.[1];
  });
  const declared: readonly string[] = contributes.commands.map((entry: { command: string }) => entry.command);
  expect(declared.filter((id) => !registered.includes(id))).toEqual([]);
  expect(
    contributes.commands.every((entry: { category: string }) => entry.category === 'Lambda Protect'),
  ).toBe(true);
});

test('every command that the manifest links to exists', () => {
  const text = JSON.stringify(contributes);
  const declared: readonly string[] = contributes.commands.map((entry: { command: string }) => entry.command);
  const linked = [...text.matchAll(/(?:command:|onCommand:)(lambdaProtect\.[\w.]+)/g)].map(([, id]) => id);
  expect(linked.filter((id) => id === undefined || !declared.includes(id))).toEqual([]);
});
