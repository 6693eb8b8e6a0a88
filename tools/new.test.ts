import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scaffold } from './new.ts';

const root = join(import.meta.dirname, '..');

test.each([
  [['check', 'lambda', 'brand-new'], 'server/core/audit/checks', 'lambda/brand-new.ts'],
  [['lint', 'brand-new'], 'server/core/rulelang/lints', 'brand-new.ts'],
  [['detector', 'brand-new'], 'server/core/monitor/detectors', 'brand-new.ts'],
  [['fix', 'brand-new'], 'server/core/fixes', 'brand-new.ts'],
  [['method', 'brand-new'], 'server/lsp/methods', 'brand-new.ts'],
])('%j is a file and a line in the list', (words, family, file) => {
  const copy = mkdtempSync(join(tmpdir(), 'lambda-protect-new-'));
  try {
    mkdirSync(join(copy, family), { recursive: true });
    cpSync(join(root, family, 'index.ts'), join(copy, family, 'index.ts'));
    expect(scaffold(copy, words).ok).toBe(true);
    expect(readFileSync(join(copy, family, file), 'utf8')).toMatch(/^\/\/ [\s\S]*export const /);
    const index = readFileSync(join(copy, family, 'index.ts'), 'utf8');
    expect(index).toContain(`from './${file}';`);
    expect(index).toMatch(/export const \w+[^=]*= \[[\s\S]*\bbrandNew,\s*\];/);
    expect(scaffold(copy, words)).toMatchObject({ ok: false });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test('wrong words are told what there is', () => {
  for (const words of [[], ['dance'], ['fix'], ['fix', 'Not-Kebab'], ['check', 'lambda']]) {
    expect(scaffold('/nowhere', words)).toMatchObject({
      ok: false,
      message: expect.stringContaining('npm run new check SERVICE ID'),
    });
  }
});
