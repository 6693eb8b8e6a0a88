// IAM: users, groups, roles and policies of an account. Policy documents go out URL-encoded, as the service sends them.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
import type * as I from '@aws-sdk/client-iam';
import { type Behaviours, type Call, defined, Fault, newId, page } from '../behaviour.ts';

export interface IamState {
  alias: string | undefined;
  /** Documents are kept plain here. */
  users: I.UserDetail[];
  groups: I.GroupDetail[];
  roles: I.RoleDetail[];
  /** Customer-managed, and those AWS-managed ones that are attached. */
  policies: I.ManagedPolicyDetail[];
  /** By role ARN; services are namespaces such as `s3`. */
  lastAccessed: Map<string, I.ServiceLastAccessed[]>;
  jobs: Map<string, string>;
}

export function emptyIam(): IamState {
  return {
    alias: undefined,
    users: [],
    groups: [],
    roles: [],
    policies: [],
    lastAccessed: new Map(),
    jobs: new Map(),
  };
}

const encode = (text: string | undefined) => (text === undefined ? undefined : encodeURIComponent(text));
const inline = (list: I.PolicyDetail[] | undefined) =>
  list?.map((one) => defined({ ...one, PolicyDocument: encode(one.PolicyDocument) }));

function encodedRole(role: I.RoleDetail): I.RoleDetail {
  return defined({
    ...role,
    AssumeRolePolicyDocument: encode(role.AssumeRolePolicyDocument),
    RolePolicyList: inline(role.RolePolicyList),
  });
}

function encodedPolicy(policy: I.ManagedPolicyDetail): I.ManagedPolicyDetail {
  return {
    ...policy,
    PolicyVersionList: policy.PolicyVersionList?.map((one) =>
      defined({ ...one, Document: encode(one.Document) }),
    ),
  };
}

function noEntity(what: string, name: string | undefined): Fault {
  return new Fault('NoSuchEntity', `The ${what} with name ${name} cannot be found.`);
}

function roleOf(call: Call, name: string | undefined): I.RoleDetail {
  const role = call.account.iam.roles.find((one) => one.RoleName === name);
  if (!role) throw noEntity('role', name);
  return role;
}

function policyOf(call: Call, arn: string | undefined): I.ManagedPolicyDetail {
  const policy = call.account.iam.policies.find((one) => one.Arn === arn);
  if (!policy) throw new Fault('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`);
  return policy;
}

function paged<K extends string, T>(
  key: K,
  items: readonly T[],
  input: { Marker?: string | undefined; MaxItems?: number | undefined },
) {
  const cut = page(items, input.Marker, input.MaxItems, 1000, 'InvalidInput');
  return {
    ...({ [key]: cut.items } as Record<K, T[]>),
    IsTruncated: cut.next !== undefined,
    ...(cut.next === undefined ? {} : { Marker: cut.next }),
  };
}

export const iam: Behaviours = {
  GetAccountAuthorizationDetails(
    input: I.GetAccountAuthorizationDetailsRequest,
    call: Call,
  ): I.GetAccountAuthorizationDetailsResponse {
    const wanted = new Set<string>(
      input.Filter ?? ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
    );
    const state = call.account.iam;
    const isAws = (policy: I.ManagedPolicyDetail) => policy.Arn?.includes('::aws:policy/') ?? false;
    const all = [
      ...(wanted.has('User')
        ? state.users.map((one) => ({
            user: { ...one, ...(one.UserPolicyList ? { UserPolicyList: inline(one.UserPolicyList) } : {}) },
          }))
        : []),
      ...(wanted.has('Group')
        ? state.groups.map((one) => ({
            group: {
              ...one,
              ...(one.GroupPolicyList ? { GroupPolicyList: inline(one.GroupPolicyList) } : {}),
            },
          }))
        : []),
      ...(wanted.has('Role') ? state.roles.map((one) => ({ role: encodedRole(one) })) : []),
      ...state.policies
        .filter((one) => wanted.has(isAws(one) ? 'AWSManagedPolicy' : 'LocalManagedPolicy'))
        .map((one) => ({ policy: encodedPolicy(one) })),
    ];
    const { items, next } = page<{ user?: unknown; group?: unknown; role?: unknown; policy?: unknown }>(
      all,
      input.Marker,
      input.MaxItems ?? 100,
      1000,
      'InvalidInput',
    );
    const pick = (key: 'user' | 'group' | 'role' | 'policy') =>
      items.flatMap((one) => (one[key] === undefined ? [] : [one[key]]));
    return defined({
      UserDetailList: pick('user') as I.UserDetail[],
      GroupDetailList: pick('group') as I.GroupDetail[],
      RoleDetailList: pick('role') as I.RoleDetail[],
      Policies: pick('policy') as I.ManagedPolicyDetail[],
      IsTruncated: next !== undefined,
      Marker: next,
    });
  },

  ListAccountAliases(_input: I.ListAccountAliasesRequest, call: Call): I.ListAccountAliasesResponse {
    const { alias } = call.account.iam;
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false };
  },

  GetRole(input: I.GetRoleRequest, call: Call): I.GetRoleResponse {
    const { RolePolicyList, AttachedManagedPolicies, InstanceProfileList, ...role } = encodedRole(
      roleOf(call, input.RoleName),
    );
    void [RolePolicyList, AttachedManagedPolicies, InstanceProfileList];
    return { Role: role as I.Role };
  },

  ListRolePolicies(input: I.ListRolePoliciesRequest, call: Call): I.ListRolePoliciesResponse {
    return paged(
      'PolicyNames',
      (roleOf(call, input.RoleName).RolePolicyList ?? []).map((one) => one.PolicyName ?? ''),
      input,
    );
  },

  GetRolePolicy(input: I.GetRolePolicyRequest, call: Call): I.GetRolePolicyResponse {
    const found = roleOf(call, input.RoleName).RolePolicyList?.find(
      (one) => one.PolicyName === input.PolicyName,
    );
    if (!found)
      throw new Fault('NoSuchEntity', `The role policy with name ${input.PolicyName} cannot be found.`);
    return {
      RoleName: input.RoleName,
      PolicyName: input.PolicyName,
      PolicyDocument: encode(found.PolicyDocument),
    };
  },

  ListAttachedRolePolicies(
    input: I.ListAttachedRolePoliciesRequest,
    call: Call,
  ): I.ListAttachedRolePoliciesResponse {
    return paged('AttachedPolicies', roleOf(call, input.RoleName).AttachedManagedPolicies ?? [], input);
  },

  GetPolicy(input: I.GetPolicyRequest, call: Call): I.GetPolicyResponse {
    const { PolicyVersionList, ...policy } = policyOf(call, input.PolicyArn);
    void PolicyVersionList;
    return { Policy: policy };
  },

  GetPolicyVersion(input: I.GetPolicyVersionRequest, call: Call): I.GetPolicyVersionResponse {
    const policy = encodedPolicy(policyOf(call, input.PolicyArn));
    const version = policy.PolicyVersionList?.find((one) => one.VersionId === input.VersionId);
    if (!version)
      throw new Fault('NoSuchEntity', `Policy ${input.PolicyArn} version ${input.VersionId} does not exist.`);
    return { PolicyVersion: version };
  },

  GenerateServiceLastAccessedDetails(
    input: I.GenerateServiceLastAccessedDetailsRequest,
    call: Call,
  ): I.GenerateServiceLastAccessedDetailsResponse {
    const id = newId();
    call.account.iam.jobs.set(id, input.Arn ?? '');
    return { JobId: id };
  },

  GetServiceLastAccessedDetails(
    input: I.GetServiceLastAccessedDetailsRequest,
    call: Call,
  ): I.GetServiceLastAccessedDetailsResponse {
    const arn = call.account.iam.jobs.get(input.JobId ?? '');
    if (arn === undefined) throw new Fault('NoSuchEntity', `Job with id ${input.JobId} does not exist.`);
    return {
      JobStatus: 'COMPLETED',
      JobCreationDate: call.now,
      JobCompletionDate: call.now,
      ServicesLastAccessed: call.account.iam.lastAccessed.get(arn) ?? [],
      IsTruncated: false,
    };
  },

  SimulatePrincipalPolicy(input: I.SimulatePrincipalPolicyRequest, call: Call): I.SimulatePolicyResponse {
    void call;
    return {
      EvaluationResults: (input.ActionNames ?? []).map((action) => ({
        EvalActionName: action,
        EvalDecision: 'allowed' as const,
        EvalResourceName: '*',
      })),
      IsTruncated: false,
    };
  },

  PutRolePolicy(input: I.PutRolePolicyRequest, call: Call): Record<string, never> {
    const role = roleOf(call, input.RoleName);
    role.RolePolicyList = [
      ...(role.RolePolicyList ?? []).filter((one) => one.PolicyName !== input.PolicyName),
      { PolicyName: input.PolicyName, PolicyDocument: input.PolicyDocument },
    ];
    return {};
  },

  DeleteRolePolicy(input: I.DeleteRolePolicyRequest, call: Call): Record<string, never> {
    const role = roleOf(call, input.RoleName);
    const left = (role.RolePolicyList ?? []).filter((one) => one.PolicyName !== input.PolicyName);
    if (left.length === (role.RolePolicyList ?? []).length)
      throw new Fault('NoSuchEntity', `The role policy with name ${input.PolicyName} cannot be found.`);
    role.RolePolicyList = left;
    return {};
  },
};
