// The snapshot of the open audit in the extension's storage folder, for the next start. Snapshots hold no secrets;
// still only the person may read it.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountSnapshot } from '../core/model/account-snapshot.ts';
import { renderSnapshot } from '../core/model/parse-snapshot.ts';

const fileName = 'open-audit.json';

/** Takes the place of what was kept before; without a folder nothing is kept. Rejects where the disk refuses. */
export async function keepSnapshot(folder: string | undefined, snapshot: AccountSnapshot): Promise<void> {
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  // Written beside and moved: a window that ends meanwhile leaves no half of a file.
  const beside = join(folder, `${fileName}.${process.pid}.new`);
  await writeFile(beside, renderSnapshot(snapshot), { mode: 0o600 });
  await rename(beside, join(folder, fileName));
}

/** Undefined: none was kept. */
export async function keptSnapshotText(folder: string | undefined): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  try {
    return await readFile(join(folder, fileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
