// EventBridge rules that target the function are disabled, on every bus and whatever version or alias they name.
import { counted, missing, type Remedy } from '../remedy.ts';

export const pauseEventRules: Remedy = {
  id: 'pause-event-rules',
  title: 'disable EventBridge rules',
  harm: 'events and schedules of that time are lost for the function',
  propose(facts) {
    if (!facts.rules.known) return { wishes: [], warnings: missing('EventBridge rules', facts.rules) };
    const rules = facts.rules.value.filter((one) => one.enabled);
    const free = rules.filter((one) => one.obstacle === undefined);
    return {
      wishes: free.map((one) => ({
        kind: 'event-rule',
        region: facts.region,
        target: { name: one.name, bus: one.bus },
        after: { enabled: false },
      })),
      warnings: [
        ...rules.flatMap((one) =>
          one.obstacle === undefined ? [] : [`rule ${one.name} is left alone: ${one.obstacle}`],
        ),
        ...free
          .filter((one) => one.otherTargets > 0)
          .map(
            (one) =>
              `rule ${one.name} also has ${counted(one.otherTargets, 'other target')}: nothing gets there either`,
          ),
        ...(free.length === 0 ? [] : ['schedules of EventBridge Scheduler and pipes are not looked for']),
      ],
    };
  },
};
