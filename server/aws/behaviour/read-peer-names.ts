// Names for the addresses that functions talk to, from the APIs of what stands behind them. What may not be read is a
// gap, and the rest is named all the same.

import type { NetworkInterface, Vpc, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { isInternalAddress } from '../../core/monitor/flows/connections.ts';
import {
  type DatabaseFacts,
  type NamedAddress,
  nameInterfaces,
  type PeerInterface,
  resolverOf,
} from '../../core/monitor/flows/peer-names.ts';
import type { BehaviourScope } from './open-behaviour.ts';

/** Values of one filter: the service takes at most 200. */
const filterValues = 200;
const mostAddresses = 2000;

export async function readPeerNames(
  scope: BehaviourScope,
  region: string,
  addresses: readonly string[],
): Promise<readonly NamedAddress[]> {
  const { connection, ask } = scope;
  const ec2 = await connection.client('ec2', region);
  const found: NetworkInterface[] = [];
  const asked = addresses.slice(0, mostAddresses);
  const lists = [
    ['addresses.private-ip-address', asked.filter((one) => isInternalAddress(one) && !one.includes(':'))],
    ['association.public-ip', asked.filter((one) => !isInternalAddress(one) && !one.includes(':'))],
    ['ipv6-addresses.ipv6-address', asked.filter((one) => one.includes(':'))],
  ] as const;
  for (const [Name, all] of lists)
    for (let from = 0; from < all.length; from += filterValues) {
      const Filters = [{ Name, Values: all.slice(from, from + filterValues) }];
      const listed = await ask.pages<NetworkInterface>(
        'ec2:DescribeNetworkInterfaces',
        async (token, call) => {
          const page = await ec2.describeNetworkInterfaces(
            { Filters, ...(token === undefined ? {} : { NextToken: token }) },
            call,
          );
          return { items: page.NetworkInterfaces, next: page.NextToken };
        },
      );
      if (!listed.known) {
        scope.gap(region, listed.gap);
        return [];
      }
      found.push(...listed.value);
    }
  const interfaces = found.map(toPeerInterface);
  const hasDatabase = interfaces.some(
    (one) => /^RDSNetworkInterface/.test(one.description) || one.requester === 'amazon-rds',
  );
  const hasEndpoint = interfaces.some(({ type }) => type === 'vpc_endpoint');
  const named = nameInterfaces(
    interfaces,
    hasDatabase ? await readDatabases(scope, region) : [],
    hasEndpoint ? await readEndpoints(scope, region) : [],
  );
  const resolvers = asked.some((one) => /\.2$/.test(one)) ? await readResolvers(scope, region) : [];
  return [...resolvers, ...named];
}

function toPeerInterface(one: NetworkInterface): PeerInterface {
  const own = one.PrivateIpAddresses ?? [];
  return {
    addresses: [
      ...own.flatMap(({ PrivateIpAddress: address }) => address ?? []),
      ...[one.Association, ...own.map(({ Association }) => Association)].flatMap(
        (link) => link?.PublicIp ?? [],
      ),
      ...(one.Ipv6Addresses ?? []).flatMap(({ Ipv6Address: address }) => address ?? []),
    ],
    type: one.InterfaceType ?? '',
    description: one.Description ?? '',
    requester: one.RequesterId ?? '',
    subnetId: one.SubnetId ?? '',
    availabilityZone: one.AvailabilityZone ?? '',
    securityGroupIds: (one.Groups ?? []).flatMap(({ GroupId: id }) => id ?? []),
    instanceId: one.Attachment?.InstanceId ?? '',
  };
}

async function readDatabases(
  { connection, ask, gap }: BehaviourScope,
  region: string,
): Promise<readonly DatabaseFacts[]> {
  const rds = await connection.client('rds', region);
  const instances = await ask.pages<DBInstance>('rds:DescribeDBInstances', async (token, call) => {
    const page = await rds.describeDBInstances(token === undefined ? {} : { Marker: token }, call);
    return { items: page.DBInstances, next: page.Marker };
  });
  const clusters = await ask.pages<DBCluster>('rds:DescribeDBClusters', async (token, call) => {
    const page = await rds.describeDBClusters(token === undefined ? {} : { Marker: token }, call);
    return { items: page.DBClusters, next: page.Marker };
  });
  if (!instances.known) gap(region, instances.gap);
  if (!clusters.known) gap(region, clusters.gap);
  if (!instances.known) return [];
  return instances.value.map((one) => {
    const cluster =
      one.DBClusterIdentifier !== undefined && clusters.known
        ? clusters.value.find(({ DBClusterIdentifier: id }) => id === one.DBClusterIdentifier)
        : undefined;
    return {
      // The instances of a cluster stand for it.
      name: cluster?.DBClusterIdentifier ?? one.DBInstanceIdentifier ?? '',
      engine: one.Engine ?? 'database',
      subnetIds: (one.DBSubnetGroup?.Subnets ?? []).flatMap(({ SubnetIdentifier: id }) => id ?? []),
      securityGroupIds: (one.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId: id }) => id ?? []),
      // One that stands ready in another zone has an interface there.
      availabilityZone: one.MultiAZ ? '' : (one.AvailabilityZone ?? ''),
    };
  });
}

async function readEndpoints({ connection, ask, gap }: BehaviourScope, region: string) {
  const ec2 = await connection.client('ec2', region);
  const listed = await ask.pages<VpcEndpoint>('ec2:DescribeVpcEndpoints', async (token, call) => {
    const page = await ec2.describeVpcEndpoints(token === undefined ? {} : { NextToken: token }, call);
    return { items: page.VpcEndpoints, next: page.NextToken };
  });
  if (!listed.known) gap(region, listed.gap);
  return (listed.known ? listed.value : []).map((one) => ({
    id: one.VpcEndpointId ?? '',
    service: one.ServiceName ?? '',
  }));
}

async function readResolvers(
  { connection, ask, gap }: BehaviourScope,
  region: string,
): Promise<readonly NamedAddress[]> {
  const ec2 = await connection.client('ec2', region);
  const listed = await ask.pages<Vpc>('ec2:DescribeVpcs', async (token, call) => {
    const page = await ec2.describeVpcs(token === undefined ? {} : { NextToken: token }, call);
    return { items: page.Vpcs, next: page.NextToken };
  });
  if (!listed.known) gap(region, listed.gap);
  return (listed.known ? listed.value : []).flatMap((one) => {
    const address = resolverOf(one.CidrBlock ?? '');
    return address === undefined ? [] : [{ address, name: 'DNS resolver of the VPC' }];
  });
}
