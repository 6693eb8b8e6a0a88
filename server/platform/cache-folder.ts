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

/**
 * Like `cacheFolder`, for what a person decided and nothing can make again: under the user's data folder
 * (XDG Base Directory Specification). `LAMBDA_PROTECT_DATA` moves it.
 */
export function dataFolder(topic: string): string {
  const base =
    process.env['LAMBDA_PROTECT_DATA'] ??
    join(
      process.platform === 'win32'
        ? (process.env['APPDATA'] ?? homedir())
        : (process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share')),
      'lambda-protect',
    );
  const folder = join(base, topic);
  mkdirSync(folder, { recursive: true });
  return folder;
}
