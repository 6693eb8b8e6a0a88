// Plans a security group of its own for a function that shares its network interfaces with others.
import { createAsk } from '../../../aws/ask.ts';
import { listFunctions } from '../../../aws/behaviour/open-behaviour.ts';
import { PlanError } from '../../../aws/make-plan.ts';
import { ownGroupTopic, planOwnGroup } from '../../../aws/plan-own-group.ts';
import type { Planner } from '../planner.ts';

export const ownGroup: Planner = {
  id: 'own-group',
  title: 'Give a Security Group of Its Own',
  async ask(scope) {
    const { connection, region, signal, about } = scope;
    if (about['function'] !== undefined) return [];
    scope.tell('functions and their networks');
    const listed = await listFunctions(
      { connection, ask: createAsk({ signal }), regions: [region], gap: () => {} },
      region,
    );
    if (!listed.known)
      throw new PlanError(`functions cannot be listed: ${listed.gap.action} was ${listed.gap.reason}`);
    const keyOf = (one: (typeof listed.value)[number]) =>
      `${one.subnetIds.toSorted().join()} ${one.securityGroupIds.toSorted().join()}`;
    const inNetwork = listed.value.filter((one) => one.subnetIds.length > 0);
    const shared = inNetwork.filter((one) =>
      inNetwork.some((other) => other.name !== one.name && keyOf(other) === keyOf(one)),
    );
    if (shared.length === 0)
      throw new PlanError(`no two functions of ${region} share their network interfaces`);
    return [
      {
        kind: 'pick',
        id: 'functions',
        title: 'Functions to be told apart in flow logs',
        placeHolder: 'Each gets a group without rules beside the groups that it has',
        many: true,
        least: 1,
        choices: shared.map((one) => ({
          id: one.name,
          label: one.name,
          detail: `shares its interfaces with ${shared
            .filter((other) => other.name !== one.name && keyOf(other) === keyOf(one))
            .map(({ name }) => name)
            .join(', ')}`,
        })),
      },
    ];
  },
  async plan(scope, answers) {
    const named = scope.about['function'];
    const functions = named === undefined ? (answers['functions'] ?? []) : [named];
    scope.tell(`network of ${functions.join(', ')}`);
    const { plan } = await planOwnGroup(scope, functions);
    return { kind: 'plan', topic: ownGroupTopic, plan };
  },
};
