// The source files of a folder that a scan looks at.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { languageIdOf } from '../core/syntax/language-of.ts';
import type { Scanner } from '../platform/scanner.ts';
import type { Shell } from './command.ts';

export async function sourcesBelow(
  folder: string,
  _scanner: Scanner,
  _how: { readonly all: boolean; readonly shell: Shell },
): Promise<{ readonly files: readonly string[]; readonly functions?: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && languageIdOf(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'));
  return { files };
}
