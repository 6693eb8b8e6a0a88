// A snapshot, looked through once: everything that checks look up by name or ARN. 10,000 functions are judged over
// these maps; nothing here is quadratic.
import {
  type AccountPolicies,
  accountPolicies,
  type ParseCached,
  policyCache,
} from '../iam/account-policies.ts';
import { parseFunctionArn } from '../iam/arn.ts';
import type { Account, AccountSnapshot, Region } from '../model/account-snapshot.ts';
import type { LambdaFunction, LayerVersion } from '../model/function.ts';
import type { Gap } from '../model/known.ts';
import type { LogGroup, MetricFilter } from '../model/log-store.ts';
import type { Neighbour } from '../model/neighbour.ts';
import type { EventSourceMapping } from '../model/trigger.ts';
import { targetsOf } from './triggers.ts';

export interface RegionIndex {
  readonly account: Account;
  readonly region: Region;
  readonly policies: AccountPolicies;
  readonly neighbours: ReadonlyMap<string, Neighbour>;
  readonly completeNeighbours: ReadonlySet<Neighbour['kind']>;
  /** Function ARN → the things that call it. */
  readonly callers: ReadonlyMap<string, readonly Neighbour[]>;
  readonly mappings: ReadonlyMap<string, readonly EventSourceMapping[]>;
  readonly layers: ReadonlyMap<string, LayerVersion>;
  readonly logGroups: ReadonlyMap<string, LogGroup>;
  readonly filters: ReadonlyMap<string, readonly MetricFilter[]>;
  readonly functions: readonly LambdaFunction[];
}

export interface SnapshotIndex {
  readonly parse: ParseCached;
  readonly ownAccounts: ReadonlySet<string>;
  readonly regions: readonly RegionIndex[];
  /** Role ARN → ARNs of the functions that run with it, in all Regions. */
  readonly roleUsers: ReadonlyMap<string, readonly string[]>;
  /** Listings of functions that could not be read: other users of a role may hide there. */
  readonly listingGaps: readonly Gap[];
}

export function indexSnapshot(snapshot: AccountSnapshot): SnapshotIndex {
  const parse = policyCache();
  const regions: RegionIndex[] = [];
  const roleUsers = new Map<string, string[]>();
  const listingGaps: Gap[] = [];
  for (const account of snapshot.accounts) {
    const policies = accountPolicies(account, parse);
    for (const region of account.regions) {
      if (!region.functions.known) listingGaps.push(region.functions.gap);
      const one = indexRegion(account, region, policies);
      for (const lambda of one.functions) push(roleUsers, lambda.configuration.role, lambda.arn);
      regions.push(one);
    }
  }
  return {
    parse,
    ownAccounts: new Set(snapshot.accounts.map((account) => account.id)),
    regions,
    roleUsers,
    listingGaps,
  };
}

function indexRegion(account: Account, region: Region, policies: AccountPolicies): RegionIndex {
  const callers = new Map<string, Neighbour[]>();
  for (const neighbour of region.neighbours) {
    const names = new Set(targetsOf(neighbour).map((target) => parseFunctionArn(target)?.arn ?? target));
    for (const arn of names) push(callers, arn, neighbour);
  }
  const mappings = new Map<string, EventSourceMapping[]>();
  for (const mapping of region.eventSourceMappings.known ? region.eventSourceMappings.value : []) {
    push(mappings, parseFunctionArn(mapping.functionArn)?.arn ?? mapping.functionArn, mapping);
  }
  const filters = new Map<string, MetricFilter[]>();
  for (const filter of region.logs.metricFilters.known ? region.logs.metricFilters.value : []) {
    push(filters, filter.logGroup, filter);
  }
  return {
    account,
    region,
    policies,
    neighbours: new Map(region.neighbours.map((neighbour) => [neighbour.arn, neighbour])),
    completeNeighbours: new Set(region.completeNeighbours),
    callers,
    mappings,
    layers: new Map((region.layers.known ? region.layers.value : []).map((layer) => [layer.arn, layer])),
    logGroups: new Map(
      (region.logs.groups.known ? region.logs.groups.value : []).map((group) => [group.name, group]),
    ),
    filters,
    functions: region.functions.known ? region.functions.value : [],
  };
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
