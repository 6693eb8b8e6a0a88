// One entry of a network ACL.
import { type ChangeReader, options } from '../change-reader.ts';

export const networkAclEntry: ChangeReader<'network-acl-entry'> = {
  kind: 'network-acl-entry',
  actions: ['ec2:DescribeNetworkAcls'],
  async read(scope, { networkAclId, ruleNumber, egress }) {
    const ec2 = await scope.client('ec2');
    const found = await ec2.describeNetworkAcls({ NetworkAclIds: [networkAclId] }, options(scope));
    const entry = found.NetworkAcls?.[0]?.Entries?.find(
      (one) => one.RuleNumber === ruleNumber && one.Egress === egress,
    );
    return entry
      ? {
          action: entry.RuleAction === 'allow' ? 'allow' : 'deny',
          protocol: entry.Protocol ?? '-1',
          cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
        }
      : null;
  },
};
