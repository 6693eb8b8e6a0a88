// Keeps evidence of a function where a person says: in a folder, or in a bucket of theirs.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { keepFunction, manifestName } from '../aws/evidence/keep-function.ts';
import { BucketError, checkBucket, keepInBucket } from '../aws/evidence/keep-in-bucket.ts';
import type { Threat } from '../core/model/threat.ts';
import { bucketPlace, type EvidenceManifest } from '../core/remedy/evidence-manifest.ts';
import type { RegionAccess } from './aws-region.ts';
import type { Shell } from './command.ts';
import { UsageError } from './options.ts';

export interface EvidenceSubject {
  readonly functionName: string;
  readonly finding: Threat | undefined;
}

/** `to`: a folder, or `s3://bucket/prefix`. Throws `UsageError` where it cannot be kept there. */
export async function keepFunctionEvidence(
  { connection, region, identity }: RegionAccess,
  to: string,
  { functionName, finding }: EvidenceSubject,
  shell: Shell,
): Promise<EvidenceManifest> {
  const place = bucketPlace(to);
  if (place === undefined && to.startsWith('s3:'))
    throw new UsageError(`no bucket: ${to}; write it as s3://bucket/prefix`);
  const now = () => new Date();
  const subject = {
    connection,
    region,
    identity,
    functionName,
    ...(finding === undefined ? {} : { finding }),
    signal: shell.signal,
    now,
    onFile: (name: string) => shell.progress(`${name}: taken`),
  };
  const told = (manifest: EvidenceManifest, where: string): EvidenceManifest => {
    for (const { what, action, reason, detail } of manifest.refused)
      shell.complain(`${what} could not be kept: ${action} was ${reason} (${detail})`);
    shell.progress(`${manifest.files.length + 1} files are kept in ${where}`);
    return manifest;
  };
  if (place === undefined) {
    const folder = resolve(shell.cwd, to);
    return told(await keepFunction(folder, subject), folder);
  }
  const stamp = now().toISOString().replace(/[:.]/g, '-');
  const target = {
    bucket: place.bucket,
    prefix: `${place.prefix}${functionName}-${stamp}/`,
    owner: identity.account,
    region,
  };
  const folder = await mkdtemp(join(tmpdir(), 'lambda-protect-evidence-'));
  try {
    for (const remark of await checkBucket(connection, target, shell.signal)) shell.complain(remark);
    const manifest = await keepFunction(folder, subject);
    await keepInBucket(
      connection,
      target,
      folder,
      [...manifest.files.map(({ path }) => path), manifestName],
      shell.signal,
      (name) => shell.progress(`${name}: kept`),
    );
    return told(manifest, `s3://${target.bucket}/${target.prefix}`);
  } catch (error) {
    throw error instanceof BucketError ? new UsageError(error.message) : error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
