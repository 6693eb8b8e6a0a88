// Subnets and security groups that functions use, flow logs, and the interfaces that Lambda made.
import type * as E from '@aws-sdk/client-ec2';
import { type Known, known } from '../../core/model/known.ts';
import type {
  FlowLog,
  Network,
  NetworkInterface,
  SecurityGroup,
  Subnet,
  TrafficRule,
} from '../../core/model/network.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const networkCollector: CollectorFacts = {
  thing: 'network',
  feature: 'network',
  actions: [
    'ec2:DescribeSubnets',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeFlowLogs',
    'ec2:DescribeNetworkInterfaces',
  ],
};

/** Values of one filter: the service takes at most 200. */
const filterValues = 200;

export async function collectNetwork(scope: NeighbourScope): Promise<Network> {
  const vpcs = scope.functions.flatMap((one) => (one.configuration.vpc ? [one.configuration.vpc] : []));
  if (vpcs.length === 0) {
    return { subnets: known([]), securityGroups: known([]), flowLogs: known([]), interfaces: known([]) };
  }
  const ec2 = await scope.client('ec2');
  const subnetIds = [...new Set(vpcs.flatMap((one) => one.subnetIds))];
  const groupIds = [...new Set(vpcs.flatMap((one) => one.securityGroupIds))];
  const more = (token: string | undefined) => (token === undefined ? {} : { NextToken: token });
  const [subnets, securityGroups, flowLogs, interfaces] = await Promise.all([
    inBatches(subnetIds, (Values) =>
      scope.ask.pages<Subnet>('ec2:DescribeSubnets', async (token, options) => {
        const page = await ec2.describeSubnets(
          { Filters: [{ Name: 'subnet-id', Values }], ...more(token) },
          options,
        );
        return { items: page.Subnets?.map(toSubnet), next: page.NextToken };
      }),
    ),
    inBatches(groupIds, (Values) =>
      scope.ask.pages<SecurityGroup>('ec2:DescribeSecurityGroups', async (token, options) => {
        const page = await ec2.describeSecurityGroups(
          { Filters: [{ Name: 'group-id', Values }], ...more(token) },
          options,
        );
        return { items: page.SecurityGroups?.map(toGroup), next: page.NextToken };
      }),
    ),
    scope.ask.pages<FlowLog>('ec2:DescribeFlowLogs', async (token, options) => {
      const page = await ec2.describeFlowLogs(more(token), options);
      return { items: page.FlowLogs?.map(toFlowLog), next: page.NextToken };
    }),
    scope.ask.pages<NetworkInterface>('ec2:DescribeNetworkInterfaces', async (token, options) => {
      const page = await ec2.describeNetworkInterfaces(
        { Filters: [{ Name: 'interface-type', Values: ['lambda'] }], ...more(token) },
        options,
      );
      return { items: page.NetworkInterfaces?.map(toInterface), next: page.NextToken };
    }),
  ]);
  return { subnets, securityGroups, flowLogs, interfaces };
}

async function inBatches<T>(
  ids: readonly string[],
  ask: (ids: string[]) => Promise<Known<readonly T[]>>,
): Promise<Known<readonly T[]>> {
  const all: T[] = [];
  for (let start = 0; start < ids.length; start += filterValues) {
    const part = await ask(ids.slice(start, start + filterValues));
    if (!part.known) return part;
    all.push(...part.value);
  }
  return known(all);
}

function toSubnet(given: E.Subnet): Subnet {
  return {
    id: given.SubnetId ?? '',
    vpcId: given.VpcId ?? '',
    availabilityZone: given.AvailabilityZone ?? '',
    cidr: given.CidrBlock ?? '',
  };
}

function toGroup(given: E.SecurityGroup): SecurityGroup {
  return {
    id: given.GroupId ?? '',
    name: given.GroupName ?? '',
    vpcId: given.VpcId ?? '',
    ingress: (given.IpPermissions ?? []).map(toRule),
    egress: (given.IpPermissionsEgress ?? []).map(toRule),
  };
}

function toRule(given: E.IpPermission): TrafficRule {
  return {
    protocol: given.IpProtocol ?? '-1',
    ...(given.FromPort === undefined ? {} : { fromPort: given.FromPort }),
    ...(given.ToPort === undefined ? {} : { toPort: given.ToPort }),
    cidrs: [
      ...(given.IpRanges ?? []).map((one) => one.CidrIp ?? ''),
      ...(given.Ipv6Ranges ?? []).map((one) => one.CidrIpv6 ?? ''),
    ],
    groupIds: (given.UserIdGroupPairs ?? []).map((one) => one.GroupId ?? ''),
    prefixListIds: (given.PrefixListIds ?? []).map((one) => one.PrefixListId ?? ''),
  };
}

function toFlowLog(given: E.FlowLog): FlowLog {
  return {
    id: given.FlowLogId ?? '',
    resourceId: given.ResourceId ?? '',
    active: given.FlowLogStatus === 'ACTIVE',
    traffic: given.TrafficType ?? 'ALL',
    destinationType: given.LogDestinationType ?? 'cloud-watch-logs',
    ...(given.LogDestination === undefined ? {} : { destination: given.LogDestination }),
    ...(given.LogGroupName === undefined ? {} : { logGroup: given.LogGroupName }),
    ...(given.LogFormat === undefined ? {} : { format: given.LogFormat }),
  };
}

function toInterface(given: E.NetworkInterface): NetworkInterface {
  return {
    id: given.NetworkInterfaceId ?? '',
    subnetId: given.SubnetId ?? '',
    vpcId: given.VpcId ?? '',
    securityGroupIds: (given.Groups ?? []).map((one) => one.GroupId ?? ''),
    privateIps: (given.PrivateIpAddresses ?? []).map((one) => one.PrivateIpAddress ?? ''),
  };
}
