// Puts kept evidence into a bucket of the account: each file once, never over another one, with the hash that S3 itself
// checks; the manifest last, so that where it stands all is there. Encryption is the bucket's own setting.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAsk } from '../ask.ts';
import type { Connection } from '../clients.ts';

/** Why it is not there, in words with the next step. */
export class BucketError extends Error {}

export interface BucketTarget {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** Of the account that has to own it: a bucket of the same name may be another's. */
  readonly owner: string;
  readonly region: string;
}

/** Throws `BucketError` where the bucket is open to the world or another's. What it gives back is to be told. */
export async function checkBucket(
  connection: Connection,
  { bucket: Bucket, owner: ExpectedBucketOwner, region }: BucketTarget,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const s3 = await connection.client('s3', region);
  const ask = createAsk({ signal });
  const base = { Bucket, ExpectedBucketOwner };
  const found = await ask.known('s3:ListBucket', (options) => s3.headBucket(base, options));
  if (!found.known && /NotFound|NoSuchBucket/.test(found.gap.detail))
    throw new BucketError(`there is no bucket ${Bucket}`);
  const block = await ask.orNull('s3:GetBucketPublicAccessBlock', (options) =>
    s3.getPublicAccessBlock(base, options),
  );
  const settings = block.known ? block.value?.PublicAccessBlockConfiguration : undefined;
  const isBlocked =
    settings?.BlockPublicAcls === true &&
    settings.IgnorePublicAcls === true &&
    settings.BlockPublicPolicy === true &&
    settings.RestrictPublicBuckets === true;
  if (isBlocked) return [];
  const status = await ask.orNull('s3:GetBucketPolicyStatus', (options) =>
    s3.getBucketPolicyStatus(base, options),
  );
  if (status.known && status.value?.PolicyStatus?.IsPublic === true)
    throw new BucketError(
      `${Bucket} is public: evidence is not put there; choose another bucket, or block public access to this one`,
    );
  const unread = [block, status].flatMap((one) =>
    one.known ? [] : [`${one.gap.action} (${one.gap.detail})`],
  );
  return [
    unread.length === 0
      ? `public access to ${Bucket} is not blocked at the bucket; it is not public now`
      : `whether ${Bucket} is public could not be read: ${unread.join(', ')}`,
  ];
}

/** `files`: names below `folder`, the manifest last. Throws `BucketError`; what was put stays. */
export async function keepInBucket(
  connection: Connection,
  target: BucketTarget,
  folder: string,
  files: readonly string[],
  signal: AbortSignal,
  onFile: (name: string) => void = () => {},
): Promise<void> {
  const s3 = await connection.client('s3', target.region);
  for (const name of files) {
    signal.throwIfAborted();
    const bytes = await readFile(join(folder, name));
    const ChecksumSHA256 = createHash('sha256').update(bytes).digest('base64');
    const Key = `${target.prefix}${name}`;
    const base = { Bucket: target.bucket, Key, ExpectedBucketOwner: target.owner };
    try {
      const put = await s3.putObject(
        {
          ...base,
          Body: bytes,
          ChecksumSHA256,
          IfNoneMatch: '*',
          ContentType: name.endsWith('.zip') ? 'application/zip' : 'application/json',
        },
        { abortSignal: signal },
      );
      if (put.ChecksumSHA256 !== undefined && put.ChecksumSHA256 !== ChecksumSHA256)
        throw new BucketError(`S3 has other bytes than were sent: ${Key}`);
      onFile(name);
    } catch (error) {
      if (error instanceof BucketError || signal.aborted) throw error;
      const word = error instanceof Error ? error.name : 'failed';
      throw new BucketError(
        word === 'PreconditionFailed'
          ? `s3://${target.bucket}/${Key} is there already: evidence is never written over; choose another prefix`
          : `s3:PutObject was refused (${word}): s3://${target.bucket}/${Key}`,
      );
    }
  }
}
