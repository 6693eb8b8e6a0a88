import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { unifiedDiff } from './unified-diff.ts';

const at = (start: number, end: number, newText: string): TextEdit => ({ span: { start, end }, newText });

test('an inserted line and a changed line in one hunk', () => {
  expect(
    unifiedDiff('a.py', 'import x\n\n\ndef f():\n  pass\n', [at(9, 9, 'import y\n'), at(11, 11, '@y\n')]),
  ).toBe(
    `--- a/a.py
+++ b/a.py
@@ -1,5 +1,7 @@
 import x
+import y
 
 
+@y
 def f():
   pass
`,
  );
});

test('a created file', () => {
  expect(unifiedDiff('b', undefined, [at(0, 0, 'one\ntwo\n')])).toBe(
    '--- /dev/null\n+++ b/b\n@@ -0,0 +1,2 @@\n+one\n+two\n',
  );
});

test('no edit, no diff', () => expect(unifiedDiff('a', 'x', [])).toBe(''));

const hasGit = (() => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasGit)('git applies what is printed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unified-diff-'));
  try {
    const line = fc.constantFrom('a', 'bb', '', 'c c');
    const text = fc.array(line, { minLength: 1, maxLength: 30 }).map((lines) => `${lines.join('\n')}\n`);
    const points = fc.array(
      fc.tuple(fc.nat(60), fc.nat(3), fc.constantFrom('', 'N', 'N\n', '\n', 'x\ny\n', 'p\nq')),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(text, points, (before, given) => {
        let end = 0;
        const edits: TextEdit[] = [];
        for (const [skip, remove, newText] of given) {
          const start = Math.min(end + skip, before.length - 1);
          end = Math.min(start + remove, before.length - 1);
          if (start < end || newText !== '') edits.push(at(start, end, newText));
          end++;
          if (end >= before.length - 1) break;
        }
        const after = applyEdits(before, edits);
        if (after === before) return;
        writeFileSync(join(folder, 'f'), before);
        writeFileSync(join(folder, 'd.patch'), unifiedDiff('f', before, edits));
        execFileSync('git', ['apply', '--recount', 'd.patch'], { cwd: folder, stdio: 'pipe' });
        expect(readFileSync(join(folder, 'f'), 'utf8')).toBe(after);
      }),
      { numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
