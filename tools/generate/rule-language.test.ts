import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generated } from './rule-language.ts';

test('docs/rule-language.md has the tables of now; else run "npm run generate"', async () => {
  for (const { path, text } of await generated())
    expect(readFileSync(join(import.meta.dirname, '../..', path), 'utf8')).toBe(text);
});
