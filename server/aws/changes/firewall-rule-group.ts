// A stateless rule group of Network Firewall that drops addresses. One that says anything else is another state.
import type { StatelessRule } from '@aws-sdk/client-network-firewall';
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const firewallRuleGroup: ChangeReader<'firewall-rule-group'> = {
  kind: 'firewall-rule-group',
  actions: ['network-firewall:DescribeRuleGroup'],
  async read(scope, { name }) {
    const firewall = await scope.client('network-firewall');
    const found = await orNull(
      firewall.describeRuleGroup({ RuleGroupName: name, Type: 'STATELESS' }, options(scope)),
    );
    if (!found || found.RuleGroupResponse?.RuleGroupStatus === 'DELETING') return null;
    const rules = found.RuleGroup?.RulesSource?.StatelessRulesAndCustomActions?.StatelessRules ?? [];
    const [out, into, ...more] = rules.toSorted((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0));
    const goesOut = addressesOf(out, 'Destinations');
    const isOurs = more.length === 0 && String(goesOut) === String(addressesOf(into, 'Sources'));
    return { drops: isOurs ? goesOut : [...goesOut, 'and other rules'] };
  },
};

function addressesOf(rule: StatelessRule | undefined, side: 'Destinations' | 'Sources'): readonly string[] {
  const { Actions, MatchAttributes } = rule?.RuleDefinition ?? {};
  if (String(Actions) !== 'aws:drop') return [];
  return (MatchAttributes?.[side] ?? []).map((one) => one.AddressDefinition ?? '');
}
