// The Lambda layer that guards a function by configuration only, as a zip: what a function finds below /opt. It holds
// both guards, the handlers that stand in for the function's own, the wrapper script, and the shipped rules.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { buildGuard } from './build-guard.ts';

const root = join(import.meta.dirname, '..');

/** Path below /opt to the bytes and whether it can be run. */
export type LayerFiles = ReadonlyMap<string, { readonly bytes: Uint8Array; readonly isExecutable: boolean }>;

export async function layerFiles(): Promise<LayerFiles> {
  const files = new Map<string, { bytes: Uint8Array; isExecutable: boolean }>();
  const add = (path: string, source: string, isExecutable = false) =>
    files.set(path, { bytes: readFileSync(source), isExecutable });
  const addFolder = (path: string, source: string) => {
    for (const name of existsSync(source) ? readdirSync(source) : [])
      if (statSync(join(source, name)).isFile()) add(`${path}/${name}`, join(source, name));
  };

  const built = mkdtempSync(join(tmpdir(), 'protect-lambda-'));
  try {
    await buildGuard(built);
    add('protect-lambda/node/index.mjs', join(built, 'index.mjs'));
    add('protect-lambda/node/re2.cjs', join(built, 're2.cjs'));
    // Code that imports the guard itself finds the same one.
    addFolder('nodejs/node_modules/protect-lambda/dist', built);
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
  add('nodejs/node_modules/protect-lambda/package.json', join(root, 'guard/node/package.json'));
  add('protect-lambda/node/redirect.mjs', join(root, 'guard/layer/node/redirect.mjs'));
  add('protect-lambda/wrap', join(root, 'guard/layer/wrap'), true);
  add('python/protect_lambda.py', join(root, 'guard/python/protect_lambda.py'));
  addFolder('python', join(root, 'guard/layer/python'));
  for (const kind of ['code', 'in', 'out']) {
    const rules = join(root, 'rules', `${kind}_protect.txt`);
    if (existsSync(rules)) add(`protect-lambda/${kind}_protect.txt`, rules);
  }
  add('protect-lambda/LICENSE', join(root, 'LICENSE'));
  return files;
}

/** The same input gives the same bytes: no time of the build is in the zip. */
export async function buildLayer(file: string): Promise<number> {
  const entries: Zippable = {};
  // The mode is in the upper half of the attributes, as Unix writes it (os 3).
  for (const [path, { bytes, isExecutable }] of [...(await layerFiles())].sort(([a], [b]) =>
    a < b ? -1 : 1,
  ))
    entries[path] = [
      bytes,
      { os: 3, attrs: (isExecutable ? 0o100755 : 0o100644) << 16, mtime: '2020-01-01T00:00:00' },
    ];
  const zip = zipSync(entries, { level: 9 });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zip);
  return zip.length;
}

if (process.argv[1] === import.meta.filename) {
  const file = join(root, 'out', 'protect-lambda-layer.zip');
  console.log(`${file}: ${Math.round((await buildLayer(file)) / 1024)} KB`);
}
