// Customer-managed keys that functions and their log groups name.
import { known } from '../../core/model/known.ts';
import type { Key } from '../../core/model/neighbour.ts';
import { namedOf } from '../named.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const keysCollector: CollectorFacts = {
  thing: 'keys',
  feature: 'triggers',
  actions: ['kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:GetKeyPolicy'],
};

export async function collectKeys(scope: NeighbourScope): Promise<readonly Key[]> {
  const kms = await scope.client('kms');
  const { ask } = scope;
  const arns = namedOf(scope.named, 'kms', scope.account.id, scope.region).filter((arn) =>
    /:key\/[\w-]+$/.test(arn),
  );
  return Promise.all(
    arns.map(async (arn): Promise<Key> => {
      const key = await ask.orNull('kms:DescribeKey', (options) => kms.describeKey({ KeyId: arn }, options));
      const [rotation, policy] = await Promise.all([
        ask.orNull('kms:GetKeyRotationStatus', (options) =>
          kms.getKeyRotationStatus({ KeyId: arn }, options),
        ),
        ask.orNull('kms:GetKeyPolicy', (options) =>
          kms.getKeyPolicy({ KeyId: arn, PolicyName: 'default' }, options),
        ),
      ]);
      return {
        kind: 'kms-key',
        arn,
        exists: key.known ? known(key.value !== null) : key,
        policy: policy.known ? known(policy.value?.Policy ?? null) : policy,
        enabled: key.known ? known(key.value?.KeyMetadata?.Enabled ?? false) : key,
        rotated: rotation.known ? known(rotation.value?.KeyRotationEnabled ?? false) : rotation,
      };
    }),
  );
}
