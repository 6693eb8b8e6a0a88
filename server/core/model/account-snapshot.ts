// What an audit knows about one or more AWS accounts, in our own words: plain JSON, versioned, free of secrets.
// Collectors fill it, analyses read it, `--save` and `--snapshot` carry it between machines.
// Anything that a service may refuse to tell is a `Known<T>`: its value, or the gap with its reason.
import type { Surveillance } from './detection-services.ts';
import type { CodeSigningConfig, LambdaFunction, LayerVersion, RegionLimits } from './function.ts';
import type { IamEntities, Organization } from './iam-entities.ts';
import type { Known } from './known.ts';
import type { LogStore } from './log-store.ts';
import type { Neighbour } from './neighbour.ts';
import type { Network } from './network.ts';
import type { EventSourceMapping } from './trigger.ts';

/** Written into every saved snapshot; a file without it is not ours. */
export const snapshotFormat = 'lambda-protect/account-snapshot';

/** Raised when a field changes its meaning or disappears. New optional fields do not raise it. */
export const snapshotVersion = 1;

export interface AccountSnapshot {
  readonly format: typeof snapshotFormat;
  readonly version: typeof snapshotVersion;
  /** ISO 8601, UTC: when the collection began and ended. */
  readonly startedAt: string;
  readonly takenAt: string;
  /** True when a person stopped the collection: what is missing then is a gap with reason `not-asked`. */
  readonly cancelled: boolean;
  readonly accounts: readonly Account[];
}

export interface Account {
  /** Twelve digits. */
  readonly id: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, …: the second field of every ARN of the account. */
  readonly partition: string;
  readonly alias: Known<string | null>;
  /** ARN of the identity that looked. */
  readonly callerArn: string;
  /** The profile or the assumed role through which the account was read, for a person to recognise it. */
  readonly via: string;
  /** IAM is global: one per account. */
  readonly iam: IamEntities;
  /** Null where the account is in no organization. */
  readonly organization: Known<Organization | null>;
  readonly regions: readonly Region[];
}

export interface Region {
  /** Such as `eu-central-1`. */
  readonly name: string;
  readonly functions: Known<readonly LambdaFunction[]>;
  readonly eventSourceMappings: Known<readonly EventSourceMapping[]>;
  /** Every layer version that a function of the Region uses, and the latest version of each own layer. */
  readonly layers: Known<readonly LayerVersion[]>;
  readonly codeSigningConfigs: Known<readonly CodeSigningConfig[]>;
  readonly limits: Known<RegionLimits>;
  /** Things in front of and behind the functions: what calls them, what they deliver to, by ARN. */
  readonly neighbours: readonly Neighbour[];
  /** Services whose resources are all listed in `neighbours`: an ARN of theirs that is not there does not exist. */
  readonly completeNeighbours: readonly Neighbour['kind'][];
  readonly network: Network;
  readonly logs: LogStore;
  readonly surveillance: Surveillance;
  /**
   * How changes that the listing does not show were noticed when facts of an earlier snapshot were reused
   * (aliases, URLs, concurrency): the time up to which the trail was read, null when nothing was reused.
   */
  readonly changesReadUntil: Known<string | null>;
}

/** The function of that ARN (unqualified), wherever it is. */
export function* functionsOf(
  snapshot: AccountSnapshot,
): Generator<{ account: Account; region: Region; function: LambdaFunction }> {
  for (const account of snapshot.accounts) {
    for (const region of account.regions) {
      if (!region.functions.known) continue;
      for (const one of region.functions.value) yield { account, region, function: one };
    }
  }
}
