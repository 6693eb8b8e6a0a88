// The reading of behaviour in the extension's storage folder, for the next start. It holds no content of a request; still
// only the person may read it.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BehaviourReading } from '../core/monitor/reading.ts';

const fileName = 'behaviour.json';

/** Written beside and moved: a window that ends meanwhile leaves no half of a file. Rejects where the disk refuses. */
export async function keepBehaviour(folder: string, reading: BehaviourReading): Promise<void> {
  await mkdir(folder, { recursive: true });
  const beside = join(folder, `${fileName}.${process.pid}.new`);
  await writeFile(beside, JSON.stringify(reading), { mode: 0o600 });
  await rename(beside, join(folder, fileName));
}

/** One that cannot be read is no reason to fail: nothing is open then. */
export async function keptBehaviour(folder: string | undefined): Promise<BehaviourReading | undefined> {
  if (folder === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, fileName), 'utf8'));
    const isReading =
      typeof value === 'object' &&
      value !== null &&
      'version' in value &&
      value.version === 1 &&
      'observations' in value &&
      'functions' in value;
    // Written by nobody but `keepBehaviour`.
    return isReading ? (value as BehaviourReading) : undefined;
  } catch {
    return undefined;
  }
}
