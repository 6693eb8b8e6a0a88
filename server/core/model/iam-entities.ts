// Who exists in an account and what policies say about them. Documents are JSON text as the person wrote it, decoded.
import type { Known } from './known.ts';

export interface IamEntities {
  /** `account`: everybody. `execution-roles`: only the roles of functions could be read, one by one. */
  readonly scope: 'account' | 'execution-roles';
  readonly users: Known<readonly IamUser[]>;
  readonly groups: Known<readonly IamGroup[]>;
  readonly roles: Known<readonly IamRole[]>;
  /** Customer-managed policies, and the AWS-managed ones that are attached or serve as a boundary. */
  readonly policies: Known<readonly ManagedPolicy[]>;
  /** Execution roles that functions name and that do not exist. */
  readonly missingRoleArns: readonly string[];
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: string;
}

interface Identity {
  readonly arn: string;
  readonly name: string;
  /** Unique id, such as `AROA…` or `AIDA…`; policies of deleted principals show it in place of the ARN. */
  readonly id: string;
  /** `/` or `/department/`. */
  readonly path: string;
  readonly inlinePolicies: Known<readonly InlinePolicy[]>;
  readonly attachedPolicyArns: Known<readonly string[]>;
}

export interface IamUser extends Identity {
  readonly kind: 'user';
  readonly groupNames: readonly string[];
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface IamGroup extends Identity {
  readonly kind: 'group';
}

export interface IamRole extends Identity {
  readonly kind: 'role';
  /** Who may assume it. */
  readonly trustPolicy: string;
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSessionSeconds?: number;
  /** Of the role itself; null: never used since tracking began. */
  readonly lastUsedAt: string | null;
  /** Services that the role is allowed to use and when it did; only asked for execution roles. */
  readonly lastAccessed: Known<readonly ServiceLastAccessed[]>;
}

export interface ServiceLastAccessed {
  /** Prefix of the actions, such as `s3`. */
  readonly service: string;
  /** Null: not in the tracking period (about 400 days). */
  readonly at: string | null;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly awsManaged: boolean;
  /** The default version's document. */
  readonly document: string;
  readonly defaultVersion: string;
  readonly attachmentCount: number;
}

export interface Organization {
  readonly id: string;
  readonly managementAccountId: string;
  /** Null where this policy type is off. Never applies to the management account. */
  readonly serviceControlPolicies: Known<readonly PolicyLevel[] | null>;
  readonly resourceControlPolicies: Known<readonly PolicyLevel[] | null>;
}

/** Policies attached at one level, in order root, organizational units, account: every level must allow. */
export interface PolicyLevel {
  readonly targetId: string;
  readonly target: 'root' | 'unit' | 'account';
  readonly policies: readonly { readonly id: string; readonly name: string; readonly document: string }[];
}
