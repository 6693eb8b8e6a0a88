// A domain list of DNS Firewall, by its name.
import type { ChangeReader } from '../change-reader.ts';
import { dnsDomains, dnsListId } from '../dns-firewall.ts';

export const dnsDomainList: ChangeReader<'dns-domain-list'> = {
  kind: 'dns-domain-list',
  actions: ['route53resolver:ListFirewallDomainLists', 'route53resolver:ListFirewallDomains'],
  async read(scope, { name }) {
    const id = await dnsListId(scope, name);
    return id === undefined ? null : { domains: await dnsDomains(scope, id) };
  },
  async resolve(scope, { target }, input) {
    if (!('FirewallDomainListId' in input)) return { input };
    return { input: { ...input, FirewallDomainListId: await dnsListId(scope, target.name, 'must') } };
  },
};
