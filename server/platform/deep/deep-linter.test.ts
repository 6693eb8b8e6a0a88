import { afterAll, expect, test } from 'vitest';
import { lints } from '../../core/rulelang/lints/index.ts';
import { parseRuleFile } from '../../core/rulelang/parse.ts';
import { createDeepLinter } from './deep-linter.ts';

const linter = createDeepLinter({ patternMs: 1500, fileMs: 3000 });
afterAll(() => linter.dispose());

async function lintText(text: string, kind: 'code' | 'in' | 'out') {
  const file = parseRuleFile(text, kind);
  return await linter.lint(file, text, new AbortController().signal);
}

for (const lint of lints) {
  if (lint.of !== 'deep') continue;
  test(`${lint.id}: its examples`, async () => {
    for (const { kind, text, marked } of lint.examples) {
      const mine = (await lintText(text, kind)).filter(
        ({ code, severity }) => (code === lint.id && severity !== 'info') || code !== 'super-linear-pattern',
      );
      expect(
        mine.map(({ span }) => text.slice(span.start, span.end)),
        text,
      ).toEqual(marked);
    }
  });
}

test('patterns that are known to be vulnerable are never called safe', async () => {
  const vulnerable = [
    '(a+)+$',
    '(a|a)*b',
    '(a|aa)+$',
    '(.*)*x',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '\\s+$',
    '(x+x+)+y',
    '([a-zA-Z]+)*$',
    '(.*a){12}$',
    '^(\\w+\\s?)*$',
    '"(?:[^"\\\\]|\\\\.)*"',
    '<!--.*-->',
    '(?i)(a*)*b',
    '\\d+\\d+x',
    '([^,]*,)*[^,]*;',
    '^(?:a?){30}a{30}$',
    '(?:\\w+\\.)+@',
    '(\\d+)*:(?=x)',
    '(["\'])(\\w+)+\\1',
    '(?>a+)+b(c+)+d',
  ];
  for (const pattern of vulnerable) {
    const found = (await lintText(pattern, 'in')).filter(({ code }) => code === 'super-linear-pattern');
    expect(found, pattern).toHaveLength(1);
  }
});

test('what is found is kept, and an aborted call asks nothing more', async () => {
  const text = 'abc\nx+x+y';
  const file = parseRuleFile(text, 'in');
  const stop = new AbortController();
  stop.abort();
  expect(await linter.lint(file, text, stop.signal)).toEqual([]);
  const found = await lintText(text, 'in');
  expect(found.map(({ code }) => code)).toEqual(['super-linear-pattern']);
  expect(linter.known(file)).toEqual(found);
});
