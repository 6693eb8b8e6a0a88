// EventBridge rules of every bus; targets of those that functions name.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { EventRule } from '../../core/model/neighbour.ts';
import { isNamed } from '../named.ts';
import type { CollectorFacts, NeighbourScope } from '../scope.ts';

export const eventRulesCollector: CollectorFacts = {
  thing: 'event rules',
  feature: 'triggers',
  actions: ['events:ListEventBuses', 'events:ListRules', 'events:ListTargetsByRule'],
};

export async function collectEventRules(scope: NeighbourScope): Promise<Known<readonly EventRule[]>> {
  const events = await scope.client('events');
  const buses = await scope.ask.pages('events:ListEventBuses', async (token, options) => {
    const page = await events.listEventBuses(token === undefined ? {} : { NextToken: token }, options);
    return { items: page.EventBuses, next: page.NextToken };
  });
  if (!buses.known) return buses;
  const all: EventRule[] = [];
  for (const bus of buses.value) {
    const rules = await scope.ask.pages('events:ListRules', async (token, options) => {
      const page = await events.listRules(
        { EventBusName: bus.Name ?? 'default', ...(token === undefined ? {} : { NextToken: token }) },
        options,
      );
      return { items: page.Rules, next: page.NextToken };
    });
    if (!rules.known) return rules;
    const read = await Promise.all(
      rules.value.map(async (rule): Promise<EventRule> => {
        const arn = rule.Arn ?? '';
        const busName = bus.Name ?? 'default';
        return {
          kind: 'event-rule',
          arn,
          exists: known(true),
          // The bus has a policy; a rule has none.
          policy: known(bus.Policy ?? null),
          name: rule.Name ?? '',
          busName,
          enabled: rule.State !== 'DISABLED',
          ...(rule.ScheduleExpression === undefined ? {} : { schedule: rule.ScheduleExpression }),
          ...(rule.EventPattern === undefined ? {} : { eventPattern: rule.EventPattern }),
          targets: isNamed(scope.named, arn)
            ? await targetsOf(scope, rule.Name ?? '', busName)
            : unknown({
                action: 'events:ListTargetsByRule',
                reason: 'not-asked',
                detail: 'no function names it',
              }),
        };
      }),
    );
    all.push(...read);
  }
  return known(all);
}

async function targetsOf(
  scope: NeighbourScope,
  Rule: string,
  EventBusName: string,
): Promise<EventRule['targets']> {
  const events = await scope.client('events');
  return scope.ask.pages('events:ListTargetsByRule', async (token, options) => {
    const page = await events.listTargetsByRule(
      { Rule, EventBusName, ...(token === undefined ? {} : { NextToken: token }) },
      options,
    );
    return {
      items: page.Targets?.map((one) => ({
        id: one.Id ?? '',
        arn: one.Arn ?? '',
        ...(one.RoleArn === undefined ? {} : { roleArn: one.RoleArn }),
      })),
      next: page.NextToken,
    };
  });
}
