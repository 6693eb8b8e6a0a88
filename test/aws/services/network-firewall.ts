// Network Firewall: firewalls of VPCs, their policies, and rule groups.
// https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_Operations.html
import type * as N from '@aws-sdk/client-network-firewall';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../behaviour.ts';

export interface FirewallState {
  firewalls: { name: string; vpcId: string; policyArn: string }[];
  policies: { arn: string; token: string; policy: N.FirewallPolicy }[];
  groups: {
    arn: string;
    name: string;
    type: N.RuleGroupType;
    group: N.RuleGroup;
    capacity: number;
    token: string;
  }[];
}

export function emptyFirewall(): FirewallState {
  return { firewalls: [], policies: [], groups: [] };
}

const notFound = (what: string) =>
  new Fault('ResourceNotFoundException', `${what} was not found`, { status: 400 });

const arnOf = (call: Call, kind: string, name: string) =>
  `arn:${call.account.partition}:network-firewall:${call.region.name}:${call.account.id}:${kind}/${name}`;

function policyOf(call: Call, arn: string | undefined, name?: string) {
  const found = call.region.firewall.policies.find(
    (one) => one.arn === arn || (name !== undefined && one.arn.endsWith(`/${name}`)),
  );
  if (!found) throw notFound(`policy ${arn ?? name}`);
  return found;
}

function groupOf(
  call: Call,
  input: { RuleGroupName?: string | undefined; RuleGroupArn?: string | undefined },
) {
  const found = call.region.firewall.groups.find(
    (one) => one.arn === input.RuleGroupArn || one.name === input.RuleGroupName,
  );
  if (!found) throw notFound(`rule group ${input.RuleGroupName ?? input.RuleGroupArn}`);
  return found;
}

function usesOf(call: Call, arn: string): number {
  return call.region.firewall.policies.filter(({ policy }) =>
    [...(policy.StatelessRuleGroupReferences ?? []), ...(policy.StatefulRuleGroupReferences ?? [])].some(
      (one) => one.ResourceArn === arn,
    ),
  ).length;
}

function describe(call: Call, found: ReturnType<typeof groupOf>): N.RuleGroupResponse {
  return {
    RuleGroupArn: found.arn,
    RuleGroupName: found.name,
    RuleGroupId: found.token,
    Type: found.type,
    Capacity: found.capacity,
    RuleGroupStatus: 'ACTIVE',
    NumberOfAssociations: usesOf(call, found.arn),
  };
}

export const networkFirewall: Behaviours = {
  ListFirewalls(input: N.ListFirewallsRequest, call: Call): N.ListFirewallsResponse {
    const wanted = call.region.firewall.firewalls.filter(
      (one) => !input.VpcIds?.length || input.VpcIds.includes(one.vpcId),
    );
    const { items, next } = page(wanted, input.NextToken, input.MaxResults, 100, 'InvalidRequestException');
    return defined({
      Firewalls: items.map((one) => ({
        FirewallName: one.name,
        FirewallArn: arnOf(call, 'firewall', one.name),
      })),
      NextToken: next,
    });
  },
  DescribeFirewall(input: N.DescribeFirewallRequest, call: Call): N.DescribeFirewallResponse {
    const found = call.region.firewall.firewalls.find(
      (one) => one.name === (input.FirewallName ?? input.FirewallArn?.split('/').at(-1)),
    );
    if (!found) throw notFound('the firewall');
    return {
      Firewall: {
        FirewallName: found.name,
        FirewallArn: arnOf(call, 'firewall', found.name),
        FirewallPolicyArn: found.policyArn,
        VpcId: found.vpcId,
        SubnetMappings: [],
        FirewallId: found.name,
      },
    };
  },
  DescribeFirewallPolicy(
    input: N.DescribeFirewallPolicyRequest,
    call: Call,
  ): N.DescribeFirewallPolicyResponse {
    const found = policyOf(call, input.FirewallPolicyArn, input.FirewallPolicyName);
    return {
      UpdateToken: found.token,
      FirewallPolicyResponse: {
        FirewallPolicyName: found.arn.split('/').at(-1),
        FirewallPolicyArn: found.arn,
        FirewallPolicyId: found.arn,
        FirewallPolicyStatus: 'ACTIVE',
        NumberOfAssociations: call.region.firewall.firewalls.filter((one) => one.policyArn === found.arn)
          .length,
      },
      FirewallPolicy: found.policy,
    };
  },
  UpdateFirewallPolicy(input: N.UpdateFirewallPolicyRequest, call: Call): N.UpdateFirewallPolicyResponse {
    const found = policyOf(call, input.FirewallPolicyArn, input.FirewallPolicyName);
    if (input.UpdateToken !== found.token)
      throw new Fault('InvalidTokenException', 'The token you provided is stale', { status: 400 });
    const references = input.FirewallPolicy?.StatelessRuleGroupReferences ?? [];
    for (const one of references) groupOf(call, { RuleGroupArn: one.ResourceArn });
    if (new Set(references.map((one) => one.Priority)).size !== references.length)
      throw new Fault('InvalidRequestException', 'priorities are not unique', { status: 400 });
    found.policy = input.FirewallPolicy ?? found.policy;
    found.token = newId();
    return { UpdateToken: found.token, FirewallPolicyResponse: undefined };
  },
  CreateRuleGroup(input: N.CreateRuleGroupRequest, call: Call): N.CreateRuleGroupResponse {
    const name = input.RuleGroupName ?? '';
    if (call.region.firewall.groups.some((one) => one.name === name))
      throw new Fault('InvalidRequestException', 'A resource with the specified name already exists', {
        status: 400,
      });
    const made = {
      arn: arnOf(call, 'stateless-rulegroup', name),
      name,
      type: input.Type ?? 'STATELESS',
      group: input.RuleGroup ?? { RulesSource: undefined },
      capacity: input.Capacity ?? 0,
      token: newId(),
    };
    call.region.firewall.groups.push(made);
    return { UpdateToken: made.token, RuleGroupResponse: describe(call, made) };
  },
  DescribeRuleGroup(input: N.DescribeRuleGroupRequest, call: Call): N.DescribeRuleGroupResponse {
    const found = groupOf(call, input);
    return { UpdateToken: found.token, RuleGroup: found.group, RuleGroupResponse: describe(call, found) };
  },
  DeleteRuleGroup(input: N.DeleteRuleGroupRequest, call: Call): N.DeleteRuleGroupResponse {
    const found = groupOf(call, input);
    if (usesOf(call, found.arn) > 0)
      throw new Fault(
        'InvalidOperationException',
        'Unable to fulfill request because the rule group is in use',
        {
          status: 400,
        },
      );
    call.region.firewall.groups = call.region.firewall.groups.filter((one) => one !== found);
    return { RuleGroupResponse: { ...describe(call, found), RuleGroupStatus: 'DELETING' } };
  },
};
