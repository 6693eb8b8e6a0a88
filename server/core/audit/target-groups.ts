// The load balancer target groups that call a function.
import { parseFunctionArn } from '../iam/arn.ts';
import type { Neighbour, TargetGroup } from '../model/neighbour.ts';

/** One pass over a Region's neighbours, however many functions ask. */
const byMap = new WeakMap<ReadonlyMap<string, Neighbour>, ReadonlyMap<string, readonly TargetGroup[]>>();

export function targetGroupsOf(
  neighbours: ReadonlyMap<string, Neighbour>,
  functionArn: string,
): readonly TargetGroup[] {
  let byFunction = byMap.get(neighbours);
  if (byFunction === undefined) {
    byFunction = groupByFunction(neighbours);
    byMap.set(neighbours, byFunction);
  }
  return byFunction.get(functionArn) ?? [];
}

function groupByFunction(
  neighbours: ReadonlyMap<string, Neighbour>,
): ReadonlyMap<string, readonly TargetGroup[]> {
  const result = new Map<string, TargetGroup[]>();
  for (const neighbour of neighbours.values()) {
    if (neighbour.kind !== 'target-group' || !neighbour.functionArns.known) continue;
    for (const target of new Set(
      neighbour.functionArns.value.map((arn) => parseFunctionArn(arn)?.arn ?? arn),
    )) {
      const list = result.get(target);
      if (list === undefined) result.set(target, [neighbour]);
      else list.push(neighbour);
    }
  }
  return result;
}
