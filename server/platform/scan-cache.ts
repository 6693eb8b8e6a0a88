// What a scan of a folder found, kept between runs, so that an unchanged folder is not scanned again. A file counts as
// unchanged by its size and time; what cannot be read or is of another version counts as not there. Findings name
// places and rules, never the text.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../core/finding/finding.ts';
import { cacheFolder } from './cache-folder.ts';

export interface CachedFile {
  readonly mtimeMs: number;
  readonly size: number;
  /** Of the rules that were used. */
  readonly rules: string;
  readonly findings: readonly Finding[];
  readonly leftOut: readonly string[];
  /** Whether it has a handler by its own shape; absent where nobody asked. */
  readonly hasHandler?: boolean;
}

export interface CachedScope {
  /** Of all files of the folder. */
  readonly print: string;
  readonly inScope: readonly string[];
}

export interface CachedScan {
  readonly files: Readonly<Record<string, CachedFile>>;
  readonly scope?: CachedScope;
}

const format = 1;

function fileOf(folder: string, version: string): string {
  const name = createHash('sha256').update(`${format}\n${version}\n${folder}`).digest('hex').slice(0, 32);
  return join(cacheFolder('scan'), `${name}.json`);
}

export function readScanCache(folder: string, version: string): CachedScan {
  try {
    const read: unknown = JSON.parse(readFileSync(fileOf(folder, version), 'utf8'));
    if (typeof read === 'object' && read !== null && 'files' in read && typeof read.files === 'object')
      return read as CachedScan;
  } catch {
    // None yet, or broken: it is made anew.
  }
  return { files: {} };
}

/** Two runs at once overwrite each other whole, never in part. A full disk is no reason to fail. */
export function writeScanCache(folder: string, version: string, scan: CachedScan): void {
  try {
    const file = fileOf(folder, version);
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, JSON.stringify(scan));
    renameSync(partial, file);
  } catch {
    // The next run scans again.
  }
}
