// The parts of package.json that derive from tables.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GeneratedFile } from '../generate.ts';
import { refreshManifest } from '../manifest.ts';

export async function generated(): Promise<readonly GeneratedFile[]> {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  return [{ path: 'package.json', text: refreshManifest(text) }];
}
