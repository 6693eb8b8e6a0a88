// EventBridge rules and their targets.
import type * as E from '@aws-sdk/client-eventbridge';
import { type Behaviours, type Call, defined, Fault, page } from '../behaviour.ts';

export interface RuleState {
  rule: E.Rule;
  targets: E.Target[];
}

export interface EventsState {
  /** The default bus is always there. */
  buses: { name: string; policy: string | undefined }[];
  rules: RuleState[];
}

export function emptyEvents(): EventsState {
  return { buses: [{ name: 'default', policy: undefined }], rules: [] };
}

const busOf = (name: string | undefined) => (name ?? 'default').split('/').at(-1) ?? 'default';

function ruleOf(call: Call, name: string | undefined, bus: string | undefined): RuleState {
  const found = call.region.events.rules.find(
    (one) => one.rule.Name === name && busOf(one.rule.EventBusName) === busOf(bus),
  );
  if (!found)
    throw new Fault('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${busOf(bus)}.`);
  return found;
}

export const events: Behaviours = {
  ListEventBuses(input: E.ListEventBusesRequest, call: Call): E.ListEventBusesResponse {
    const { items, next } = page(call.region.events.buses, input.NextToken, input.Limit, 100);
    return defined({
      EventBuses: items.map((one) =>
        defined({
          Name: one.name,
          Arn: `arn:${call.account.partition}:events:${call.region.name}:${call.account.id}:event-bus/${one.name}`,
          Policy: one.policy,
        }),
      ),
      NextToken: next,
    });
  },

  ListRules(input: E.ListRulesRequest, call: Call): E.ListRulesResponse {
    const wanted = call.region.events.rules.filter(
      (one) => busOf(one.rule.EventBusName) === busOf(input.EventBusName),
    );
    const { items, next } = page(wanted, input.NextToken, input.Limit, 100);
    return defined({ Rules: items.map((one) => one.rule), NextToken: next });
  },

  DescribeRule: (input: E.DescribeRuleRequest, call: Call): E.DescribeRuleResponse =>
    ruleOf(call, input.Name, input.EventBusName).rule,

  ListTargetsByRule(input: E.ListTargetsByRuleRequest, call: Call): E.ListTargetsByRuleResponse {
    const { items, next } = page(
      ruleOf(call, input.Rule, input.EventBusName).targets,
      input.NextToken,
      input.Limit,
      100,
    );
    return defined({ Targets: items, NextToken: next });
  },

  ListRuleNamesByTarget(input: E.ListRuleNamesByTargetRequest, call: Call): E.ListRuleNamesByTargetResponse {
    const wanted = call.region.events.rules.filter(
      (one) =>
        busOf(one.rule.EventBusName) === busOf(input.EventBusName) &&
        one.targets.some((target) => target.Arn === input.TargetArn),
    );
    const { items, next } = page(wanted, input.NextToken, input.Limit, 100);
    return defined({ RuleNames: items.map((one) => one.rule.Name ?? ''), NextToken: next });
  },

  EnableRule(input: E.EnableRuleRequest, call: Call): Record<string, never> {
    ruleOf(call, input.Name, input.EventBusName).rule.State = 'ENABLED';
    return {};
  },

  DisableRule(input: E.DisableRuleRequest, call: Call): Record<string, never> {
    ruleOf(call, input.Name, input.EventBusName).rule.State = 'DISABLED';
    return {};
  },
};
