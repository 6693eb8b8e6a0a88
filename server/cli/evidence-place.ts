// Where a person wants evidence to be kept: a folder, or a bucket of theirs, for which it is gathered in a folder that is
// removed afterwards.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BucketError, checkBucket, keepInBucket } from '../aws/evidence/keep-in-bucket.ts';
import { bucketPlace } from '../core/remedy/evidence-manifest.ts';
import type { RegionAccess } from './aws-region.ts';
import type { Shell } from './command.ts';
import { UsageError } from './options.ts';

export interface EvidencePlace {
  /** Where it is gathered. */
  readonly folder: string;
  /** In words, for a person. */
  readonly words: string;
  /** `files`: names below the folder, in the order in which they are put. Throws `UsageError`. */
  finish(files: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** `to`: a folder, or `s3://bucket/prefix`. Throws `UsageError` where nothing can be kept there. */
export async function openEvidencePlace(
  { connection, region, identity }: RegionAccess,
  to: string,
  functionName: string,
  shell: Shell,
): Promise<EvidencePlace> {
  const place = bucketPlace(to);
  if (place === undefined) {
    if (to.startsWith('s3:')) throw new UsageError(`no bucket: ${to}; write it as s3://bucket/prefix`);
    const folder = resolve(shell.cwd, to);
    // Evidence of the state before must not be written over by the state after.
    if (['manifest.json', 'report.md'].some((name) => existsSync(join(folder, name))))
      throw new UsageError(`${folder} holds evidence already, and none is written over: name another folder`);
    return { folder, words: folder, finish: async () => {}, close: async () => {} };
  }
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const target = {
    bucket: place.bucket,
    prefix: `${place.prefix}${functionName}-${stamp}/`,
    owner: identity.account,
    region,
  };
  for (const remark of await orUsage(checkBucket(connection, target, shell.signal))) shell.complain(remark);
  const folder = await mkdtemp(join(tmpdir(), 'lambda-protect-evidence-'));
  return {
    folder,
    words: `s3://${target.bucket}/${target.prefix}`,
    finish: (files) =>
      orUsage(
        keepInBucket(connection, target, folder, files, shell.signal, (name) =>
          shell.progress(`${name}: kept`),
        ),
      ),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function orUsage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof BucketError ? new UsageError(error.message) : error;
  }
}
