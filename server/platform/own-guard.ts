// Whether a file is the guard itself, as it was put into a package. It is not the person's code: a rule such as the
// seed's finds words in it, and nobody could mend them. Told by its content, so that the name hides nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { installFolder } from './install-folder.ts';

const names = new Set(['protect_lambda.py', 'index.mjs', 'index.cjs', 're2.cjs']);
let own: ReadonlySet<string> | undefined;

export function isOwnGuard(path: string, text: string): boolean {
  if (!names.has(basename(path))) return false;
  own ??= readOwn();
  return own.has(text.replaceAll('\r\n', '\n'));
}

function readOwn(): ReadonlySet<string> {
  const guard = join(dirname(installFolder), 'guard');
  const texts = new Set<string>();
  for (const folder of [join(guard, 'python'), join(guard, 'node', 'dist')]) {
    try {
      for (const name of readdirSync(folder))
        if (names.has(name)) texts.add(readFileSync(join(folder, name), 'utf8'));
    } catch {
      // Not built, or not shipped: then nothing is it.
    }
  }
  return texts;
}
