// The S3 buckets that functions name. A bucket's ARN has no account: whose it is shows only by asking.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { Bucket, Encryption } from '../../core/model/neighbour.ts';
import { namedOf } from '../named.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const bucketsCollector: CollectorFacts = {
  thing: 'buckets',
  feature: 'triggers',
  actions: [
    's3:ListAllMyBuckets',
    's3:ListBucket',
    's3:GetBucketPolicy',
    's3:GetEncryptionConfiguration',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketAcl',
    's3:GetBucketNotification',
  ],
};

export async function collectBuckets(scope: NeighbourScope): Promise<readonly Bucket[]> {
  const arns = [
    ...new Set(
      namedOf(scope.named, 's3', scope.account.id, scope.region).map((arn) => arn.split('/')[0] ?? arn),
    ),
  ].filter((arn) => !/[*?]/.test(arn));
  if (arns.length === 0) return [];
  const s3 = await scope.client('s3');
  const own = await scope.ask.pages<string>('s3:ListAllMyBuckets', async (token, options) => {
    const page = await s3.listBuckets(token === undefined ? {} : { ContinuationToken: token }, options);
    return { items: page.Buckets?.map((one) => one.Name ?? ''), next: page.ContinuationToken };
  });
  return Promise.all(arns.map((arn) => read(scope, arn, own)));
}

async function read(scope: NeighbourScope, arn: string, own: Known<readonly string[]>): Promise<Bucket> {
  const s3 = await scope.client('s3');
  const { ask } = scope;
  const name = arn.split(':')[5] ?? '';
  const isOwn = own.known && own.value.includes(name);
  if (!isOwn) {
    const head = await ask.orNull('s3:ListBucket', (options) => s3.headBucket({ Bucket: name }, options));
    // 403: there is such a bucket, and it answers somebody else.
    const refused = !head.known && head.gap.reason === 'denied';
    const exists: Known<boolean> = head.known ? known(head.value !== null) : refused ? known(true) : head;
    const gap = unknown({
      action: 's3:GetBucketPolicy',
      reason: refused ? 'denied' : 'not-asked',
      detail: 'not listed among the own buckets',
    });
    return {
      kind: 's3-bucket',
      arn,
      exists,
      foreign: own.known && exists.known ? known(exists.value) : own.known ? exists : own,
      policy: gap,
      encryption: gap,
      publicAccessBlocked: gap,
      publicAcl: gap,
      notifiedFunctionArns: gap,
    };
  }
  const absent = /NoSuch|NotFound/;
  const [policy, encryption, block, acl, notification] = await Promise.all([
    ask.orNull('s3:GetBucketPolicy', (options) => s3.getBucketPolicy({ Bucket: name }, options), absent),
    ask.orNull(
      's3:GetEncryptionConfiguration',
      (options) => s3.getBucketEncryption({ Bucket: name }, options),
      absent,
    ),
    ask.orNull(
      's3:GetBucketPublicAccessBlock',
      (options) => s3.getPublicAccessBlock({ Bucket: name }, options),
      absent,
    ),
    ask.known('s3:GetBucketAcl', (options) => s3.getBucketAcl({ Bucket: name }, options)),
    ask.known('s3:GetBucketNotification', (options) =>
      s3.getBucketNotificationConfiguration({ Bucket: name }, options),
    ),
  ]);
  const blocks = block.known ? block.value?.PublicAccessBlockConfiguration : undefined;
  return {
    kind: 's3-bucket',
    arn,
    exists: known(true),
    foreign: known(false),
    policy: policy.known ? known(policy.value?.Policy ?? null) : policy,
    encryption: encryption.known
      ? known(
          encryptionOf(
            encryption.value?.ServerSideEncryptionConfiguration?.Rules?.[0]
              ?.ApplyServerSideEncryptionByDefault,
          ),
        )
      : encryption,
    publicAccessBlocked: block.known
      ? known(
          Boolean(
            blocks?.BlockPublicAcls &&
              blocks.BlockPublicPolicy &&
              blocks.IgnorePublicAcls &&
              blocks.RestrictPublicBuckets,
          ),
        )
      : block,
    publicAcl: acl.known
      ? known(
          (acl.value.Grants ?? []).some((grant) =>
            /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.test(grant.Grantee?.URI ?? ''),
          ),
        )
      : acl,
    notifiedFunctionArns: notification.known
      ? known(
          (notification.value.LambdaFunctionConfigurations ?? []).map((one) => one.LambdaFunctionArn ?? ''),
        )
      : notification,
  };
}

function encryptionOf(
  given: { SSEAlgorithm?: string | undefined; KMSMasterKeyID?: string | undefined } | undefined,
): Encryption {
  // Since 2023 every new object is encrypted; without a rule that is S3's own key.
  if (given?.SSEAlgorithm?.startsWith('aws:kms') && given.KMSMasterKeyID)
    return { kind: 'customer-key', keyArn: given.KMSMasterKeyID };
  return { kind: 'service-key' };
}
