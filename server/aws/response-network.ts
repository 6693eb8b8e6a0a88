// The network around a function: its VPC, the network ACLs of its subnets, firewalls and DNS Firewall on the VPC. The
// firewalls are asked only where a finding names whom to block. Each that is refused is a gap of its own.
import type { VpcConfigResponse } from '@aws-sdk/client-lambda';
import { type Known, known } from '../core/model/known.ts';
import type { AclFacts, FirewallFacts, FunctionFacts, RemoteParty } from '../core/remedy/remedy.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './clients.ts';

export async function collectNetworkFacts(
  ask: Ask,
  connection: Connection,
  region: string,
  vpc: VpcConfigResponse | undefined,
  remote: RemoteParty | undefined,
): Promise<Pick<FunctionFacts, 'network' | 'acls' | 'firewalls' | 'dnsGroups'>> {
  const subnets = vpc?.SubnetIds ?? [];
  const vpcId = vpc?.VpcId ?? '';
  if (subnets.length === 0 || vpcId === '')
    return { network: null, acls: known([]), firewalls: known([]), dnsGroups: known([]) };
  const network = {
    vpcId,
    subnets,
    groups: vpc?.SecurityGroupIds ?? [],
    dualStack: vpc?.Ipv6AllowedForDualStack ?? false,
  };
  const [acls, firewalls, dnsGroups] = await Promise.all([
    aclsOf(ask, connection, region, subnets),
    remote?.address ? firewallsOf(ask, connection, region, vpcId) : known([]),
    remote?.domain ? dnsGroupsOf(ask, connection, region, vpcId) : known([]),
  ]);
  return { network, acls, firewalls, dnsGroups };
}

async function aclsOf(
  ask: Ask,
  connection: Connection,
  region: string,
  subnets: readonly string[],
): Promise<Known<readonly AclFacts[]>> {
  const ec2 = await connection.client('ec2', region);
  const acls = await ask.pages('ec2:DescribeNetworkAcls', async (token, options) => {
    const page = await ec2.describeNetworkAcls(
      {
        Filters: [{ Name: 'association.subnet-id', Values: [...subnets] }],
        ...(token === undefined ? {} : { NextToken: token }),
      },
      options,
    );
    return { items: page.NetworkAcls, next: page.NextToken };
  });
  if (!acls.known) return acls;
  return known(
    acls.value.map((acl) => {
      const linked = (acl.Associations ?? []).map((one) => one.SubnetId ?? '');
      return {
        id: acl.NetworkAclId ?? '',
        subnets: linked.filter((one) => subnets.includes(one)),
        otherSubnets: linked.filter((one) => !subnets.includes(one)).length,
        entries: (acl.Entries ?? []).map((one) => ({
          number: one.RuleNumber ?? 0,
          egress: one.Egress ?? false,
          action: one.RuleAction === 'allow' ? 'allow' : 'deny',
          protocol: one.Protocol ?? '-1',
          cidr: one.CidrBlock ?? one.Ipv6CidrBlock ?? '',
        })),
      };
    }),
  );
}

async function firewallsOf(
  ask: Ask,
  connection: Connection,
  region: string,
  vpcId: string,
): Promise<Known<readonly FirewallFacts[]>> {
  const client = await connection.client('network-firewall', region);
  const listed = await ask.pages('network-firewall:ListFirewalls', async (token, options) => {
    const page = await client.listFirewalls(
      { VpcIds: [vpcId], ...(token === undefined ? {} : { NextToken: token }) },
      options,
    );
    return { items: page.Firewalls, next: page.NextToken };
  });
  if (!listed.known) return listed;
  const found: FirewallFacts[] = [];
  for (const { FirewallArn, FirewallName = '' } of listed.value) {
    const firewall = await ask.known('network-firewall:DescribeFirewall', (options) =>
      client.describeFirewall({ FirewallArn }, options),
    );
    if (!firewall.known) return firewall;
    const policyArn = firewall.value.Firewall?.FirewallPolicyArn ?? '';
    const policy = await ask.known('network-firewall:DescribeFirewallPolicy', (options) =>
      client.describeFirewallPolicy({ FirewallPolicyArn: policyArn }, options),
    );
    if (!policy.known) return policy;
    found.push({
      name: FirewallName,
      policyArn,
      users: policy.value.FirewallPolicyResponse?.NumberOfAssociations ?? 1,
      groups: (policy.value.FirewallPolicy?.StatelessRuleGroupReferences ?? []).map((one) => ({
        arn: one.ResourceArn ?? '',
        priority: one.Priority ?? 0,
      })),
    });
  }
  return known(found);
}

async function dnsGroupsOf(
  ask: Ask,
  connection: Connection,
  region: string,
  VpcId: string,
): Promise<FunctionFacts['dnsGroups']> {
  const client = await connection.client('route53resolver', region);
  const associations = await ask.pages(
    'route53resolver:ListFirewallRuleGroupAssociations',
    async (token, options) => {
      const page = await client.listFirewallRuleGroupAssociations(
        { VpcId, ...(token === undefined ? {} : { NextToken: token }) },
        options,
      );
      return { items: page.FirewallRuleGroupAssociations, next: page.NextToken };
    },
  );
  return associations.known
    ? known(associations.value.map((one) => ({ name: one.Name ?? '', priority: one.Priority ?? 0 })))
    : associations;
}
