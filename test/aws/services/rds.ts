// RDS instances and clusters, for the names of the addresses that functions talk to.
import type * as R from '@aws-sdk/client-rds';
import { type Behaviours, type Call, defined, page } from '../behaviour.ts';

export interface RdsState {
  instances: R.DBInstance[];
  clusters: R.DBCluster[];
}

export function emptyRds(): RdsState {
  return { instances: [], clusters: [] };
}

export const rds: Behaviours = {
  DescribeDBInstances(input: R.DescribeDBInstancesMessage, call: Call): R.DBInstanceMessage {
    const { items, next } = page(
      call.region.rds.instances,
      input.Marker,
      input.MaxRecords,
      100,
      'InvalidParameterValue',
    );
    return defined({ DBInstances: items, Marker: next });
  },

  DescribeDBClusters(input: R.DescribeDBClustersMessage, call: Call): R.DBClusterMessage {
    const { items, next } = page(
      call.region.rds.clusters,
      input.Marker,
      input.MaxRecords,
      100,
      'InvalidParameterValue',
    );
    return defined({ DBClusters: items, Marker: next });
  },
};
