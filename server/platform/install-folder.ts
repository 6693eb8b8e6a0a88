// Where this program lies: the folder of its bundle, or in a checkout `dist/`, and the files that come with it.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findInstallFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // A shared part of the bundle lies in `dist/chunks`, a source file somewhere under `server`.
  for (;;) {
    if (existsSync(join(folder, 'rules', 'code_protect.txt'))) return join(folder, 'dist');
    const parent = dirname(folder);
    if (parent === folder) return dirname(fileURLToPath(import.meta.url));
    folder = parent;
  }
}

/** Holds the bundles, `wasm/` and `native/`. */
export const installFolder: string = findInstallFolder();

/** The rule files that come with the product. */
export const shippedRules: string = join(dirname(installFolder), 'rules');
