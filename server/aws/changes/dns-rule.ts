// The rule of a rule group of DNS Firewall about one domain list; both by their names.
import { type ChangeReader, options } from '../change-reader.ts';
import { allPages, dnsGroupId, dnsListId } from '../dns-firewall.ts';

export const dnsRule: ChangeReader<'dns-rule'> = {
  kind: 'dns-rule',
  actions: [
    'route53resolver:ListFirewallRules',
    'route53resolver:ListFirewallRuleGroups',
    'route53resolver:ListFirewallDomainLists',
  ],
  async read(scope, { group, list }) {
    const groupId = await dnsGroupId(scope, group);
    const listId = await dnsListId(scope, list);
    if (groupId === undefined || listId === undefined) return null;
    const client = await scope.client('route53resolver');
    const rules = await allPages(async (token) => {
      const page = await client.listFirewallRules({ FirewallRuleGroupId: groupId, ...token }, options(scope));
      return { items: page.FirewallRules, next: page.NextToken };
    });
    const rule = rules.find((one) => one.FirewallDomainListId === listId);
    return rule
      ? { priority: rule.Priority ?? 0, action: rule.Action ?? '', response: rule.BlockResponse ?? '' }
      : null;
  },
  async resolve(scope, { target }, input) {
    const FirewallRuleGroupId = await dnsGroupId(scope, target.group, 'must');
    const FirewallDomainListId = await dnsListId(scope, target.list, 'must');
    return { input: { ...input, FirewallRuleGroupId, FirewallDomainListId } };
  },
};
