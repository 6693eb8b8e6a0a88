// ElastiCache clusters, for the names of the addresses that functions talk to.
import type * as C from '@aws-sdk/client-elasticache';
import { type Behaviours, type Call, defined, page } from '../behaviour.ts';

export interface ElastiCacheState {
  clusters: C.CacheCluster[];
}

export function emptyElastiCache(): ElastiCacheState {
  return { clusters: [] };
}

export const elasticache: Behaviours = {
  DescribeCacheClusters(input: C.DescribeCacheClustersMessage, call: Call): C.CacheClusterMessage {
    const { items, next } = page(
      call.region.elasticache.clusters,
      input.Marker,
      input.MaxRecords,
      100,
      'InvalidParameterValue',
    );
    return defined({ CacheClusters: items, Marker: next });
  },
};
