// SHA-256 of the rule files that apply in a folder, to compare with those in deployed packages.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RuleFileKind } from '../core/rulelang/rule.ts';
import type { Scanner } from './scanner.ts';

/** As they lie on the disk. A file that is gone by now is left out. */
export async function hashRuleFiles(
  scanner: Scanner,
  folder: string,
): Promise<Readonly<Partial<Record<RuleFileKind, string>>>> {
  const hashes: Partial<Record<RuleFileKind, string>> = {};
  for (const { kind, path } of scanner.rulesFor(folder).files) {
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) hashes[kind] = createHash('sha256').update(bytes).digest('hex');
  }
  return hashes;
}
