// DNS Firewall: domain lists, rule groups with their rules, and the VPCs that ask them.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html
import { type Behaviours, type Call, Fault, hexId, page } from '../behaviour.ts';

export interface DnsFirewallState {
  lists: { Id: string; Name: string; CreatorRequestId: string; domains: string[] }[];
  groups: {
    Id: string;
    Name: string;
    CreatorRequestId: string;
    rules: {
      FirewallDomainListId: string;
      Priority: number;
      Action: string;
      BlockResponse: string;
      Name: string;
    }[];
  }[];
  associations: {
    Id: string;
    FirewallRuleGroupId: string;
    VpcId: string;
    Name: string;
    Priority: number;
    Status: string;
  }[];
}

export function emptyDnsFirewall(): DnsFirewallState {
  return { lists: [], groups: [], associations: [] };
}

interface Input {
  readonly NextToken?: string;
  readonly MaxResults?: number;
  readonly FirewallRuleGroupId?: string;
  readonly FirewallDomainListId?: string;
  readonly FirewallRuleGroupAssociationId?: string;
  readonly CreatorRequestId?: string;
  readonly Name?: string;
  readonly VpcId?: string;
  readonly Priority?: number;
  readonly Action?: string;
  readonly BlockResponse?: string;
  readonly Operation?: string;
  readonly Domains?: string[];
}

const notFound = (what: string) =>
  new Fault('ResourceNotFoundException', `${what} does not exist`, { status: 400 });
const conflict = (why: string) => new Fault('ConflictException', why, { status: 400 });

function listOf(call: Call, id: string | undefined) {
  const found = call.region.dnsFirewall.lists.find((one) => one.Id === id);
  if (!found) throw notFound(`domain list ${id}`);
  return found;
}

function groupOf(call: Call, id: string | undefined) {
  const found = call.region.dnsFirewall.groups.find((one) => one.Id === id);
  if (!found) throw notFound(`rule group ${id}`);
  return found;
}

const paged = <T>(items: readonly T[], input: Input) =>
  page(items, input.NextToken, input.MaxResults, 100, 'InvalidNextTokenException');

/** DNS Firewall gives names back with the dot of the root. */
const rooted = (domain: string) => (domain.endsWith('.') ? domain : `${domain}.`).toLowerCase();

export const route53resolver: Behaviours = {
  ListFirewallDomainLists(input: Input, call: Call) {
    const { items, next } = paged(call.region.dnsFirewall.lists, input);
    return { FirewallDomainLists: items.map(({ domains: _, ...one }) => one), NextToken: next };
  },
  ListFirewallDomains(input: Input, call: Call) {
    const { items, next } = paged(listOf(call, input.FirewallDomainListId).domains, input);
    return { Domains: items, NextToken: next };
  },
  ListFirewallRuleGroups(input: Input, call: Call) {
    const { items, next } = paged(call.region.dnsFirewall.groups, input);
    return { FirewallRuleGroups: items.map(({ rules: _, ...one }) => one), NextToken: next };
  },
  ListFirewallRules(input: Input, call: Call) {
    const { items, next } = paged(groupOf(call, input.FirewallRuleGroupId).rules, input);
    return {
      FirewallRules: items.map((one) => ({ ...one, FirewallRuleGroupId: input.FirewallRuleGroupId })),
      NextToken: next,
    };
  },
  ListFirewallRuleGroupAssociations(input: Input, call: Call) {
    const { dnsFirewall } = call.region;
    const wanted = dnsFirewall.associations.filter(
      (one) =>
        (input.VpcId === undefined || one.VpcId === input.VpcId) &&
        (input.FirewallRuleGroupId === undefined || one.FirewallRuleGroupId === input.FirewallRuleGroupId),
    );
    const { items, next } = paged(
      wanted.map((one) => ({ ...one })),
      input,
    );
    // What was at work is done by the next question.
    for (const one of wanted) one.Status = one.Status === 'UPDATING' ? 'COMPLETE' : one.Status;
    dnsFirewall.associations = dnsFirewall.associations.filter((one) => one.Status !== 'DELETING');
    return { FirewallRuleGroupAssociations: items, NextToken: next };
  },
  CreateFirewallDomainList(input: Input, call: Call) {
    const { CreatorRequestId = '', Name = '' } = input;
    const { lists } = call.region.dnsFirewall;
    const same = lists.find((one) => one.CreatorRequestId === CreatorRequestId);
    if (same) return { FirewallDomainList: same };
    const made = { Id: `rslvr-fdl-${hexId(17)}`, Name, CreatorRequestId, domains: [] };
    lists.push(made);
    return { FirewallDomainList: made };
  },
  UpdateFirewallDomains(input: Input, call: Call) {
    const found = listOf(call, input.FirewallDomainListId);
    const given = (input.Domains ?? []).map(rooted);
    if (input.Operation === 'REPLACE') found.domains = given;
    else if (input.Operation === 'ADD') found.domains = [...new Set([...found.domains, ...given])];
    else found.domains = found.domains.filter((one) => !given.includes(one));
    return { Id: found.Id, Name: found.Name, Status: 'COMPLETE' };
  },
  DeleteFirewallDomainList(input: Input, call: Call) {
    const found = listOf(call, input.FirewallDomainListId);
    const { dnsFirewall } = call.region;
    if (dnsFirewall.groups.some((group) => group.rules.some((one) => one.FirewallDomainListId === found.Id)))
      throw conflict(`domain list ${found.Id} is used by a rule`);
    dnsFirewall.lists = dnsFirewall.lists.filter((one) => one !== found);
    return { FirewallDomainList: found };
  },
  CreateFirewallRuleGroup(input: Input, call: Call) {
    const { CreatorRequestId = '', Name = '' } = input;
    const { groups } = call.region.dnsFirewall;
    const same = groups.find((one) => one.CreatorRequestId === CreatorRequestId);
    if (same) return { FirewallRuleGroup: same };
    const made = { Id: `rslvr-frg-${hexId(17)}`, Name, CreatorRequestId, rules: [] };
    groups.push(made);
    return { FirewallRuleGroup: made };
  },
  DeleteFirewallRuleGroup(input: Input, call: Call) {
    const found = groupOf(call, input.FirewallRuleGroupId);
    const { dnsFirewall } = call.region;
    if (found.rules.length > 0) throw conflict(`rule group ${found.Id} has rules`);
    if (dnsFirewall.associations.some((one) => one.FirewallRuleGroupId === found.Id))
      throw conflict(`rule group ${found.Id} is associated`);
    dnsFirewall.groups = dnsFirewall.groups.filter((one) => one !== found);
    return { FirewallRuleGroup: found };
  },
  CreateFirewallRule(input: Input, call: Call) {
    const group = groupOf(call, input.FirewallRuleGroupId);
    const { Id } = listOf(call, input.FirewallDomainListId);
    const { Priority = 0, Action = '', BlockResponse = '', Name = '' } = input;
    if (group.rules.some((one) => one.Priority === Priority || one.FirewallDomainListId === Id))
      throw conflict('a rule with that priority or domain list exists');
    const rule = { FirewallDomainListId: Id, Priority, Action, BlockResponse, Name };
    group.rules.push(rule);
    return { FirewallRule: rule };
  },
  DeleteFirewallRule(input: Input, call: Call) {
    const group = groupOf(call, input.FirewallRuleGroupId);
    const rule = group.rules.find((one) => one.FirewallDomainListId === input.FirewallDomainListId);
    if (!rule) throw notFound('the rule');
    group.rules = group.rules.filter((one) => one !== rule);
    return { FirewallRule: rule };
  },
  AssociateFirewallRuleGroup(input: Input, call: Call) {
    const { Id } = groupOf(call, input.FirewallRuleGroupId);
    const { VpcId = '', Priority = 0, Name = '' } = input;
    const { associations } = call.region.dnsFirewall;
    if (Priority <= 100 || Priority >= 9900)
      throw new Fault('ValidationException', 'Priority must be between 100 and 9900', { status: 400 });
    if (
      associations.some(
        (one) => one.VpcId === VpcId && (one.Priority === Priority || one.FirewallRuleGroupId === Id),
      )
    )
      throw conflict('an association with that priority or rule group exists');
    const made = {
      Id: `rslvr-frgassoc-${hexId(17)}`,
      FirewallRuleGroupId: Id,
      VpcId,
      Name,
      Priority,
      Status: 'UPDATING',
    };
    associations.push(made);
    return { FirewallRuleGroupAssociation: made };
  },
  DisassociateFirewallRuleGroup(input: Input, call: Call) {
    const found = call.region.dnsFirewall.associations.find(
      (one) => one.Id === input.FirewallRuleGroupAssociationId,
    );
    if (!found) throw notFound(`association ${input.FirewallRuleGroupAssociationId}`);
    found.Status = 'DELETING';
    return { FirewallRuleGroupAssociation: found };
  },
};
