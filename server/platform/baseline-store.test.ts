import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openBaselineStore } from './baseline-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const module = join(import.meta.dirname, 'baseline-store.ts');

function child(kind: string, path: string, work: string) {
  const code = `import { openBaselineStore } from ${JSON.stringify(module)};
const store = openBaselineStore(${JSON.stringify(path)}, { kind: ${JSON.stringify(kind)} });
const add = () => store.update('t', 'n', (old) => String(Number(old ?? 0) + 1));
${work}`;
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe.each(['sqlite', 'file'] as const)('%s', (kind) => {
  const path = () => join(folder, 'store');

  test('keeps, lists and removes', () => {
    let now = 1000;
    const store = openBaselineStore(path(), { kind, now: () => now++ });
    expect(store.kind).toBe(kind);
    store.update('a', 'x', () => 'one');
    store.update('a', 'y', () => 'two');
    store.update('a', 'x', (old) => `${old} more`);
    store.update('a', 'z', () => undefined);
    store.close();
    const again = openBaselineStore(path(), { kind, now: () => now });
    expect(again.get('a', 'x')).toBe('one more');
    expect(again.list('a').map(({ key }) => key)).toEqual(['y', 'x']);
    expect(again.list('b')).toEqual([]);
    again.update('a', 'x', () => undefined);
    expect(again.get('a', 'x')).toBeUndefined();
    again.close();
  });

  test('what is old goes, and the oldest when there is too much', () => {
    let now = 0;
    const store = openBaselineStore(path(), { kind, now: () => now, retentionDays: 10, maxCharacters: 100 });
    store.update('a', 'old', () => 'x');
    now = 11 * 86_400_000;
    for (const key of ['p', 'q', 'r']) {
      now++;
      store.update('a', key, () => 'x'.repeat(45));
    }
    expect(store.list('a').map(({ key }) => key)).toEqual(['q', 'r']);
    store.close();
  });

  test('two processes lose nothing', async () => {
    const run = () =>
      new Promise((resolve) =>
        child(kind, path(), 'for (let n = 0; n < 40; n++) add(); store.close();').on('close', resolve),
      );
    expect(await Promise.all([run(), run()])).toEqual([0, 0]);
    const store = openBaselineStore(path(), { kind });
    expect(store.get('t', 'n')).toBe('80');
    store.close();
  });

  test('a kill in the middle of writes leaves a whole store', async () => {
    const writer = child(
      kind,
      path(),
      "store.update('t', 'big', () => 'x'.repeat(200000)); console.log('go'); for (;;) add();",
    );
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, 60));
    writer.kill('SIGKILL');
    await new Promise((resolve) => writer.once('close', resolve));
    const problems: string[] = [];
    const store = openBaselineStore(path(), { kind, onProblem: (reason) => problems.push(reason) });
    expect(problems).toEqual([]);
    expect(store.get('t', 'big')).toHaveLength(200_000);
    const before = Number(store.get('t', 'n'));
    expect(before).toBeGreaterThan(0);
    store.update('t', 'n', (old) => String(Number(old) + 1));
    expect(store.get('t', 'n')).toBe(String(before + 1));
    store.close();
  }, 30_000);

  test('a broken store lies aside, a newer one is not touched', () => {
    writeFileSync(
      path(),
      kind === 'file' ? '{"storeVersion":' : 'no database at all, but long enough to be read',
    );
    const problems: string[] = [];
    openBaselineStore(path(), { kind, onProblem: (reason) => problems.push(reason) }).close();
    expect(problems).toHaveLength(1);
    expect(readFileSync(`${path()}.broken`, 'utf8')).not.toBe('');
    const next = join(folder, 'newer');
    writeFileSync(next, '{"storeVersion":99,"topics":{}}');
    expect(() => openBaselineStore(next, { kind })).toThrow('newer version');
  });
});
