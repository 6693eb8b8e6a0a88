// What DNS Firewall has in a Region, found by name: it lists by id only.
import { type ChangeScope, NotThereYet, options } from './change-reader.ts';

export async function dnsListId(scope: ChangeScope, name: string): Promise<string | undefined>;
export async function dnsListId(scope: ChangeScope, name: string, must: 'must'): Promise<string>;
export async function dnsListId(
  scope: ChangeScope,
  name: string,
  must?: 'must',
): Promise<string | undefined> {
  const client = await scope.client('route53resolver');
  const lists = await allPages(async (token) => {
    const page = await client.listFirewallDomainLists(token, options(scope));
    return { items: page.FirewallDomainLists, next: page.NextToken };
  });
  return idOf(name, lists, must);
}

export async function dnsGroupId(scope: ChangeScope, name: string): Promise<string | undefined>;
export async function dnsGroupId(scope: ChangeScope, name: string, must: 'must'): Promise<string>;
export async function dnsGroupId(
  scope: ChangeScope,
  name: string,
  must?: 'must',
): Promise<string | undefined> {
  const client = await scope.client('route53resolver');
  const groups = await allPages(async (token) => {
    const page = await client.listFirewallRuleGroups(token, options(scope));
    return { items: page.FirewallRuleGroups, next: page.NextToken };
  });
  return idOf(name, groups, must);
}

/** Sorted, without the dot at their end. */
export async function dnsDomains(
  scope: ChangeScope,
  FirewallDomainListId: string,
): Promise<readonly string[]> {
  const client = await scope.client('route53resolver');
  const domains = await allPages(async (token) => {
    const page = await client.listFirewallDomains({ FirewallDomainListId, ...token }, options(scope));
    return { items: page.Domains, next: page.NextToken };
  });
  return domains.map((one) => one.replace(/\.$/, '')).toSorted();
}

export async function dnsAssociations(scope: ChangeScope, VpcId: string) {
  const client = await scope.client('route53resolver');
  return allPages(async (token) => {
    const page = await client.listFirewallRuleGroupAssociations({ VpcId, ...token }, options(scope));
    return { items: page.FirewallRuleGroupAssociations, next: page.NextToken };
  });
}

/** A token that comes back unchanged ends the list. */
export async function allPages<T>(
  ask: (token: { readonly NextToken?: string }) => Promise<{
    readonly items: readonly T[] | undefined;
    readonly next: string | undefined;
  }>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token === undefined ? {} : { NextToken: token });
    found.push(...(page.items ?? []));
    token = page.next === token ? undefined : page.next;
  } while (token !== undefined && token !== '');
  return found;
}

function idOf(
  name: string,
  things: readonly { readonly Id?: string; readonly Name?: string; readonly Status?: string }[],
  must: 'must' | undefined,
): string | undefined {
  const id = things.find((one) => one.Name === name && one.Status !== 'DELETING')?.Id;
  if (id === undefined && must !== undefined) throw new NotThereYet(`${name} does not show yet`);
  return id;
}
