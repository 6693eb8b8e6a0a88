// Evidence in a folder of a person: JSON texts and packages that only they may read, each with its hash.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { KeptFile } from '../core/remedy/evidence.ts';

/** What `keepEvidence` may find in the folder already, put there by whoever gathered. */
const packageName = /^(?:package|layer-.+)\.zip$/;

export async function openEvidenceFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** `parts`: file name → what is written as JSON. The packages in the folder are counted in. Rejects where the disk refuses. */
export async function keepEvidence(
  folder: string,
  parts: Readonly<Record<string, unknown>>,
): Promise<readonly KeptFile[]> {
  for (const [path, value] of Object.entries(parts))
    await writeFile(join(folder, path), `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
  const packages = (await readdir(folder)).filter((name) => packageName.test(name)).toSorted();
  const files: KeptFile[] = [];
  for (const path of [...Object.keys(parts), ...packages])
    files.push({ path, sha256: await hashOf(join(folder, path)) });
  return files;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
