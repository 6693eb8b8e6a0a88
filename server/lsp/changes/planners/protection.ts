// Plans the turning on of GuardDuty's Lambda Protection in one Region.
import { planProtection, protectionTopic } from '../../../aws/plan-protection.ts';
import type { Planner } from '../planner.ts';

export const protection: Planner = {
  id: 'protection',
  title: 'Turn On Lambda Protection',
  async ask() {
    return [];
  },
  async plan(scope) {
    scope.tell('GuardDuty');
    return { kind: 'plan', topic: protectionTopic, plan: (await planProtection(scope)).plan };
  },
};
