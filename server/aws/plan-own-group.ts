// The plan that gives functions a security group of their own each, so that flow logs tell them apart.
import type { Wish } from '../core/remedy/change.ts';
import { proposeOwnGroup } from '../core/remedy/own-group.ts';
import { createAsk } from './ask.ts';
import { findSecurityGroup } from './find-security-group.ts';
import { type MadePlan, makePlan, PlanError, type PlanScope } from './make-plan.ts';
import { changeScope } from './read-state.ts';

/** Files of plan and journal. */
export const ownGroupTopic = 'own-group';

/** Throws `PlanError`. */
export async function planOwnGroup(scope: PlanScope, functions: readonly string[]): Promise<MadePlan> {
  if (functions.length === 0) throw new PlanError('no function was named: --function NAME');
  const wishes: Wish[] = [];
  const warnings = new Set<string>();
  for (const name of functions) {
    const proposed = proposeOwnGroup(await networkOf(scope, name));
    if ('refused' in proposed) throw new PlanError(proposed.refused);
    wishes.push(...proposed.wishes);
    for (const warning of proposed.warnings) warnings.add(warning);
  }
  const title = `give ${functions.join(', ')} a security group of ${functions.length === 1 ? 'its' : 'their'} own`;
  return makePlan(scope, { title, wishes, warnings: [...warnings] });
}

async function networkOf({ connection, region, signal }: PlanScope, name: string) {
  const ask = createAsk({ signal });
  const lambda = await connection.client('lambda', region);
  const found = await ask.orNull('lambda:GetFunctionConfiguration', (call) =>
    lambda.getFunctionConfiguration({ FunctionName: name }, call),
  );
  if (!found.known)
    throw new PlanError(
      `${name} cannot be read: ${found.gap.action} was ${found.gap.reason} (${found.gap.detail})`,
    );
  if (found.value === null) throw new PlanError(`no such function in ${region}: ${name}`);
  const {
    VpcId: vpcId = '',
    SubnetIds = [],
    SecurityGroupIds = [],
    Ipv6AllowedForDualStack,
  } = found.value.VpcConfig ?? {};
  if (vpcId === '')
    throw new PlanError(`${name} is in no VPC: it has no network interface to be told apart by`);
  const aliases = await ask.pages('lambda:ListAliases', async (token, call) => {
    const page = await lambda.listAliases(
      { FunctionName: name, ...(token === undefined ? {} : { Marker: token }) },
      call,
    );
    return { items: page.Aliases, next: page.NextMarker };
  });
  // A group that a plan made stands by its name, as it does in the state of the change.
  const own = await findSecurityGroup(
    changeScope(connection, region, signal),
    vpcId,
    `lambda-protect-own-${name}`,
  );
  return {
    region,
    name,
    vpcId,
    subnets: SubnetIds,
    groups: SecurityGroupIds.map((id) => (id === own?.GroupId ? (own.GroupName ?? id) : id)),
    dualStack: Ipv6AllowedForDualStack ?? false,
    publishedAliases: (aliases.known ? aliases.value : [])
      .filter((one) => one.FunctionVersion !== '$LATEST')
      .map((one) => one.Name ?? ''),
  };
}
