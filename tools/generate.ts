// `npm run generate` writes what follows from tables elsewhere: grammar, parts of package.json, documentation, the
// read policy. Each file in `tools/generate/` makes some of it. With `--check` it only tells what is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A path relative to the repository's root, and the text that it should hold. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const root = join(import.meta.dirname, '..');
const folder = join(import.meta.dirname, 'generate');
const onlyCheck = process.argv.includes('--check');

let stale = 0;
const makers = existsSync(folder)
  ? readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  : [];
for (const maker of makers.sort()) {
  const module = (await import(pathToFileURL(join(folder, maker)).href)) as {
    generated?: () => Promise<readonly GeneratedFile[]>;
  };
  if (!module.generated) continue;
  for (const { path, text } of await module.generated()) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale++;
    if (onlyCheck) console.log(`stale: ${path}; run "npm run generate"`);
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      console.log(`wrote ${path}`);
    }
  }
}
process.exit(onlyCheck && stale > 0 ? 1 : 0);
