// The calls of changes to the network. What only the service knows (the id of a thing that the plan makes) stands in
// words here, as the preview shows it; server/aws puts the id in its place.
import type { Call } from './calls.ts';
import { type Change, isOnTheWay } from './change.ts';
import type { NetworkChangeKinds } from './network-changes.ts';

export type NetworkChange = Extract<Change, { readonly kind: keyof NetworkChangeKinds }>;

/** In the place of an id that is not known before: the words name what it is the id of. */
export const idOf = (name: string) => `the id of ${name}`;

export function networkCallsOf(change: NetworkChange): readonly Call[] {
  switch (change.kind) {
    case 'function-network': {
      if (change.after === null) return [];
      const { subnets, groups, dualStack } = change.after;
      return [
        call('lambda', 'UpdateFunctionConfiguration', {
          FunctionName: change.target.functionName,
          VpcConfig: {
            SubnetIds: subnets,
            SecurityGroupIds: groups.map((one) => (one.startsWith('sg-') ? one : idOf(one))),
            Ipv6AllowedForDualStack: dualStack,
          },
        }),
      ];
    }
    case 'security-group': {
      const { vpcId: VpcId, name: GroupName } = change.target;
      if (change.after === null) return [call('ec2', 'DeleteSecurityGroup', { GroupId: idOf(GroupName) })];
      const create = call('ec2', 'CreateSecurityGroup', {
        VpcId,
        GroupName,
        Description: change.after.description,
      });
      const revoke = call('ec2', 'RevokeSecurityGroupEgress', {
        GroupId: idOf(GroupName),
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      });
      return isOnTheWay(change, change.before) ? [revoke] : [create, revoke];
    }
    case 'network-acl-entry': {
      const { networkAclId: NetworkAclId, ruleNumber: RuleNumber, egress: Egress } = change.target;
      const base = { NetworkAclId, RuleNumber, Egress };
      if (change.after === null) return [call('ec2', 'DeleteNetworkAclEntry', base)];
      const { action: RuleAction, protocol: Protocol, cidr } = change.after;
      return [
        call('ec2', 'CreateNetworkAclEntry', {
          ...base,
          RuleAction,
          Protocol,
          ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
        }),
      ];
    }
    case 'firewall-rule-group': {
      const base = { RuleGroupName: change.target.name, Type: 'STATELESS' };
      if (change.after === null) return [call('network-firewall', 'DeleteRuleGroup', base)];
      const addresses = change.after.drops.map((AddressDefinition) => ({ AddressDefinition }));
      const rule = (Priority: number, MatchAttributes: object) => ({
        Priority,
        RuleDefinition: { MatchAttributes, Actions: ['aws:drop'] },
      });
      return [
        call('network-firewall', 'CreateRuleGroup', {
          ...base,
          // A rule takes as much as it has addresses on a side; room is left for none, as nothing is added later.
          Capacity: 2 * addresses.length,
          RuleGroup: {
            RulesSource: {
              StatelessRulesAndCustomActions: {
                StatelessRules: [rule(1, { Destinations: addresses }), rule(2, { Sources: addresses })],
              },
            },
          },
        }),
      ];
    }
    case 'firewall-policy-use': {
      const { policyArn: FirewallPolicyArn, groupArn: ResourceArn } = change.target;
      const what =
        change.after === null
          ? `as it is then, without ${ResourceArn}`
          : `as it is then, with ${JSON.stringify({ ResourceArn, Priority: change.after.priority })} among StatelessRuleGroupReferences`;
      return [call('network-firewall', 'UpdateFirewallPolicy', { FirewallPolicyArn, FirewallPolicy: what })];
    }
    case 'dns-domain-list': {
      const { name: Name, request: CreatorRequestId } = change.target;
      const FirewallDomainListId = idOf(Name);
      if (change.after === null)
        return [call('route53resolver', 'DeleteFirewallDomainList', { FirewallDomainListId })];
      const fill = call('route53resolver', 'UpdateFirewallDomains', {
        FirewallDomainListId,
        Operation: 'REPLACE',
        Domains: change.after.domains,
      });
      return isOnTheWay(change, change.before)
        ? [fill]
        : [call('route53resolver', 'CreateFirewallDomainList', { CreatorRequestId, Name }), fill];
    }
    case 'dns-rule-group': {
      const { name: Name, request: CreatorRequestId } = change.target;
      return [
        change.after === null
          ? call('route53resolver', 'DeleteFirewallRuleGroup', { FirewallRuleGroupId: idOf(Name) })
          : call('route53resolver', 'CreateFirewallRuleGroup', { CreatorRequestId, Name }),
      ];
    }
    case 'dns-rule': {
      const { group, list, request: CreatorRequestId } = change.target;
      const base = { FirewallRuleGroupId: idOf(group), FirewallDomainListId: idOf(list) };
      if (change.after === null) return [call('route53resolver', 'DeleteFirewallRule', base)];
      const { priority: Priority, action: Action, response: BlockResponse } = change.after;
      return [
        call('route53resolver', 'CreateFirewallRule', {
          CreatorRequestId,
          ...base,
          Name: list,
          Priority,
          Action,
          BlockResponse,
        }),
      ];
    }
    case 'dns-association': {
      const { group, vpcId: VpcId, request: CreatorRequestId } = change.target;
      return [
        change.after === null
          ? call('route53resolver', 'DisassociateFirewallRuleGroup', {
              FirewallRuleGroupAssociationId: idOf(`${group} on ${VpcId}`),
            })
          : call('route53resolver', 'AssociateFirewallRuleGroup', {
              CreatorRequestId,
              FirewallRuleGroupId: idOf(group),
              VpcId,
              Name: group,
              Priority: change.after.priority,
            }),
      ];
    }
  }
}

function call(service: Call['service'], operation: string, input: Call['input']): Call {
  return { service, operation, input, permission: `${service}:${operation}` };
}
