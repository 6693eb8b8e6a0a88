// A rule group of DNS Firewall, by its name.
import type { ChangeReader } from '../change-reader.ts';
import { dnsGroupId } from '../dns-firewall.ts';

export const dnsRuleGroup: ChangeReader<'dns-rule-group'> = {
  kind: 'dns-rule-group',
  actions: ['route53resolver:ListFirewallRuleGroups'],
  async read(scope, { name }) {
    return (await dnsGroupId(scope, name)) === undefined ? null : { owned: true };
  },
  async resolve(scope, { target }, input) {
    if (!('FirewallRuleGroupId' in input)) return { input };
    return { input: { ...input, FirewallRuleGroupId: await dnsGroupId(scope, target.name, 'must') } };
  },
};
