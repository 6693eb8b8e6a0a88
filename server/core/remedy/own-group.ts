// A security group that only one function has, beside the groups that it has: it opens nothing and closes nothing, and
// gives the function network interfaces of its own, as Lambda shares them among functions with the same groups.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
import type { Wish } from './change.ts';

export interface NetworkOfFunction {
  readonly region: string;
  readonly name: string;
  readonly vpcId: string;
  readonly subnets: readonly string[];
  /** Ids. */
  readonly groups: readonly string[];
  readonly dualStack: boolean;
  /** Aliases that lead to published versions. */
  readonly publishedAliases: readonly string[];
}

/** An interface takes so many, unless AWS raised it. */
const mostGroups = 5;

export type OwnGroup =
  | { readonly wishes: readonly Wish[]; readonly warnings: readonly string[] }
  | { readonly refused: string };

export const ownGroupName = (functionName: string) => `lambda-protect-own-${functionName}`;

export function proposeOwnGroup(network: NetworkOfFunction): OwnGroup {
  const { region, name, vpcId, subnets, groups, dualStack, publishedAliases } = network;
  const group = ownGroupName(name);
  if (groups.includes(group)) return { refused: `${name} has a security group of its own already` };
  if (groups.length >= mostGroups)
    return { refused: `${name} has ${groups.length} security groups, and an interface takes ${mostGroups}` };
  return {
    wishes: [
      {
        kind: 'security-group',
        region,
        target: { vpcId, name: group },
        after: { description: `Tells ${name} apart in flow logs (lambda-protect)`, ingress: [], egress: [] },
        note: 'it has no rules: the function reaches what its other groups let it reach',
      },
      {
        kind: 'function-network',
        region,
        target: { functionName: name },
        after: { subnets: subnets.toSorted(), groups: [...groups, group].toSorted(), dualStack },
        note: 'Lambda needs up to some minutes for new network interfaces; until then calls run with the former ones',
      },
    ],
    warnings: [
      'each set of subnet and groups takes a network interface of the quota for the VPC, and an address of each subnet',
      'undo gives the former groups back; AWS removes the group only when its network interfaces are gone, about twenty minutes later: undo goes on with it then',
      ...(publishedAliases.length === 0
        ? []
        : [
            `only $LATEST changes: aliases ${publishedAliases.join(', ')} lead to published versions, which keep their groups; publish a version and point them to it`,
          ]),
    ],
  };
}
