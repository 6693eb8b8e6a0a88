// EventBridge rules that lead to a function: on every bus, for the function itself and each version and alias of it.
import { type Known, known } from '../core/model/known.ts';
import type { FunctionFacts } from '../core/remedy/remedy.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './clients.ts';

type Rule = FunctionFacts['rules'] extends Known<readonly (infer R)[]> ? R : never;

/** `targets`: ARNs that a rule may name. A gap where one list is refused: rules may be missing then. */
export async function collectRuleFacts(
  ask: Ask,
  connection: Connection,
  region: string,
  targets: readonly string[],
): Promise<Known<readonly Rule[]>> {
  const events = await connection.client('events', region);
  const next = (token: string | undefined) => (token === undefined ? {} : { NextToken: token });
  const buses = await ask.pages('events:ListEventBuses', async (token, options) => {
    const page = await events.listEventBuses(next(token), options);
    return { items: page.EventBuses, next: page.NextToken };
  });
  if (!buses.known) return buses;
  const found = new Map<string, Rule>();
  for (const { Name: EventBusName = 'default' } of buses.value) {
    for (const TargetArn of targets) {
      const names = await ask.pages('events:ListRuleNamesByTarget', async (token, options) => {
        const page = await events.listRuleNamesByTarget({ TargetArn, EventBusName, ...next(token) }, options);
        return { items: page.RuleNames, next: page.NextToken };
      });
      if (!names.known) return names;
      for (const name of names.value) {
        const key = `${EventBusName}/${name}`;
        if (found.has(key)) continue;
        const rule = await ask.known('events:DescribeRule', (options) =>
          events.describeRule({ Name: name, EventBusName }, options),
        );
        if (!rule.known) return rule;
        const all = await ask.pages('events:ListTargetsByRule', async (token, options) => {
          const page = await events.listTargetsByRule({ Rule: name, EventBusName, ...next(token) }, options);
          return { items: page.Targets, next: page.NextToken };
        });
        if (!all.known) return all;
        const obstacle = obstacleOf(rule.value);
        found.set(key, {
          name,
          bus: EventBusName,
          enabled: rule.value.State !== 'DISABLED',
          otherTargets: all.value.filter((one) => !targets.includes(one.Arn ?? '')).length,
          ...(obstacle === undefined ? {} : { obstacle }),
        });
      }
    }
  }
  return known([...found.values()]);
}

/** EnableRule gives the plain state back, and only that. */
function obstacleOf(rule: {
  readonly State?: string | undefined;
  readonly ManagedBy?: string | undefined;
}): string | undefined {
  if (rule.ManagedBy !== undefined) return `${rule.ManagedBy} manages it`;
  return rule.State === 'ENABLED' || rule.State === 'DISABLED' || rule.State === undefined
    ? undefined
    : `its state ${rule.State} could not be given back`;
}
