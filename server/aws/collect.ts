// Reads accounts into a snapshot: several accounts and Regions side by side, each at the pace that its services bear.
// Nothing here writes; whatever is refused is a gap; a cancelled collection still gives what it has.
import {
  type Account,
  type AccountSnapshot,
  type Region,
  snapshotFormat,
  snapshotVersion,
} from '../core/model/account-snapshot.ts';
import type { IamEntities } from '../core/model/iam-entities.ts';
import { type Known, known, unknown } from '../core/model/known.ts';
import { type Ask, createAsk } from './ask.ts';
import { type Connection, type ConnectionOptions, openConnection } from './clients.ts';
import { collectRegion } from './collect-region.ts';
import { collectAlias, collectIam, collectRoles } from './collectors/iam.ts';
import { collectLastAccessed } from './collectors/last-accessed.ts';
import { collectOrganization } from './collectors/organization.ts';
import type { Scope } from './scope.ts';

export interface CollectProgress {
  readonly account: string;
  readonly region: string;
  /** A function's name, or the thing that was read. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

export interface CollectOptions {
  /** One for each account: a profile, or a role taken on. */
  readonly accounts: readonly ConnectionOptions[];
  /** Absent: the Region of the profile or the environment. `all`: every Region that the account has switched on. */
  readonly regions?: readonly string[] | 'all';
  /** Facts about functions that did not change are taken over from it. */
  readonly previous?: AccountSnapshot;
  /** Lambda requests for one function; default 8. */
  readonly maxCallsPerFunction?: number;
  /** Ask IAM when each execution role last used its services; default true. */
  readonly lastAccessed?: boolean;
  /** Newest records of each log group to look through for secrets; default 0: none is read. */
  readonly logSamples?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CollectProgress) => void;
  /** Told of every request that was answered or given up. */
  readonly onCall?: (action: string, outcome: string) => void;
  /** Told of an account that could not be entered; the others go on. */
  readonly onAccountFailure?: (via: string, reason: string) => void;
  readonly now?: () => Date;
}

/** Signing in or naming a Region failed: nothing could be collected. */
export class CollectError extends Error {}

const defaultMaxCalls = 8;

/** Throws `CollectError` where not one account could be entered. */
export async function collect(options: CollectOptions): Promise<AccountSnapshot> {
  const now = options.now ?? (() => new Date());
  const startedAt = now().toISOString();
  const signal = options.signal ?? new AbortController().signal;
  const failures: string[] = [];
  const accounts = await Promise.all(
    options.accounts.map(async (access): Promise<Account | undefined> => {
      const connection = openConnection({ ...access, retries: 'by-caller' });
      try {
        return await collectAccount(connection, options, signal, startedAt);
      } catch (error) {
        if (!(error instanceof CollectError)) throw error;
        failures.push(error.message);
        options.onAccountFailure?.(connection.via, error.message);
        return undefined;
      } finally {
        connection.close();
      }
    }),
  );
  const entered = accounts.filter((one) => one !== undefined);
  if (entered.length === 0) throw new CollectError(failures.join('\n') || 'no account was named');
  return {
    format: snapshotFormat,
    version: snapshotVersion,
    startedAt,
    takenAt: now().toISOString(),
    cancelled: signal.aborted,
    accounts: oneForEachId(entered),
  };
}

/** Two profiles may lead to the same account: the first one stands. */
function oneForEachId(accounts: readonly Account[]): readonly Account[] {
  return accounts.filter((one, index) => accounts.findIndex((other) => other.id === one.id) === index);
}

async function collectAccount(
  connection: Connection,
  options: CollectOptions,
  signal: AbortSignal,
  startedAt: string,
): Promise<Account> {
  const home =
    (Array.isArray(options.regions) ? options.regions[0] : undefined) ?? (await connection.defaultRegion());
  if (home === undefined && options.regions !== 'all') {
    throw new CollectError(
      `no Region for ${connection.via}: give one with --region, AWS_REGION or the profile's settings`,
    );
  }
  const first = home ?? 'us-east-1';
  const newAsk = () => createAsk({ signal, ...(options.onCall ? { onCall: options.onCall } : {}) });
  const identity = await whoAmI(connection, first, newAsk());
  const previous = options.previous?.accounts.find((one) => one.id === identity.id);
  const scope: Scope = { connection, ask: newAsk(), account: identity, now: startedAt };
  const regionNames =
    options.regions === 'all' ? await regionsOf(scope, first) : (options.regions ?? [first]);

  const [alias, wholeIam, organization, regions] = await Promise.all([
    collectAlias(scope, first),
    collectIam(scope, first),
    collectOrganization(scope, first),
    Promise.all(
      regionNames.map((name): Promise<Region> => {
        const before = previous?.regions.find((one) => one.name === name);
        return collectRegion(
          { ...scope, ask: newAsk(), region: name, client: (service) => connection.client(service, name) },
          {
            maxCallsPerFunction: options.maxCallsPerFunction ?? defaultMaxCalls,
            logSamples: options.logSamples ?? 0,
            ...(before && options.previous
              ? { previous: { region: before, startedAt: options.previous.startedAt } }
              : {}),
            onProgress: (what, done, total) =>
              options.onProgress?.({ account: identity.id, region: name, what, done, total }),
          },
        );
      }),
    ),
  ]);
  const roleArns = executionRoles(regions);
  const iam =
    'refused' in wholeIam
      ? await collectRoles(scope, first, roleArns, wholeIam.refused)
      : withMissing(wholeIam, roleArns, identity.id);
  return {
    id: identity.id,
    partition: identity.partition,
    alias,
    callerArn: identity.arn,
    via: connection.via,
    iam: options.lastAccessed === false ? iam : await withLastAccessed(iam, scope, first, roleArns),
    organization,
    regions,
  };
}

interface WhoAndWhere {
  readonly id: string;
  readonly partition: string;
  readonly arn: string;
}

async function whoAmI(connection: Connection, region: string, ask: Ask): Promise<WhoAndWhere> {
  let failure: unknown;
  const sts = await connection.client('sts', region);
  const identity = await ask.known('sts:GetCallerIdentity', (options) =>
    sts.getCallerIdentity({}, options).catch((error: unknown) => {
      failure = error;
      throw error;
    }),
  );
  if (identity.known) {
    const arn = identity.value.Arn ?? '';
    return { id: identity.value.Account ?? '', partition: arn.split(':')[1] ?? 'aws', arn };
  }
  const account = await accountOfFunctions(connection, region, ask);
  if (account) return account;
  const reason =
    failure instanceof Error ? `${failure.name}: ${firstSentence(failure.message)}` : identity.gap.detail;
  throw new CollectError(
    `could not sign in with ${connection.via}: ${reason}; check the profile, or run "aws sso login"`,
  );
}

/** Where STS cannot be reached (a network with an endpoint for Lambda alone), a function's ARN tells the account. */
async function accountOfFunctions(
  connection: Connection,
  region: string,
  ask: Ask,
): Promise<WhoAndWhere | undefined> {
  const lambda = await connection.client('lambda', region);
  const page = await ask.known('lambda:ListFunctions', (options) =>
    lambda.listFunctions({ MaxItems: 1 }, options),
  );
  const arn = page.known ? page.value.Functions?.[0]?.FunctionArn : undefined;
  const [, partition, , , id] = arn?.split(':') ?? [];
  return partition === undefined || id === undefined ? undefined : { id, partition, arn: '' };
}

function firstSentence(text: string): string {
  return text.split('\n')[0]?.slice(0, 300) ?? '';
}

async function regionsOf(scope: Scope, first: string): Promise<readonly string[]> {
  const ec2 = await scope.connection.client('ec2', first);
  const found = await scope.ask.known('ec2:DescribeRegions', (callOptions) =>
    ec2.describeRegions({}, callOptions),
  );
  if (!found.known) {
    throw new CollectError(
      `the account's Regions may not be listed (ec2:DescribeRegions: ${found.gap.detail}); name them with --region`,
    );
  }
  return (found.value.Regions ?? [])
    .flatMap((one) => (one.RegionName === undefined ? [] : [one.RegionName]))
    .toSorted();
}

function executionRoles(regions: readonly Region[]): readonly string[] {
  const arns = regions.flatMap((region) =>
    region.functions.known ? region.functions.value.map((one) => one.configuration.role) : [],
  );
  return [...new Set(arns)].filter((arn) => arn !== '').toSorted();
}

/** With the whole account read, a role that is not there does not exist. */
function withMissing(iam: IamEntities, roleArns: readonly string[], accountId: string): IamEntities {
  if (!iam.roles.known) return iam;
  const existing = new Set(iam.roles.value.map((role) => role.arn));
  return {
    ...iam,
    missingRoleArns: roleArns.filter((arn) => arn.split(':')[4] === accountId && !existing.has(arn)),
  };
}

/** Asked for the execution roles only: a report costs two requests and some seconds for each. */
async function withLastAccessed(
  iam: IamEntities,
  scope: Scope,
  region: string,
  roleArns: readonly string[],
): Promise<IamEntities> {
  if (!iam.roles.known) return iam;
  const wanted = new Set(roleArns);
  let refused: Known<never> | undefined;
  const roles = [];
  const waiting = iam.roles.value
    .map((role, index) => ({ role, index }))
    .filter(({ role }) => wanted.has(role.arn));
  const read = new Map<number, Awaited<ReturnType<typeof collectLastAccessed>>>();
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < waiting.length; at = next++) {
      const entry = waiting[at];
      if (!entry) return;
      const result = refused ?? (await collectLastAccessed(scope, region, entry.role.arn));
      // Refused once is refused for every role: one request tells.
      if (!result.known && result.gap.reason === 'denied') refused = unknown(result.gap);
      read.set(entry.index, result);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  for (const [index, role] of iam.roles.value.entries()) {
    const lastAccessed = read.get(index);
    roles.push(lastAccessed ? { ...role, lastAccessed } : role);
  }
  return { ...iam, roles: known(roles) };
}
