// The samples show what their README says that they show.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const samples = join(import.meta.dirname, '../samples');

test('the rules of the samples are sound', async () => {
  const files = ['code', 'in', 'out'].map((kind) => `rules/${kind}_protect.txt`);
  const { code, out } = await runCli(['rules', 'check', ...files], samples);
  expect([code, out]).toEqual([0, '']);
});

test('the functions of the samples have findings, and helpers of theirs too', async () => {
  const { code, out } = await runCli(['scan', '--format', 'json'], samples);
  const { findings } = JSON.parse(out);
  const found = findings.map(({ file, id }: { file: string; id: string }) => `${file} ${id}`);
  expect(code).toBe(1);
  expect(found.sort()).toEqual([
    'orders/src/app.ts dynamic-eval',
    'orders/src/app.ts os-command-js',
    'orders/src/app.ts sql-from-strings',
    'orders/src/app.ts wildcard-cors',
    'orders/src/database.ts tls-not-verified',
    'thumbnails/app.py access-key-in-code',
    'thumbnails/app.py address-from-outside',
    'thumbnails/app.py os-command',
    'thumbnails/app.py unsafe-pickle',
    'thumbnails/app.py weak-hash',
    'thumbnails/storage.py open-permissions',
  ]);
});

test('both handlers of the samples are found by their template', async () => {
  const { handlers } = JSON.parse((await runCli(['handlers', '--format', 'json'], samples)).out);
  expect(handlers.map(({ file, name, foundBy }: Record<string, unknown>) => [file, name, foundBy])).toEqual([
    ['orders/src/app.ts', 'handler', ['sam']],
    ['thumbnails/app.py', 'lambda_handler', ['sam']],
  ]);
});
