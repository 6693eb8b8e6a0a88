// A security group by its name in a VPC, with its rules.
import type { IpPermission } from '@aws-sdk/client-ec2';
import { type ChangeReader, NotThereYet } from '../change-reader.ts';
import { findSecurityGroup } from '../find-security-group.ts';

export const securityGroup: ChangeReader<'security-group'> = {
  kind: 'security-group',
  actions: ['ec2:DescribeSecurityGroups'],
  async read(scope, { vpcId, name }) {
    const found = await findSecurityGroup(scope, vpcId, name);
    return found
      ? {
          description: found.Description ?? '',
          ingress: rulesOf(found.IpPermissions),
          egress: rulesOf(found.IpPermissionsEgress),
        }
      : null;
  },
  async resolve(scope, { target }, input) {
    if (!('GroupId' in input)) return { input };
    const found = await findSecurityGroup(scope, target.vpcId, target.name);
    if (!found) throw new NotThereYet(`security group ${target.name} does not show yet`);
    const base = { ...input, GroupId: found.GroupId };
    // A VPC with IPv6 gives a new group a second rule.
    return {
      input: 'IpPermissions' in input ? { ...base, IpPermissions: found.IpPermissionsEgress ?? [] } : base,
    };
  },
};

function rulesOf(permissions: readonly IpPermission[] | undefined): readonly string[] {
  return (permissions ?? [])
    .flatMap((one) => {
      const ports = one.IpProtocol === '-1' ? 'all' : `${one.FromPort ?? ''}-${one.ToPort ?? ''}`;
      const peers = [
        ...(one.IpRanges ?? []).map((range) => range.CidrIp),
        ...(one.Ipv6Ranges ?? []).map((range) => range.CidrIpv6),
        ...(one.UserIdGroupPairs ?? []).map((pair) => pair.GroupId),
        ...(one.PrefixListIds ?? []).map((list) => list.PrefixListId),
      ];
      return peers.map((peer) => `${one.IpProtocol} ${ports} ${peer}`);
    })
    .toSorted();
}
