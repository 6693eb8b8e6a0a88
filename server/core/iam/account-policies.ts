// The policies that speak for each user and role of an account, put together from the snapshot: inline, attached,
// through groups, boundary, service control policies. A document that could not be read stays in as a policy with a
// problem, so that every decision which it could change becomes unknown.
import type { Account } from '../model/account-snapshot.ts';
import type { IamGroup, IamRole, IamUser, ManagedPolicy, PolicyLevel } from '../model/iam-entities.ts';
import type { Gap, Known } from '../model/known.ts';
import type { NamedPolicy, PolicySet } from './decide.ts';
import { parsePolicy } from './parse.ts';
import type { Policy } from './policy.ts';
import type { Caller } from './request.ts';

export type ParseCached = (document: string) => Policy;

/** Parses a document once, however many functions and identities carry it. */
export function policyCache(): ParseCached {
  const parsed = new Map<string, Policy>();
  return (document) => {
    const before = parsed.get(document);
    if (before !== undefined) return before;
    const policy = parsePolicy(document);
    parsed.set(document, policy);
    return policy;
  };
}

export type IdentityPolicies = Omit<PolicySet, 'resource'> & {
  /** What of it could not be read. */
  readonly gaps: readonly Gap[];
};

export interface AccountPolicies {
  readonly account: Account;
  readonly users: readonly IamUser[];
  readonly roles: readonly IamRole[];
  role(arn: string): IamRole | undefined;
  managed(arn: string): ManagedPolicy | undefined;
  policiesOf(identity: IamUser | IamRole): IdentityPolicies;
}

export function accountPolicies(account: Account, parse: ParseCached): AccountPolicies {
  const { iam } = account;
  const roles = iam.roles.known ? iam.roles.value : [];
  const users = iam.users.known ? iam.users.value : [];
  const roleByArn = new Map(roles.map((role) => [role.arn, role]));
  const groupByName = new Map((iam.groups.known ? iam.groups.value : []).map((group) => [group.name, group]));
  const managedByArn = new Map(
    (iam.policies.known ? iam.policies.value : []).map((policy) => [policy.arn, policy]),
  );
  const cache = new Map<string, IdentityPolicies>();
  const scps = controlPolicies(account, 'serviceControlPolicies', parse);
  const rcps = controlPolicies(account, 'resourceControlPolicies', parse);

  function attached(arn: string, gaps: Gap[], via?: string): NamedPolicy {
    const found = managedByArn.get(arn);
    if (found !== undefined) {
      return { name: arn, policy: parse(found.document), ...(via === undefined ? {} : { via }) };
    }
    const gap: Gap = iam.policies.known
      ? { action: 'iam:GetPolicyVersion', reason: 'not-asked', detail: arn }
      : iam.policies.gap;
    gaps.push(gap);
    return missing(arn, gap);
  }

  function ownPolicies(
    identity: IamUser | IamRole | IamGroup,
    gaps: Gap[],
    via?: string,
  ): readonly NamedPolicy[] {
    const result: NamedPolicy[] = [];
    if (identity.inlinePolicies.known) {
      for (const inline of identity.inlinePolicies.value) {
        result.push({
          name: `${identity.name}/${inline.name}`,
          policy: parse(inline.document),
          ...(via === undefined ? {} : { via }),
        });
      }
    } else {
      gaps.push(identity.inlinePolicies.gap);
      result.push(missing(`inline policies of ${identity.name}`, identity.inlinePolicies.gap));
    }
    if (identity.attachedPolicyArns.known) {
      for (const arn of identity.attachedPolicyArns.value) result.push(attached(arn, gaps, via));
    } else {
      gaps.push(identity.attachedPolicyArns.gap);
      result.push(missing(`attached policies of ${identity.name}`, identity.attachedPolicyArns.gap));
    }
    return result;
  }

  function collect(identity: IamUser | IamRole): IdentityPolicies {
    const gaps: Gap[] = [];
    const policies = [...ownPolicies(identity, gaps)];
    if (identity.kind === 'user') {
      for (const name of identity.groupNames) {
        const group = groupByName.get(name);
        if (group !== undefined) policies.push(...ownPolicies(group, gaps, `group ${name}`));
        else {
          const gap: Gap = iam.groups.known
            ? { action: 'iam:GetGroup', reason: 'not-asked', detail: name }
            : iam.groups.gap;
          gaps.push(gap);
          policies.push(missing(`policies of group ${name}`, gap));
        }
      }
    }
    const boundary = identity.boundaryArn === undefined ? null : attached(identity.boundaryArn, gaps);
    return {
      identity: { known: true, value: policies },
      boundary: { known: true, value: boundary },
      session: null,
      scps,
      rcps,
      gaps,
    };
  }

  return {
    account,
    users,
    roles,
    role: (arn) => roleByArn.get(arn),
    managed: (arn) => managedByArn.get(arn),
    policiesOf: (identity) => {
      const before = cache.get(identity.arn);
      if (before !== undefined) return before;
      const fresh = collect(identity);
      cache.set(identity.arn, fresh);
      return fresh;
    },
  };
}

/** The caller that a user or role of the snapshot is. */
export function asCaller(identity: IamUser | IamRole, account: string): Caller {
  return {
    kind: identity.kind,
    account,
    arn: identity.arn,
    id: identity.id,
    hasBoundary: identity.boundaryArn !== undefined,
  };
}

function missing(name: string, gap: Gap): NamedPolicy {
  const message = `${gap.action}: ${gap.detail}`;
  return {
    name,
    policy: { version: '2012-10-17', statements: [], problems: [{ statement: null, message }] },
  };
}

/** The management account of an organization stands outside its control policies. */
function controlPolicies(
  account: Account,
  kind: 'serviceControlPolicies' | 'resourceControlPolicies',
  parse: ParseCached,
): Known<readonly (readonly NamedPolicy[])[] | null> {
  if (!account.organization.known) {
    // Whoever may not ask about the organization still learns what the account's own policies say.
    return account.organization;
  }
  const organization = account.organization.value;
  if (organization === null || organization.managementAccountId === account.id)
    return { known: true, value: null };
  const policies = organization[kind];
  if (!policies.known) return policies;
  return {
    known: true,
    value: policies.value === null ? null : policies.value.map((level) => toLevel(level, parse)),
  };
}

function toLevel(level: PolicyLevel, parse: ParseCached): readonly NamedPolicy[] {
  return level.policies.map((policy) => ({
    name: policy.name,
    policy: parse(policy.document),
    via: `${level.target} ${level.targetId}`,
  }));
}
