// A way to contain a function that somebody may have taken over: what it does, what it costs, and the changes that it
// wishes for. The facts are what the account says now; the changes themselves are planned and applied elsewhere.
import type { Known } from '../model/known.ts';
import type { PermissionState, Wish } from './change.ts';

export interface FunctionFacts {
  readonly region: string;
  readonly account: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** ISO 8601: sessions that began earlier are revoked. */
  readonly now: string;
  /** The version that a finding names; absent where there is no finding. */
  readonly suspectVersion?: string;
  readonly inVpc: boolean;
  /** Whom the finding says that the function talked to. */
  readonly remote?: RemoteParty;
  /** Null: in no VPC. Of the suspect version, which may be in another one than the unpublished. */
  readonly network: NetworkFacts | null;
  /** Of the function's subnets. Empty where it is in no VPC. */
  readonly acls: Known<readonly AclFacts[]>;
  /** Of Network Firewall, in the function's VPC. */
  readonly firewalls: Known<readonly FirewallFacts[]>;
  /** DNS Firewall's rule groups on the function's VPC. */
  readonly dnsGroups: Known<readonly { readonly name: string; readonly priority: number }[]>;
  /** Of the unpublished version, in their order. */
  readonly layers: Known<readonly LayerFacts[]>;
  /** Of the unpublished version. */
  readonly latestSha256: string;
  readonly aliases: Known<readonly AliasFacts[]>;
  /** Published ones, oldest first. */
  readonly versions: Known<readonly { readonly version: string; readonly codeSha256: string }[]>;
  /** Execution environments that are kept ready, by alias or version. */
  readonly provisioned: Known<readonly { readonly qualifier: string; readonly requested: number }[]>;
  readonly mappings: Known<
    readonly { readonly uuid: string; readonly source: string; readonly enabled: boolean }[]
  >;
  readonly rules: Known<
    readonly {
      readonly name: string;
      readonly bus: string;
      readonly enabled: boolean;
      readonly otherTargets: number;
      /** Why it cannot be switched off and on again as it was. */
      readonly obstacle?: string;
    }[]
  >;
  /** Qualifier: empty for the bare function. */
  readonly urls: Known<readonly { readonly qualifier: string; readonly authType: 'NONE' | 'AWS_IAM' }[]>;
  readonly statements: Known<readonly StatementFacts[]>;
  /** Other functions of the Region with the same role. */
  readonly roleSharers: Known<readonly string[]>;
}

export interface RemoteParty {
  /** Empty where the finding names a domain only. */
  readonly address: string;
  readonly domain: string;
  readonly direction: 'in' | 'out' | 'unknown';
}

export interface NetworkFacts {
  readonly vpcId: string;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly dualStack: boolean;
}

export interface AclFacts {
  readonly id: string;
  /** The function's, and how many others. */
  readonly subnets: readonly string[];
  readonly otherSubnets: number;
  readonly entries: readonly {
    readonly number: number;
    readonly egress: boolean;
    readonly action: 'allow' | 'deny';
    readonly protocol: string;
    readonly cidr: string;
  }[];
}

export interface FirewallFacts {
  readonly name: string;
  readonly policyArn: string;
  /** How many firewalls use the policy. */
  readonly users: number;
  /** Its stateless rule groups. */
  readonly groups: readonly { readonly arn: string; readonly priority: number }[];
}

export interface LayerFacts {
  readonly arn: string;
  /** ARN of the newest version that fits the function's runtime and architecture. */
  readonly newest: Known<string>;
}

export interface AliasFacts {
  readonly name: string;
  readonly version: string;
  readonly weights: Readonly<Record<string, number>>;
}

export interface StatementFacts {
  readonly qualifier: string;
  readonly statementId: string;
  /** Absent where it says more than can be put back: it is left alone. */
  readonly state?: PermissionState;
}

export interface Proposal {
  readonly wishes: readonly Wish[];
  readonly warnings: readonly string[];
}

export interface Remedy {
  /** Also its word on the command line. */
  readonly id: string;
  readonly title: string;
  /** What stops working, in words. */
  readonly harm: string;
  propose(facts: FunctionFacts): Proposal;
  /** Ids of remedies that do less of the same to the same thing: where both are chosen, this one stands. */
  readonly covers?: readonly string[];
}

/** `1 other target`, `2 other targets`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

/** A fact that is missing is said, and the rest goes on. */
export function missing(what: string, fact: Known<unknown>): readonly string[] {
  return fact.known ? [] : [`${what} could not be read (${fact.gap.action}: ${fact.gap.detail})`];
}

export function roleName(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

/** Said with every change to a role. */
export function sharedRoleWarning(facts: FunctionFacts): readonly string[] {
  if (!facts.roleSharers.known) return missing('which functions share the role', facts.roleSharers);
  const others = facts.roleSharers.value;
  return others.length === 0
    ? []
    : [`role ${roleName(facts.roleArn)} also serves ${others.join(', ')}: they stop working too`];
}
