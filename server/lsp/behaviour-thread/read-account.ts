// Reads the behaviour of functions from accounts: trail, metrics and flow logs, as far as they are wanted and allowed. It
// only reads; what was learned of the trail is kept in the store of the user's data folder.
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { collectFlows } from '../../aws/behaviour/collect-flows.ts';
import { collectTrail } from '../../aws/behaviour/collect-trail.ts';
import { type BehaviourScope, listFunctions, openBehaviour } from '../../aws/behaviour/open-behaviour.ts';
import { readAlarms, readMetrics } from '../../aws/behaviour/read-metrics.ts';
import { readPeerNames } from '../../aws/behaviour/read-peer-names.ts';
import { readReachable } from '../../aws/behaviour/read-reachable.ts';
import { accessFrom } from '../../aws/clients.ts';
import type { Gap } from '../../core/model/known.ts';
import { parseLearned, type ReadingBuilder } from '../../core/monitor/build-reading.ts';
import { connectionsOf } from '../../core/monitor/flows/connections.ts';
import { createFlowTable } from '../../core/monitor/flows/flow-table.ts';
import { type AddressRanges, namesOfPeers, parseAddressRanges } from '../../core/monitor/flows/peer-names.ts';
import { peersOf } from '../../core/monitor/flows/peers.ts';
import { missingAlarms } from '../../core/monitor/metrics/missing-alarms.ts';
import type { Series } from '../../core/monitor/metrics/series.ts';
import { parseTrailEvent } from '../../core/monitor/trail/trail-event.ts';
import { learnedTopic, openMonitorStore } from '../../platform/monitor-store.ts';
import type { BehaviourAccess, BehaviourJob, CostQuestion } from './job.ts';

type AccountJob = BehaviourJob & { readonly kind: 'account' };

export interface AccountHooks {
  readonly signal: AbortSignal;
  readonly onProgress: (words: string) => void;
  readonly mfaCode: (serial: string) => Promise<string>;
  readonly mayRun: (question: CostQuestion) => Promise<boolean>;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** CloudTrail's history goes back so far; of other sources no more is read. */
const trailDays = 90;
/** Two months teach the hours of the week. */
const metricDays = 63;
/** Three weeks of flow logs teach, beside the days that are judged. */
const flowDays = 21;

/** Rejects where not one account could be entered. */
export async function readAccounts(
  job: AccountJob,
  builder: ReadingBuilder,
  now: number,
  hooks: AccountHooks,
): Promise<void> {
  const failures: string[] = [];
  for (const access of job.accounts) {
    try {
      await readAccount(access, job, builder, now, hooks);
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (failures.length === job.accounts.length) throw new Error(failures.join('; '));
  for (const failure of failures) builder.addGap(failure);
}

async function readAccount(
  access: BehaviourAccess,
  job: AccountJob,
  builder: ReadingBuilder,
  now: number,
  hooks: AccountHooks,
): Promise<void> {
  const { profile, via, endpointUrl, regions } = access;
  const scope = await openBehaviour(
    {
      ...(via === undefined ? {} : accessFrom(via)),
      ...(profile === undefined ? {} : { profile }),
      ...(endpointUrl === undefined ? {} : { endpointUrl }),
      mfaCode: hooks.mfaCode,
    },
    {
      regions: regions === 'all' ? ['all'] : regions,
      signal: hooks.signal,
      gap: (region, gap) => builder.addGap(gapWords(region, gap)),
    },
  );
  try {
    const account = await signIn(scope);
    builder.addAccount(account, scope.connection.via);
    for (const region of scope.regions) {
      const functions = await listFunctions(scope, region);
      if (functions.known)
        builder.addFunctions(functions.value.map(({ name }) => ({ account, region, name })));
    }
    const steps = { trail: readTrail, metrics: readAllMetrics, flows: readFlows } as const;
    for (const source of job.sources) {
      if (hooks.signal.aborted) break;
      builder.hasRead(source);
      await steps[source](scope, account, job, builder, now, hooks);
    }
  } finally {
    scope.connection.close();
  }
}

function gapWords(region: string, { action, reason, detail }: Gap): string {
  return `${region}: ${action} ${reason} (${detail})`;
}

/** Signing in comes first: without it every question would fail in its own way. */
async function signIn({ connection, ask, regions: [region = 'us-east-1'] }: BehaviourScope): Promise<string> {
  const sts = await connection.client('sts', region);
  const identity = await ask.known('sts:GetCallerIdentity', (call) => sts.getCallerIdentity({}, call));
  if (identity.known) return identity.value.Account ?? '';
  throw new Error(
    `${connection.via}: signing in failed: ${identity.gap.action} ${identity.gap.reason} (${identity.gap.detail})`,
  );
}

async function readTrail(
  scope: BehaviourScope,
  account: string,
  { retentionDays, trail, athenaWorkgroup, mayAsk }: AccountJob,
  builder: ReadingBuilder,
  now: number,
  { onProgress, mayRun, signal }: AccountHooks,
): Promise<void> {
  const counts = { records: 0, malformed: 0 };
  // Other Regions, and other records of them, teach other things: what was learned of some says nothing of others.
  const key = `${account} ${scope.regions.toSorted().join(' ')}`;
  const store = openMonitorStore(builder.addGap, { retentionDays });
  try {
    const { source } = await collectTrail(scope, {
      source: trail.source,
      days: trailDays,
      now,
      functions: [],
      ...(trail.athenaTable === undefined ? {} : { athenaTable: trail.athenaTable }),
      athenaWorkgroup,
      begin(functionRoles) {
        const learned = store.get(learnedTopic, key);
        builder.beginTrail(learned === undefined ? undefined : parseLearned(learned), functionRoles);
        return (record) => {
          const event = parseTrailEvent(record);
          if (event) builder.addEvent(event);
          else counts.malformed++;
        };
      },
      counts,
      mayRun: (question) => asked(question, builder, mayAsk, mayRun),
      onProgress,
      onProblem: (_id, message) => builder.addGap(message),
    });
    if (counts.malformed > 0)
      builder.addGap(`${counts.malformed} records of the trail could not be read and do not count`);
    onProgress(`${counts.records} events by ${source}`);
    const next = builder.learned();
    // A trail of which the end is missing taught too little.
    if (next && !signal.aborted)
      store.update(learnedTopic, key, (old) => {
        const before = old === undefined ? undefined : parseLearned(old);
        return before && before.until > next.until ? old : JSON.stringify(next);
      });
  } finally {
    store.close();
  }
}

/** Where nobody may be asked, or says no, that is said. */
async function asked(
  question: CostQuestion,
  builder: ReadingBuilder,
  mayAsk: boolean,
  mayRun: AccountHooks['mayRun'],
): Promise<boolean> {
  if (mayAsk && (await mayRun(question))) return true;
  builder.addGap(`${question.region}: ${question.where} was not asked`);
  return false;
}

async function readAllMetrics(
  scope: BehaviourScope,
  account: string,
  _job: AccountJob,
  builder: ReadingBuilder,
  now: number,
  hooks: AccountHooks,
): Promise<void> {
  const { onProgress } = hooks;
  const end = new Date(Math.floor(now / hourMs) * hourMs);
  const start = new Date(end.getTime() - metricDays * dayMs);
  for (const region of scope.regions) {
    const functions = await listFunctions(scope, region);
    if (!functions.known) {
      scope.gap(region, functions.gap);
      continue;
    }
    onProgress(`${region}: metrics of ${functions.value.length} functions`);
    const names = functions.value.map(({ name }) => name);
    const series = await readMetrics(scope, region, names, { start, end }, account);
    if (series.known) await addSeries(series.value, region, builder, hooks);
    else scope.gap(region, series.gap);
    onProgress(`${region}: alarms`);
    const alarms = await readAlarms(scope, region);
    if (!alarms.known) {
      // Alarms that may not be read are not missing.
      scope.gap(region, alarms.gap);
      continue;
    }
    const reachable = await readReachable(scope, region, functions.value);
    builder.addUnalarmed(missingAlarms(reachable, alarms.value).map((one) => ({ account, region, ...one })));
  }
}

/** Weeks of hours take their time to be judged: now and then a cancel is heard. */
async function addSeries(
  all: readonly Series[],
  region: string,
  builder: ReadingBuilder,
  { signal, onProgress }: AccountHooks,
): Promise<void> {
  for (const [index, one] of all.entries()) {
    if (index % 20 === 0) {
      onProgress(`${region}: judging ${index} of ${all.length} metrics`);
      await setImmediate();
    }
    if (signal.aborted) return builder.addGap(`${region}: ${all.length - index} metrics were not judged`);
    builder.addSeries(one);
  }
}

async function readFlows(
  scope: BehaviourScope,
  _account: string,
  { days, athenaTable, athenaWorkgroup, mayAsk, addressRanges }: AccountJob,
  builder: ReadingBuilder,
  now: number,
  { onProgress, mayRun }: AccountHooks,
): Promise<void> {
  const ranges = readRanges(addressRanges, builder);
  for (const region of scope.regions) {
    onProgress(`${region}: flow logs`);
    const table = createFlowTable();
    const { interfaces, sums } = await collectFlows(
      { ...scope, regions: [region] },
      {
        functions: [],
        range: { start: now - (flowDays + days) * dayMs, end: now },
        table,
        athenaTable,
        athenaWorkgroup,
        onProgress,
        onProblem: (_id, message) => builder.addGap(message),
        mayRun: (question) => asked(question, builder, mayAsk, mayRun),
      },
    );
    const { malformed } = table.counts;
    if (malformed > 0)
      builder.addGap(`${region}: ${malformed} flow records could not be read and do not count`);
    const entities = connectionsOf(function* () {
      yield* table.sums();
      yield* sums;
    }, interfaces);
    onProgress(`${region}: names of peers`);
    const peers = new Set(entities.flatMap((one) => peersOf(one).map(({ address }) => address)));
    const names = entities.length === 0 ? [] : await readPeerNames(scope, region, [...peers]);
    builder.addConnections(entities, interfaces, namesOfPeers(names, ranges));
  }
}

/** The file that a person fetched from AWS. */
function readRanges(path: string | undefined, builder: ReadingBuilder): AddressRanges | undefined {
  if (path === undefined) return undefined;
  try {
    const ranges = parseAddressRanges(readFileSync(path, 'utf8'));
    if (!ranges) builder.addGap(`${path}: not AWS's ip-ranges.json`);
    return ranges;
  } catch (error) {
    builder.addGap(
      `${path}: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`,
    );
    return undefined;
  }
}
