// Comments and strings of Python as the guard for Python sees them are those that the editor, the command line and the
// guard for Node.js see: for real code, for every beginning of it, and for what half-typed code is made of.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lexRegions } from '../../server/core/syntax/lexers/index.ts';

const root = join(import.meta.dirname, '..', '..');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const script = `import json, sys
sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = True
import protect_lambda as guard
texts = json.load(sys.stdin)
print(json.dumps([[list(one) for one in guard._Lexer(text).run()] for text in texts]))`;

function regionsOfGuard(texts: readonly string[]): unknown {
  const run = spawnSync('python3', ['-c', script, join(root, 'guard', 'python')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

function checkSame(texts: readonly string[]): void {
  const found = regionsOfGuard(texts);
  const expected = texts.map((text) =>
    lexRegions('python', text)?.spans.map(({ start, end, kind }) => [start, end, kind]),
  );
  if (!Array.isArray(found)) throw new Error('no list from Python');
  const differing = texts.filter((_, i) => JSON.stringify(found[i]) !== JSON.stringify(expected[i]));
  expect(differing).toEqual([]);
}

const files = ['test/fixtures', 'samples', 'guard/python']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .filter((text) => !/[\ud800-\udfff]/.test(text));

test.skipIf(!hasPython)('whole files', () => {
  expect(files.length).toBeGreaterThan(10);
  checkSame(files);
});

test.skipIf(!hasPython)('a file that is being written, letter by letter', () => {
  const longest = [...files].sort((a, b) => b.length - a.length).find((text) => text.length < 3000) ?? '';
  checkSame(Array.from({ length: longest.length }, (_, end) => longest.slice(0, end)));
});

test.skipIf(!hasPython)('anything', () => {
  const piece = fc.constantFrom(
    ...[
      '"',
      "'",
      '"""',
      "'''",
      'f"',
      "f'",
      'rf"""',
      'T"',
      'Rb"',
      'u"',
      'xf"',
      '«f"',
      '{',
      '}',
      '{{',
      '}}',
      '(',
      ')',
    ],
    ...[
      '[',
      ']',
      ':',
      '!r',
      '#',
      '\\',
      '\\N{',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'x',
      'é',
      '=',
      'lambda: 1',
      'f"{x}"',
    ],
  );
  const text = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''));
  checkSame(fc.sample(text, 4000));
});
