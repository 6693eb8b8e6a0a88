// What `--baseline` names: older files that teach, or a store that is kept between runs. A path that is not there yet
// becomes a store.
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BaselineStore, openBaselineStore } from '../platform/baseline-store.ts';
import type { CommandArguments, Shell } from './command.ts';
import { listOption, UsageError } from './options.ts';

export interface Baselines {
  /** Files and folders of older records. */
  readonly files: readonly string[];
  readonly store: string | undefined;
}

export function baselinesOf(args: CommandArguments, shell: Shell): Baselines {
  const paths = listOption(args, 'baseline').map((path) => resolve(shell.cwd, path));
  const stores = paths.filter(isStore);
  if (stores.length > 1) throw new UsageError('--baseline takes one file that is kept between runs');
  return { files: paths.filter((path) => !isStore(path)), store: stores[0] };
}

/** What it says of a store that is broken or of a newer version goes to `onProblem`; the work is done without one. */
export function withStore<T>(
  path: string,
  onProblem: (path: string, reason: string) => void,
  work: (store: BaselineStore) => T,
): T | undefined {
  let store: BaselineStore;
  try {
    store = openBaselineStore(path, { onProblem: (reason) => onProblem(path, reason) });
  } catch (error) {
    onProblem(path, error instanceof Error ? error.message : String(error));
    return undefined;
  }
  try {
    return work(store);
  } catch (error) {
    onProblem(path, error instanceof Error ? error.message : String(error));
    return undefined;
  } finally {
    store.close();
  }
}

function isStore(path: string): boolean {
  if (!existsSync(path)) return true;
  if (statSync(path).isDirectory()) return false;
  const head = Buffer.alloc(16);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, head, 0, head.length, 0);
    return length === 0 || /^(?:SQLite format 3|\{"storeVersion":)/.test(head.toString('latin1', 0, length));
  } finally {
    closeSync(file);
  }
}
