// That a firewall policy uses a stateless rule group of ours. The rest of the policy is sent back as it was read, with
// the token that makes the service refuse it where somebody changed it meanwhile.
import type { StatelessRuleGroupReference } from '@aws-sdk/client-network-firewall';
import { type ChangeReader, options, orNull, RefusedChange } from '../change-reader.ts';

export const firewallPolicyUse: ChangeReader<'firewall-policy-use'> = {
  kind: 'firewall-policy-use',
  actions: ['network-firewall:DescribeFirewallPolicy'],
  async read(scope, { policyArn, groupArn }) {
    const firewall = await scope.client('network-firewall');
    const found = await orNull(
      firewall.describeFirewallPolicy({ FirewallPolicyArn: policyArn }, options(scope)),
    );
    const reference = found?.FirewallPolicy?.StatelessRuleGroupReferences?.find(
      (one) => one.ResourceArn === groupArn,
    );
    return reference ? { priority: reference.Priority ?? 0 } : null;
  },
  async resolve(scope, { target, after }, input) {
    const { policyArn, groupArn } = target;
    const firewall = await scope.client('network-firewall');
    const found = await firewall.describeFirewallPolicy({ FirewallPolicyArn: policyArn }, options(scope));
    const { FirewallPolicy, FirewallPolicyResponse, UpdateToken } = found;
    const { Description, EncryptionConfiguration } = FirewallPolicyResponse ?? {};
    if (!FirewallPolicy) throw new RefusedChange(`firewall policy ${policyArn} cannot be read`);
    const others = (FirewallPolicy.StatelessRuleGroupReferences ?? []).filter(
      (one) => one.ResourceArn !== groupArn,
    );
    const added: readonly StatelessRuleGroupReference[] =
      after === null ? [] : [{ ResourceArn: groupArn, Priority: after.priority }];
    return {
      input: {
        ...input,
        UpdateToken,
        // What is not sent again is forgotten.
        ...(Description === undefined ? {} : { Description }),
        ...(EncryptionConfiguration === undefined ? {} : { EncryptionConfiguration }),
        FirewallPolicy: { ...FirewallPolicy, StatelessRuleGroupReferences: [...others, ...added] },
      },
    };
  },
};
