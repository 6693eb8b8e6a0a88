// Subnets and security groups of a function's unpublished version. Groups that a plan makes stand by name.
import { type ChangeReader, type ChangeScope, NotThereYet, options, orNull } from '../change-reader.ts';
import { findSecurityGroup } from '../find-security-group.ts';
import { pendingUpdate } from '../pending-update.ts';

/** Names of groups that plans make. */
const ours = /^lambda-protect-/;

export const functionNetwork: ChangeReader<'function-network'> = {
  kind: 'function-network',
  actions: ['lambda:GetFunctionConfiguration', 'ec2:DescribeSecurityGroups'],
  async read(scope, { functionName }) {
    const lambda = await scope.client('lambda');
    const found = await orNull(
      lambda.getFunctionConfiguration({ FunctionName: functionName }, options(scope)),
    );
    if (!found) return null;
    const { SubnetIds, SecurityGroupIds, Ipv6AllowedForDualStack, VpcId } = found.VpcConfig ?? {};
    return {
      subnets: (SubnetIds ?? []).toSorted(),
      groups: await named(scope, VpcId, (SecurityGroupIds ?? []).toSorted()),
      dualStack: Ipv6AllowedForDualStack ?? false,
    };
  },
  async resolve(scope, { target, after }, input) {
    const lambda = await scope.client('lambda');
    const found = await lambda.getFunctionConfiguration(
      { FunctionName: target.functionName },
      options(scope),
    );
    const groups: string[] = [];
    for (const one of after?.groups ?? []) {
      const id = ours.test(one)
        ? (await findSecurityGroup(scope, found.VpcConfig?.VpcId ?? '', one))?.GroupId
        : one;
      if (id === undefined) throw new NotThereYet(`security group ${one} does not show yet`);
      groups.push(id);
    }
    const { VpcConfig } = input;
    return { input: { ...input, VpcConfig: { ...Object(VpcConfig), SecurityGroupIds: groups } } };
  },
  pending: pendingUpdate,
};

async function named(
  scope: ChangeScope,
  vpcId: string | undefined,
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0 || vpcId === undefined) return ids;
  const ec2 = await scope.client('ec2');
  const page = await ec2.describeSecurityGroups(
    {
      Filters: [
        { Name: 'group-name', Values: ['lambda-protect-*'] },
        { Name: 'vpc-id', Values: [vpcId] },
      ],
    },
    options(scope),
  );
  return ids.map((id) => page.SecurityGroups?.find((one) => one.GroupId === id)?.GroupName ?? id).toSorted();
}
