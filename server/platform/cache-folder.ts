// Where things are kept that are dear to make again: under the user's cache folder, never in a checkout or a workspace.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** An existing folder `<user cache>/lambda-protect/<topic>`. `LAMBDA_PROTECT_CACHE` moves them all. */
export function cacheFolder(topic: string): string {
  const base =
    process.env['LAMBDA_PROTECT_CACHE'] ??
    join(
      process.platform === 'win32'
        ? (process.env['LOCALAPPDATA'] ?? homedir())
        : (process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')),
      'lambda-protect',
    );
  const folder = join(base, topic);
  mkdirSync(folder, { recursive: true });
  return folder;
}
