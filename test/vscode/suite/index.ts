// Entry of the suite in the extension host, under a desktop VS Code and a browser-served one alike. The result file
// that it writes decides: an extension host that dies writes none.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import type { HostResult } from './result.ts';

/** Called by VS Code. */
export async function run(): Promise<void> {
  const file = process.env['LAMBDA_PROTECT_SUITE_RESULT'];
  if (file === undefined) throw new Error('LAMBDA_PROTECT_SUITE_RESULT names no file');
  const mocha = new Mocha({ ui: 'tdd', timeout: 20_000, reporter: 'min' });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(__dirname, name));
  }
  const results: HostResult[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', (test) => results.push({ title: test.fullTitle(), state: 'passed', words: '' }))
      .on('pending', (test) => results.push({ title: test.fullTitle(), state: 'skipped', words: 'pending' }))
      .on('fail', (test, error: Error) =>
        results.push({ title: test.fullTitle(), state: 'failed', words: error.stack ?? error.message }),
      );
  });
  writeFileSync(file, JSON.stringify(results));
  if (results.some((result) => result.state === 'failed')) throw new Error('a test failed');
}
