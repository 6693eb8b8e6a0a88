// The organization above an account and the policies that it puts on it, level by level. A member account may
// usually see that there is an organization and no more: that is a gap, not "no policies".
import type { Organization, PolicyLevel } from '../../core/model/iam-entities.ts';
import { type Known, known } from '../../core/model/known.ts';
import type { CollectorFacts, Scope } from '../scope.ts';

export const organizationCollector: CollectorFacts = {
  thing: 'organization and its policies',
  feature: 'access',
  actions: [
    'organizations:DescribeOrganization',
    'organizations:ListRoots',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
    'organizations:DescribePolicy',
  ],
};

const maxLevels = 12;

export async function collectOrganization(scope: Scope, region: string): Promise<Known<Organization | null>> {
  const client = await scope.connection.client('organizations', region);
  const found = await scope.ask.orNull(
    'organizations:DescribeOrganization',
    (options) => client.describeOrganization({}, options),
    /AWSOrganizationsNotInUse/,
  );
  if (!found.known) return found;
  const organization = found.value?.Organization;
  if (!organization) return known(null);
  const chain = await chainOf(scope, region);
  const levels = async (type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY') =>
    chain.known ? await policiesOf(scope, region, chain.value, type) : chain;
  return known({
    id: organization.Id ?? '',
    managementAccountId: organization.MasterAccountId ?? '',
    serviceControlPolicies: await levels('SERVICE_CONTROL_POLICY'),
    resourceControlPolicies: await levels('RESOURCE_CONTROL_POLICY'),
  });
}

type Target = Pick<PolicyLevel, 'targetId' | 'target'> & { readonly types?: readonly string[] };

/** Root first, the account last. */
async function chainOf(scope: Scope, region: string): Promise<Known<readonly Target[]>> {
  const client = await scope.connection.client('organizations', region);
  const chain: Target[] = [{ targetId: scope.account.id, target: 'account' }];
  for (let level = 0; level < maxLevels; level += 1) {
    const ChildId = chain[0]?.targetId ?? '';
    const parents = await scope.ask.known('organizations:ListParents', (options) =>
      client.listParents({ ChildId }, options),
    );
    if (!parents.known) return parents;
    const [parent] = parents.value.Parents ?? [];
    if (parent?.Id === undefined) break;
    if (parent.Type === 'ROOT') {
      const roots = await scope.ask.known('organizations:ListRoots', (options) =>
        client.listRoots({}, options),
      );
      const types = roots.known
        ? (roots.value.Roots?.find((one) => one.Id === parent.Id)?.PolicyTypes ?? []).flatMap((one) =>
            one.Status === 'ENABLED' && one.Type ? [one.Type] : [],
          )
        : undefined;
      chain.unshift({ targetId: parent.Id, target: 'root', ...(types ? { types } : {}) });
      break;
    }
    chain.unshift({ targetId: parent.Id, target: 'unit' });
  }
  return known(chain);
}

async function policiesOf(
  scope: Scope,
  region: string,
  chain: readonly Target[],
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
): Promise<Known<readonly PolicyLevel[] | null>> {
  const types = chain[0]?.types;
  if (types && !types.includes(type)) return known(null);
  const client = await scope.connection.client('organizations', region);
  const documents = new Map<string, string>();
  const levels: PolicyLevel[] = [];
  for (const { targetId, target } of chain) {
    const listed = await scope.ask.pages('organizations:ListPoliciesForTarget', async (token, options) => {
      const page = await client.listPoliciesForTarget(
        { TargetId: targetId, Filter: type, ...(token === undefined ? {} : { NextToken: token }) },
        options,
      );
      return { items: page.Policies, next: page.NextToken };
    });
    if (!listed.known) return listed;
    const policies: { id: string; name: string; document: string }[] = [];
    for (const one of listed.value) {
      const id = one.Id ?? '';
      let document = documents.get(id);
      if (document === undefined) {
        const read = await scope.ask.known('organizations:DescribePolicy', (options) =>
          client.describePolicy({ PolicyId: id }, options),
        );
        if (!read.known) return read;
        document = read.value.Policy?.Content ?? '{}';
        documents.set(id, document);
      }
      policies.push({ id, name: one.Name ?? '', document });
    }
    levels.push({ targetId, target, policies });
  }
  return known(levels);
}
