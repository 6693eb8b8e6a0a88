// A security group of its own, without any rule: the function can open no connection any more.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
import { type FunctionFacts, missing, type Proposal, type Remedy } from '../remedy.ts';

export const noEgress: Remedy = {
  id: 'no-egress',
  title: 'give the function a security group without egress',
  harm: 'it reaches nothing any more: no database, no AWS service, no internet; calls to it are still answered',
  propose(facts) {
    const { network, suspectVersion, region } = facts;
    if (!network)
      return nothing(
        'the function is in no VPC, so it has no security groups; stop-function and deny-role work there',
      );
    if (suspectVersion !== undefined && suspectVersion !== '$LATEST')
      return nothing(
        `security groups are part of a published version: those of version ${suspectVersion} cannot be changed; clean-version, block-in-network-acl and stop-function reach it`,
      );
    const name = `lambda-protect-no-egress-${facts.name}`;
    return {
      wishes: [
        {
          kind: 'security-group',
          region,
          target: { vpcId: network.vpcId, name },
          after: { description: `No way out for ${facts.name} (lambda-protect)`, ingress: [], egress: [] },
        },
        {
          kind: 'function-network',
          region,
          target: { functionName: facts.name },
          after: { subnets: network.subnets.toSorted(), groups: [name], dualStack: network.dualStack },
          note: 'Lambda needs up to some minutes for new network interfaces; until then calls run with the former groups',
        },
      ],
      warnings: [
        'calls that run already keep the former groups and their connections to their end',
        'Lambda also wants ec2:DescribeSubnets and ec2:DescribeVpcs of whoever changes the network of a function',
        'undo gives the former groups back; AWS removes the group only when its network interfaces are gone, about twenty minutes later: undo goes on with it then',
        ...publishedAliases(facts),
      ],
    };
  },
};

const nothing = (reason: string): Proposal => ({ wishes: [], warnings: [`no-egress: ${reason}`] });

function publishedAliases({ aliases }: FunctionFacts): readonly string[] {
  if (!aliases.known) return missing('aliases', aliases);
  const others = aliases.value.filter((one) => one.version !== '$LATEST').map((one) => one.name);
  return others.length === 0
    ? []
    : [
        `only $LATEST changes: aliases ${others.join(', ')} lead to published versions, which keep their groups`,
      ];
}
