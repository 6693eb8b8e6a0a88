// Users, groups, roles and policies of an account in few calls; where that is refused, the execution roles one by one.
import type * as I from '@aws-sdk/client-iam';
import type {
  IamEntities,
  IamGroup,
  IamRole,
  IamUser,
  InlinePolicy,
  ManagedPolicy,
} from '../../core/model/iam-entities.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';
import { plainDocument } from '../documents.ts';
import type { CollectorFacts, Scope } from '../scope.ts';

export const iamCollector: CollectorFacts = {
  thing: 'users, groups, roles and policies',
  feature: 'access',
  actions: [
    'iam:GetAccountAuthorizationDetails',
    'iam:ListAccountAliases',
    'iam:GetRole',
    'iam:ListRolePolicies',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ],
};

/** IAM has one endpoint for a partition; any Region of it will do. */
export async function collectAlias(scope: Scope, region: string): Promise<Known<string | null>> {
  const iam = await scope.connection.client('iam', region);
  const result = await scope.ask.known('iam:ListAccountAliases', (options) =>
    iam.listAccountAliases({}, options),
  );
  return result.known ? known(result.value.AccountAliases?.[0] ?? null) : result;
}

const notAsked = unknown({
  action: 'iam:GenerateServiceLastAccessedDetails',
  reason: 'not-asked',
  detail: '',
});

/** Null where the whole may not be read: `collectRoles` is the way then. */
export async function collectIam(
  scope: Scope,
  region: string,
): Promise<IamEntities | { readonly refused: Known<never> }> {
  const iam = await scope.connection.client('iam', region);
  const users: I.UserDetail[] = [];
  const groups: I.GroupDetail[] = [];
  const roles: I.RoleDetail[] = [];
  const policies: I.ManagedPolicyDetail[] = [];
  const pages = await scope.ask.pages<never>('iam:GetAccountAuthorizationDetails', async (token, options) => {
    const page = await iam.getAccountAuthorizationDetails(
      { MaxItems: 1000, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    users.push(...(page.UserDetailList ?? []));
    groups.push(...(page.GroupDetailList ?? []));
    roles.push(...(page.RoleDetailList ?? []));
    policies.push(...(page.Policies ?? []));
    return { items: [], next: page.IsTruncated === false ? undefined : page.Marker };
  });
  if (!pages.known) return { refused: pages };
  const attached = new Set<string>();
  for (const one of [...users, ...groups, ...roles]) {
    for (const policy of one.AttachedManagedPolicies ?? [])
      if (policy.PolicyArn !== undefined) attached.add(policy.PolicyArn);
    const boundary =
      'PermissionsBoundary' in one ? one.PermissionsBoundary?.PermissionsBoundaryArn : undefined;
    if (boundary !== undefined) attached.add(boundary);
  }
  return {
    scope: 'account',
    users: known(users.map(toUser)),
    groups: known(groups.map(toGroup)),
    roles: known(roles.map(toRole)),
    policies: known(policies.map(toPolicy).filter((one) => !one.awsManaged || attached.has(one.arn))),
    missingRoleArns: [],
  };
}

/** The fallback: what the functions themselves run as. */
export async function collectRoles(
  scope: Scope,
  region: string,
  roleArns: readonly string[],
  refused: Known<never>,
): Promise<IamEntities> {
  const missing: string[] = [];
  const policyArns = new Set<string>();
  const roles = await Promise.all(
    roleArns.map(async (arn): Promise<IamRole | undefined> => {
      const result = await readRole(scope, region, arn);
      if (!result.known) return undefined;
      if (result.value === null) {
        missing.push(arn);
        return undefined;
      }
      if (result.value.attachedPolicyArns.known)
        for (const one of result.value.attachedPolicyArns.value) policyArns.add(one);
      if (result.value.boundaryArn !== undefined) policyArns.add(result.value.boundaryArn);
      return result.value;
    }),
  );
  const found = roles.filter((one) => one !== undefined);
  const policies = await Promise.all([...policyArns].map((arn) => readPolicy(scope, region, arn)));
  const unread = policies.find((one) => !one.known);
  return {
    scope: 'execution-roles',
    users: refused,
    groups: refused,
    // Where not one role could be read there is nothing to stand on.
    roles: found.length > 0 || missing.length > 0 || roleArns.length === 0 ? known(found) : refused,
    policies: unread ?? known(policies.flatMap((one) => (one.known && one.value ? [one.value] : []))),
    missingRoleArns: missing,
  };
}

async function readRole(scope: Scope, region: string, arn: string): Promise<Known<IamRole | null>> {
  const iam = await scope.connection.client('iam', region);
  const RoleName = arn.split('/').at(-1) ?? '';
  const { ask } = scope;
  const role = await ask.orNull('iam:GetRole', (options) => iam.getRole({ RoleName }, options));
  if (!role.known) return role;
  if (role.value === null) return known(null);
  const names = await ask.pages<string>('iam:ListRolePolicies', async (token, options) => {
    const page = await iam.listRolePolicies(
      { RoleName, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return { items: page.PolicyNames, next: page.Marker };
  });
  const inlinePolicies = names.known ? await readInline(scope, region, RoleName, names.value) : names;
  const attached = await ask.pages<string>('iam:ListAttachedRolePolicies', async (token, options) => {
    const page = await iam.listAttachedRolePolicies(
      { RoleName, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return { items: page.AttachedPolicies?.map((one) => one.PolicyArn ?? ''), next: page.Marker };
  });
  const detail: I.RoleDetail = role.value.Role ?? {};
  return known({ ...toRole(detail), inlinePolicies, attachedPolicyArns: attached });
}

async function readInline(
  scope: Scope,
  region: string,
  RoleName: string,
  names: readonly string[],
): Promise<Known<readonly InlinePolicy[]>> {
  const iam = await scope.connection.client('iam', region);
  const result: InlinePolicy[] = [];
  for (const PolicyName of names) {
    const policy = await scope.ask.known('iam:GetRolePolicy', (options) =>
      iam.getRolePolicy({ RoleName, PolicyName }, options),
    );
    if (!policy.known) return policy;
    result.push({ name: PolicyName, document: plainDocument(policy.value.PolicyDocument ?? '{}') });
  }
  return known(result);
}

async function readPolicy(
  scope: Scope,
  region: string,
  PolicyArn: string,
): Promise<Known<ManagedPolicy | null>> {
  const iam = await scope.connection.client('iam', region);
  const policy = await scope.ask.orNull('iam:GetPolicy', (options) => iam.getPolicy({ PolicyArn }, options));
  if (!policy.known) return policy;
  const VersionId = policy.value?.Policy?.DefaultVersionId;
  if (policy.value === null || VersionId === undefined) return known(null);
  const version = await scope.ask.known('iam:GetPolicyVersion', (options) =>
    iam.getPolicyVersion({ PolicyArn, VersionId }, options),
  );
  if (!version.known) return version;
  return known(
    toPolicy({
      ...policy.value.Policy,
      PolicyVersionList: version.value.PolicyVersion
        ? [{ ...version.value.PolicyVersion, IsDefaultVersion: true }]
        : [],
    }),
  );
}

function toUser(given: I.UserDetail): IamUser {
  return {
    kind: 'user',
    arn: given.Arn ?? '',
    name: given.UserName ?? '',
    id: given.UserId ?? '',
    path: given.Path ?? '/',
    inlinePolicies: known(toInline(given.UserPolicyList)),
    attachedPolicyArns: known(toArns(given.AttachedManagedPolicies)),
    groupNames: given.GroupList ?? [],
    ...boundaryOf(given),
    tags: toTags(given.Tags),
  };
}

function toGroup(given: I.GroupDetail): IamGroup {
  return {
    kind: 'group',
    arn: given.Arn ?? '',
    name: given.GroupName ?? '',
    id: given.GroupId ?? '',
    path: given.Path ?? '/',
    inlinePolicies: known(toInline(given.GroupPolicyList)),
    attachedPolicyArns: known(toArns(given.AttachedManagedPolicies)),
  };
}

function toRole(given: I.RoleDetail & { readonly MaxSessionDuration?: number | undefined }): IamRole {
  return {
    kind: 'role',
    arn: given.Arn ?? '',
    name: given.RoleName ?? '',
    id: given.RoleId ?? '',
    path: given.Path ?? '/',
    inlinePolicies: known(toInline(given.RolePolicyList)),
    attachedPolicyArns: known(toArns(given.AttachedManagedPolicies)),
    trustPolicy: plainDocument(given.AssumeRolePolicyDocument ?? '{}'),
    ...boundaryOf(given),
    tags: toTags(given.Tags),
    ...(given.MaxSessionDuration === undefined ? {} : { maxSessionSeconds: given.MaxSessionDuration }),
    lastUsedAt: given.RoleLastUsed?.LastUsedDate?.toISOString() ?? null,
    lastAccessed: notAsked,
  };
}

function toPolicy(given: I.ManagedPolicyDetail): ManagedPolicy {
  const version =
    given.PolicyVersionList?.find((one) => one.IsDefaultVersion) ?? given.PolicyVersionList?.[0];
  const arn = given.Arn ?? '';
  return {
    arn,
    name: given.PolicyName ?? '',
    awsManaged: arn.split(':')[4] === 'aws',
    document: plainDocument(version?.Document ?? '{}'),
    defaultVersion: given.DefaultVersionId ?? '',
    attachmentCount: given.AttachmentCount ?? 0,
  };
}

function toInline(list: readonly I.PolicyDetail[] | undefined): readonly InlinePolicy[] {
  return (list ?? []).map((one) => ({
    name: one.PolicyName ?? '',
    document: plainDocument(one.PolicyDocument ?? '{}'),
  }));
}

function toArns(list: readonly I.AttachedPolicy[] | undefined): readonly string[] {
  return (list ?? []).map((one) => one.PolicyArn ?? '');
}

function toTags(list: readonly I.Tag[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

function boundaryOf(given: { readonly PermissionsBoundary?: I.AttachedPermissionsBoundary | undefined }): {
  readonly boundaryArn?: string;
} {
  const arn = given.PermissionsBoundary?.PermissionsBoundaryArn;
  return arn === undefined ? {} : { boundaryArn: arn };
}
