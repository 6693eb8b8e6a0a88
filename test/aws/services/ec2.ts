// EC2's network: subnets, security groups, interfaces, flow logs, network ACLs.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html
import type * as E from '@aws-sdk/client-ec2';
import { type Behaviours, type Call, defined, Fault, hexId, page } from '../behaviour.ts';

export interface Ec2State {
  regions: string[];
  vpcs: E.Vpc[];
  subnets: E.Subnet[];
  securityGroups: E.SecurityGroup[];
  interfaces: E.NetworkInterface[];
  flowLogs: E.FlowLog[];
  networkAcls: E.NetworkAcl[];
  vpcEndpoints: E.VpcEndpoint[];
  /** How long the interfaces of a function go on holding a group that it left. */
  lingeringMinutes: number;
  /** By group id: until when interfaces hold it. */
  lingering: Map<string, Date>;
}

export function emptyEc2(): Ec2State {
  return {
    regions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
    vpcs: [],
    subnets: [],
    securityGroups: [],
    interfaces: [],
    flowLogs: [],
    networkAcls: [],
    vpcEndpoints: [],
    lingeringMinutes: 0,
    lingering: new Map(),
  };
}

type Filters = { Filters?: E.Filter[] | undefined; Filter?: E.Filter[] | undefined };

/** Filters are joined by "and", their values by "or"; `*` stands for anything. */
function pass(input: Filters, read: (name: string) => readonly (string | undefined)[]): boolean {
  return [...(input.Filters ?? []), ...(input.Filter ?? [])].every((filter) => {
    const values = read(filter.Name ?? '');
    return (filter.Values ?? []).some((wanted) =>
      values.some((value) => value === wanted || (wanted.includes('*') && glob(wanted, value ?? ''))),
    );
  });
}

function glob(pattern: string, text: string): boolean {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  ).test(text);
}

function byIds<T>(
  items: readonly T[],
  ids: string[] | undefined,
  idOf: (item: T) => string | undefined,
  code: string,
): T[] {
  if (!ids?.length) return [...items];
  for (const id of ids)
    if (!items.some((one) => idOf(one) === id))
      throw new Fault(code, `The ID '${id}' does not exist`, { status: 400 });
  return items.filter((one) => ids.includes(idOf(one) ?? ''));
}

function groupOf(call: Call, id: string | undefined): E.SecurityGroup {
  const group = call.region.ec2.securityGroups.find((one) => one.GroupId === id);
  if (!group)
    throw new Fault('InvalidGroup.NotFound', `The security group '${id}' does not exist`, { status: 400 });
  return group;
}

function aclOf(call: Call, id: string | undefined): E.NetworkAcl {
  const acl = call.region.ec2.networkAcls.find((one) => one.NetworkAclId === id);
  if (!acl)
    throw new Fault('InvalidNetworkAclID.NotFound', `The networkAcl ID '${id}' does not exist`, {
      status: 400,
    });
  return acl;
}

function hasIpv6(call: Call, vpcId: string | undefined): boolean {
  const vpc = call.region.ec2.vpcs.find((one) => one.VpcId === vpcId);
  return (vpc?.Ipv6CidrBlockAssociationSet ?? []).length > 0;
}

const same = (a: E.IpPermission, b: E.IpPermission) =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
function canonical(one: E.IpPermission): unknown {
  return [
    one.IpProtocol,
    one.FromPort ?? null,
    one.ToPort ?? null,
    (one.IpRanges ?? []).map((range) => range.CidrIp).sort(),
    (one.Ipv6Ranges ?? []).map((range) => range.CidrIpv6).sort(),
    (one.UserIdGroupPairs ?? []).map((pair) => pair.GroupId).sort(),
    (one.PrefixListIds ?? []).map((list) => list.PrefixListId).sort(),
  ];
}

function authorize(list: E.IpPermission[], added: E.IpPermission[]): void {
  for (const one of added) {
    if (list.some((other) => same(one, other)))
      throw new Fault('InvalidPermission.Duplicate', 'the specified rule already exists', { status: 400 });
    list.push(one);
  }
}

function revoke(list: E.IpPermission[], removed: E.IpPermission[]): E.IpPermission[] {
  for (const one of removed) {
    if (!list.some((other) => same(one, other)))
      throw new Fault(
        'InvalidPermission.NotFound',
        'The specified rule does not exist in this security group.',
        { status: 400 },
      );
  }
  return list.filter((one) => !removed.some((other) => same(one, other)));
}

const paged = <T>(
  items: readonly T[],
  input: { NextToken?: string | undefined; MaxResults?: number | undefined },
) => page(items, input.NextToken, input.MaxResults, 1000, 'InvalidNextToken');

export const ec2: Behaviours = {
  DescribeRegions: (_input: E.DescribeRegionsRequest, call: Call): E.DescribeRegionsResult => ({
    Regions: call.region.ec2.regions.map((name) => ({
      RegionName: name,
      OptInStatus: 'opt-in-not-required',
      Endpoint: `ec2.${name}.amazonaws.com`,
    })),
  }),

  DescribeVpcs(input: E.DescribeVpcsRequest, call: Call): E.DescribeVpcsResult {
    const { items, next } = paged(
      byIds(call.region.ec2.vpcs, input.VpcIds, (one) => one.VpcId, 'InvalidVpcID.NotFound'),
      input,
    );
    return defined({ Vpcs: items, NextToken: next });
  },

  DescribeSubnets(input: E.DescribeSubnetsRequest, call: Call): E.DescribeSubnetsResult {
    const wanted = byIds(
      call.region.ec2.subnets,
      input.SubnetIds,
      (one) => one.SubnetId,
      'InvalidSubnetID.NotFound',
    ).filter((one) =>
      pass(input, (name) =>
        name === 'vpc-id'
          ? [one.VpcId]
          : name === 'subnet-id'
            ? [one.SubnetId]
            : name === 'availability-zone'
              ? [one.AvailabilityZone]
              : [],
      ),
    );
    const { items, next } = paged(wanted, input);
    return defined({ Subnets: items, NextToken: next });
  },

  DescribeSecurityGroups(input: E.DescribeSecurityGroupsRequest, call: Call): E.DescribeSecurityGroupsResult {
    const wanted = byIds(
      call.region.ec2.securityGroups,
      input.GroupIds,
      (one) => one.GroupId,
      'InvalidGroup.NotFound',
    ).filter((one) =>
      pass(input, (name) =>
        name === 'vpc-id'
          ? [one.VpcId]
          : name === 'group-id'
            ? [one.GroupId]
            : name === 'group-name'
              ? [one.GroupName]
              : [],
      ),
    );
    const { items, next } = paged(wanted, input);
    return defined({ SecurityGroups: items, NextToken: next });
  },

  DescribeNetworkInterfaces(
    input: E.DescribeNetworkInterfacesRequest,
    call: Call,
  ): E.DescribeNetworkInterfacesResult {
    const wanted = byIds(
      call.region.ec2.interfaces,
      input.NetworkInterfaceIds,
      (one) => one.NetworkInterfaceId,
      'InvalidNetworkInterfaceID.NotFound',
    ).filter((one) =>
      pass(input, (name) => {
        if (name === 'interface-type') return [one.InterfaceType];
        if (name === 'subnet-id') return [one.SubnetId];
        if (name === 'vpc-id') return [one.VpcId];
        if (name === 'group-id') return (one.Groups ?? []).map((group) => group.GroupId);
        if (name === 'description') return [one.Description];
        if (name === 'addresses.private-ip-address')
          return (one.PrivateIpAddresses ?? []).map((address) => address.PrivateIpAddress);
        if (name === 'association.public-ip')
          return [
            one.Association,
            ...(one.PrivateIpAddresses ?? []).map((address) => address.Association),
          ].map((link) => link?.PublicIp);
        if (name === 'ipv6-addresses.ipv6-address')
          return (one.Ipv6Addresses ?? []).map((address) => address.Ipv6Address);
        return name === 'requester-id' ? [one.RequesterId] : [];
      }),
    );
    const { items, next } = paged(wanted, input);
    return defined({ NetworkInterfaces: items, NextToken: next });
  },

  DescribeFlowLogs(input: E.DescribeFlowLogsRequest, call: Call): E.DescribeFlowLogsResult {
    const wanted = call.region.ec2.flowLogs
      .filter((one) => !input.FlowLogIds?.length || input.FlowLogIds.includes(one.FlowLogId ?? ''))
      .filter((one) =>
        pass(input, (name) =>
          name === 'resource-id' ? [one.ResourceId] : name === 'log-group-name' ? [one.LogGroupName] : [],
        ),
      );
    const { items, next } = paged(wanted, input);
    return defined({ FlowLogs: items, NextToken: next });
  },

  DescribeVpcEndpoints(input: E.DescribeVpcEndpointsRequest, call: Call): E.DescribeVpcEndpointsResult {
    const { items, next } = paged(call.region.ec2.vpcEndpoints, input);
    return defined({ VpcEndpoints: items, NextToken: next });
  },

  DescribeNetworkAcls(input: E.DescribeNetworkAclsRequest, call: Call): E.DescribeNetworkAclsResult {
    const wanted = byIds(
      call.region.ec2.networkAcls,
      input.NetworkAclIds,
      (one) => one.NetworkAclId,
      'InvalidNetworkAclID.NotFound',
    ).filter((one) =>
      pass(input, (name) =>
        name === 'association.subnet-id'
          ? (one.Associations ?? []).map((link) => link.SubnetId)
          : name === 'vpc-id'
            ? [one.VpcId]
            : [],
      ),
    );
    const { items, next } = paged(wanted, input);
    return defined({ NetworkAcls: items, NextToken: next });
  },

  CreateSecurityGroup(input: E.CreateSecurityGroupRequest, call: Call): E.CreateSecurityGroupResult {
    const taken = call.region.ec2.securityGroups.some(
      (one) => one.GroupName === input.GroupName && one.VpcId === input.VpcId,
    );
    if (taken)
      throw new Fault(
        'InvalidGroup.Duplicate',
        `The security group '${input.GroupName}' already exists for VPC '${input.VpcId}'`,
        { status: 400 },
      );
    const id = `sg-${hexId(17)}`;
    call.region.ec2.securityGroups.push(
      defined({
        GroupId: id,
        GroupName: input.GroupName,
        Description: input.Description,
        VpcId: input.VpcId,
        OwnerId: call.account.id,
        IpPermissions: [],
        // A new group lets everything out.
        IpPermissionsEgress: [
          defined({
            IpProtocol: '-1',
            IpRanges: [{ CidrIp: '0.0.0.0/0' }],
            Ipv6Ranges: hasIpv6(call, input.VpcId) ? [{ CidrIpv6: '::/0' }] : undefined,
          }),
        ],
        Tags: input.TagSpecifications?.flatMap((one) => one.Tags ?? []),
      }),
    );
    return { GroupId: id };
  },

  DeleteSecurityGroup(input: E.DeleteSecurityGroupRequest, call: Call): E.DeleteSecurityGroupResult {
    const group = groupOf(call, input.GroupId);
    const used = [...call.region.lambda.functions.values()].some((one) =>
      one.latest.VpcConfig?.SecurityGroupIds?.includes(group.GroupId ?? ''),
    );
    const until = call.region.ec2.lingering.get(group.GroupId ?? '');
    if (used || (until !== undefined && until > call.now))
      throw new Fault('DependencyViolation', `resource ${group.GroupId} has a dependent object`, {
        status: 400,
      });
    call.region.ec2.lingering.delete(group.GroupId ?? '');
    call.region.ec2.securityGroups = call.region.ec2.securityGroups.filter((one) => one !== group);
    return { Return: true };
  },

  AuthorizeSecurityGroupEgress(
    input: E.AuthorizeSecurityGroupEgressRequest,
    call: Call,
  ): E.AuthorizeSecurityGroupEgressResult {
    const group = groupOf(call, input.GroupId);
    group.IpPermissionsEgress ??= [];
    authorize(group.IpPermissionsEgress, input.IpPermissions ?? []);
    return { Return: true };
  },

  RevokeSecurityGroupEgress(
    input: E.RevokeSecurityGroupEgressRequest,
    call: Call,
  ): E.RevokeSecurityGroupEgressResult {
    const group = groupOf(call, input.GroupId);
    group.IpPermissionsEgress = revoke(group.IpPermissionsEgress ?? [], input.IpPermissions ?? []);
    return { Return: true };
  },

  AuthorizeSecurityGroupIngress(
    input: E.AuthorizeSecurityGroupIngressRequest,
    call: Call,
  ): E.AuthorizeSecurityGroupIngressResult {
    const group = groupOf(call, input.GroupId);
    group.IpPermissions ??= [];
    authorize(group.IpPermissions, input.IpPermissions ?? []);
    return { Return: true };
  },

  RevokeSecurityGroupIngress(
    input: E.RevokeSecurityGroupIngressRequest,
    call: Call,
  ): E.RevokeSecurityGroupIngressResult {
    const group = groupOf(call, input.GroupId);
    group.IpPermissions = revoke(group.IpPermissions ?? [], input.IpPermissions ?? []);
    return { Return: true };
  },

  CreateNetworkAclEntry(input: E.CreateNetworkAclEntryRequest, call: Call): Record<string, never> {
    const acl = aclOf(call, input.NetworkAclId);
    acl.Entries ??= [];
    if (acl.Entries.some((one) => one.RuleNumber === input.RuleNumber && one.Egress === input.Egress)) {
      throw new Fault(
        'NetworkAclEntryAlreadyExists',
        `The network acl entry identified by ${input.RuleNumber} already exists.`,
        { status: 400 },
      );
    }
    acl.Entries.push(
      defined({
        RuleNumber: input.RuleNumber,
        Egress: input.Egress,
        Protocol: input.Protocol,
        RuleAction: input.RuleAction,
        CidrBlock: input.CidrBlock,
        Ipv6CidrBlock: input.Ipv6CidrBlock,
        PortRange: input.PortRange,
      }),
    );
    return {};
  },

  DeleteNetworkAclEntry(input: E.DeleteNetworkAclEntryRequest, call: Call): Record<string, never> {
    const acl = aclOf(call, input.NetworkAclId);
    const left = (acl.Entries ?? []).filter(
      (one) => one.RuleNumber !== input.RuleNumber || one.Egress !== input.Egress,
    );
    if (left.length === (acl.Entries ?? []).length)
      throw new Fault('InvalidNetworkAclEntry.NotFound', 'The specified network acl entry does not exist.', {
        status: 400,
      });
    acl.Entries = left;
    return {};
  },

  CreateTags: (): Record<string, never> => ({}),
};
