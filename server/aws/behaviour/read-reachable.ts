// Which functions of a Region can be reached from outside: by their URLs and by their resource policies.
import type { ReachableFunction } from '../../core/monitor/metrics/missing-alarms.ts';
import { reachableBy } from '../../core/monitor/metrics/missing-alarms.ts';
import type { BehaviourScope, FunctionFacts } from './open-behaviour.ts';

const atOnce = 8;

export async function readReachable(
  scope: BehaviourScope,
  region: string,
  functions: readonly FunctionFacts[],
): Promise<readonly ReachableFunction[]> {
  const lambda = await scope.connection.client('lambda', region);
  const found: ReachableFunction[] = [];
  const waiting = [...functions];
  const worker = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const { name, lastModified } = one;
      const [policy, urls] = await Promise.all([
        scope.ask.orNull('lambda:GetPolicy', (call) => lambda.getPolicy({ FunctionName: name }, call)),
        scope.ask.known('lambda:ListFunctionUrlConfigs', (call) =>
          lambda.listFunctionUrlConfigs({ FunctionName: name }, call),
        ),
      ]);
      if (!policy.known) scope.gap(region, policy.gap);
      if (!urls.known) scope.gap(region, urls.gap);
      const types = urls.known ? (urls.value.FunctionUrlConfigs ?? []).map((url) => url.AuthType ?? '') : [];
      const by = reachableBy(policy.known ? (policy.value?.Policy ?? '') : '', types);
      if (by.length > 0) found.push({ name, by, lastModified });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
}
