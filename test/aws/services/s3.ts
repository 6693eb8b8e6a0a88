// S3 buckets as neighbours of functions, and objects for evidence and trail files.
import { createHash } from 'node:crypto';
import type * as S from '@aws-sdk/client-s3';
import { type Behaviours, type Call, defined, Fault } from '../behaviour.ts';

export interface BucketState {
  name: string;
  accountId: string;
  region: string;
  policy: string | undefined;
  encryption: S.ServerSideEncryptionConfiguration | undefined;
  publicAccessBlock: S.PublicAccessBlockConfiguration | undefined;
  grants: S.Grant[];
  notifications: S.NotificationConfiguration;
  objects: Map<string, Uint8Array>;
}

function bucketOf(call: Call, name: string | undefined): BucketState {
  const bucket = call.world.buckets.get(name ?? '');
  if (!bucket) throw new Fault('NoSuchBucket', 'The specified bucket does not exist', { status: 404 });
  if (bucket.accountId !== call.account.id) throw new Fault('AccessDenied', 'Access Denied', { status: 403 });
  return bucket;
}

function objectOf(bucket: BucketState, key: string | undefined): Uint8Array {
  const bytes = bucket.objects.get(key ?? '');
  if (!bytes) throw new Fault('NoSuchKey', 'The specified key does not exist.', { status: 404 });
  return bytes;
}

const etag = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;

export const s3: Behaviours = {
  ListBuckets(_input: S.ListBucketsRequest, call: Call): S.ListBucketsOutput {
    const own = [...call.world.buckets.values()].filter((one) => one.accountId === call.account.id);
    return {
      Buckets: own.map((one) => ({
        Name: one.name,
        BucketRegion: one.region,
        CreationDate: new Date('2024-01-01T00:00:00Z'),
      })),
      Owner: { ID: call.account.id.padEnd(64, '0') },
    };
  },

  HeadBucket(input: S.HeadBucketRequest, call: Call): S.HeadBucketOutput {
    const bucket = bucketOf(call, input.Bucket);
    return { BucketRegion: bucket.region };
  },

  GetBucketLocation: (input: S.GetBucketLocationRequest, call: Call): S.GetBucketLocationOutput => ({
    LocationConstraint: bucketOf(call, input.Bucket).region as S.BucketLocationConstraint,
  }),

  GetBucketPolicy(input: S.GetBucketPolicyRequest, call: Call): S.GetBucketPolicyOutput {
    const { policy } = bucketOf(call, input.Bucket);
    if (policy === undefined)
      throw new Fault('NoSuchBucketPolicy', 'The bucket policy does not exist', { status: 404 });
    return { Policy: policy };
  },

  GetBucketEncryption(input: S.GetBucketEncryptionRequest, call: Call): S.GetBucketEncryptionOutput {
    const { encryption } = bucketOf(call, input.Bucket);
    if (!encryption)
      throw new Fault(
        'ServerSideEncryptionConfigurationNotFoundError',
        'The server side encryption configuration was not found',
        { status: 404 },
      );
    return { ServerSideEncryptionConfiguration: encryption };
  },

  GetPublicAccessBlock(input: S.GetPublicAccessBlockRequest, call: Call): S.GetPublicAccessBlockOutput {
    const { publicAccessBlock } = bucketOf(call, input.Bucket);
    if (!publicAccessBlock)
      throw new Fault(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        { status: 404 },
      );
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },

  GetBucketPolicyStatus(input: S.GetBucketPolicyStatusRequest, call: Call): S.GetBucketPolicyStatusOutput {
    const { policy } = bucketOf(call, input.Bucket);
    if (policy === undefined)
      throw new Fault('NoSuchBucketPolicy', 'The bucket policy does not exist', { status: 404 });
    return { PolicyStatus: { IsPublic: /"Principal":\s*(?:"\*"|\{\s*"AWS":\s*"\*")/.test(policy) } };
  },

  GetBucketAcl: (input: S.GetBucketAclRequest, call: Call): S.GetBucketAclOutput => ({
    Owner: { ID: call.account.id.padEnd(64, '0') },
    Grants: bucketOf(call, input.Bucket).grants,
  }),

  GetBucketNotificationConfiguration: (
    input: S.GetBucketNotificationConfigurationRequest,
    call: Call,
  ): S.NotificationConfiguration => bucketOf(call, input.Bucket).notifications,

  ListObjectsV2(input: S.ListObjectsV2Request, call: Call): S.ListObjectsV2Output {
    const bucket = bucketOf(call, input.Bucket);
    const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(input.Prefix ?? '')).sort();
    const from = input.ContinuationToken ?? input.StartAfter ?? '';
    const rest = keys.filter((key) => key > from);
    const shown = rest.slice(0, Math.min(input.MaxKeys ?? 1000, 1000));
    const truncated = rest.length > shown.length;
    return defined({
      Name: bucket.name,
      Prefix: input.Prefix ?? '',
      KeyCount: shown.length,
      MaxKeys: input.MaxKeys ?? 1000,
      IsTruncated: truncated,
      NextContinuationToken: truncated ? shown.at(-1) : undefined,
      Contents: shown.map((key) => ({
        Key: key,
        Size: objectOf(bucket, key).length,
        ETag: etag(objectOf(bucket, key)),
        LastModified: call.now,
      })),
    });
  },

  GetObject(input: S.GetObjectRequest, call: Call): unknown {
    const bytes = objectOf(bucketOf(call, input.Bucket), input.Key);
    return { Body: bytes, ETag: etag(bytes), ContentType: 'application/octet-stream' };
  },

  HeadObject(input: S.HeadObjectRequest, call: Call): S.HeadObjectOutput {
    const bytes = objectOf(bucketOf(call, input.Bucket), input.Key);
    return { ETag: etag(bytes), LastModified: call.now };
  },

  PutObject(input: S.PutObjectRequest, call: Call): S.PutObjectOutput {
    const bytes =
      input.Body instanceof Uint8Array ? withoutChunks(input.Body, call.headers) : new Uint8Array();
    const bucket = bucketOf(call, input.Bucket);
    if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.accountId)
      throw new Fault('AccessDenied', 'Access Denied', { status: 403 });
    if (input.IfNoneMatch === '*' && bucket.objects.has(input.Key ?? ''))
      throw new Fault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
        status: 412,
      });
    const sum = createHash('sha256').update(bytes).digest('base64');
    if (input.ChecksumSHA256 !== undefined && input.ChecksumSHA256 !== sum)
      throw new Fault('BadDigest', 'The SHA256 you specified did not match the calculated checksum.', {
        status: 400,
      });
    bucket.objects.set(input.Key ?? '', bytes);
    return defined({ ETag: etag(bytes), ChecksumSHA256: input.ChecksumSHA256 });
  },

  DeleteObject(input: S.DeleteObjectRequest, call: Call): S.DeleteObjectOutput {
    bucketOf(call, input.Bucket).objects.delete(input.Key ?? '');
    return {};
  },
};

/** `aws-chunked` bodies: size in hex, line end, bytes, line end, up to a chunk of size 0 with its trailers. */
function withoutChunks(body: Uint8Array, headers: Readonly<Record<string, string>>): Uint8Array {
  if (
    !(headers['content-encoding'] ?? '').includes('aws-chunked') &&
    headers['x-amz-decoded-content-length'] === undefined
  ) {
    return body;
  }
  const buffer = Buffer.from(body);
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = buffer.indexOf('\r\n', at);
    if (end < 0) break;
    const size = Number.parseInt(buffer.toString('latin1', at, end), 16);
    if (!(size > 0)) break;
    parts.push(buffer.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
