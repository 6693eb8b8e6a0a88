// That a VPC asks a rule group of DNS Firewall.
import { type ChangeReader, type ChangeScope, NotThereYet } from '../change-reader.ts';
import { dnsAssociations, dnsGroupId } from '../dns-firewall.ts';

export const dnsAssociation: ChangeReader<'dns-association'> = {
  kind: 'dns-association',
  actions: ['route53resolver:ListFirewallRuleGroupAssociations', 'route53resolver:ListFirewallRuleGroups'],
  async read(scope, target) {
    const found = await find(scope, target);
    return found && found.Status !== 'DELETING' ? { priority: found.Priority ?? 0 } : null;
  },
  async resolve(scope, { target, after }, input) {
    if (after !== null)
      return { input: { ...input, FirewallRuleGroupId: await dnsGroupId(scope, target.group, 'must') } };
    const found = await find(scope, target);
    if (found?.Id === undefined) throw new NotThereYet(`${target.group} is not on ${target.vpcId} yet`);
    return { input: { FirewallRuleGroupAssociationId: found.Id } };
  },
  async pending(scope, target) {
    const found = await find(scope, target);
    return found && found.Status !== 'COMPLETE'
      ? `DNS Firewall is still at work on ${target.vpcId}`
      : undefined;
  },
};

async function find(
  scope: ChangeScope,
  { group, vpcId }: { readonly group: string; readonly vpcId: string },
) {
  const groupId = await dnsGroupId(scope, group);
  if (groupId === undefined) return undefined;
  return (await dnsAssociations(scope, vpcId)).find((one) => one.FirewallRuleGroupId === groupId);
}
