// Flow logs of the functions of an account: few records are fetched, many are added up where they lie, which costs by
// the bytes scanned and so is asked for before.
import type { InterfaceFacts } from '../../core/monitor/flows/connections.ts';
import { parseFlowFormat } from '../../core/monitor/flows/flow-format.ts';
import type { FlowSum, FlowTable } from '../../core/monitor/flows/flow-table.ts';
import { athenaQuery, insightsQuery } from '../../core/monitor/flows/pushdown.ts';
import { accountOf, type BehaviourScope, listFunctions } from './open-behaviour.ts';
import { dollars, dollarsPerGigabyte, gigabytes, scannedWords } from './query-cost.ts';
import { type FlowSource, listFlowSources, readFlowRecords, readInterfaces } from './read-flow-logs.ts';
import { runAthena, runInsights } from './run-flow-query.ts';

/** What is fetched at most. */
const smallBytes = 1e9;
export interface FlowQuestion {
  readonly region: string;
  /** Such as `vpc-flows in Logs Insights`. */
  readonly where: string;
  readonly query: string;
  /** `at most 3.10 GB, $0.02`; empty where the size is not known. */
  readonly cost: string;
}

export interface CollectFlowsOptions {
  /** Only the interfaces of these; all of them where it is empty. */
  readonly functions: readonly string[];
  /** Milliseconds since 1970. */
  readonly range: { readonly start: number; readonly end: number };
  /** What is fetched is added to it. */
  readonly table: FlowTable;
  /** Undefined: no table was named. */
  readonly athenaTable: string | undefined;
  readonly athenaWorkgroup: string;
  /** Asked before a query runs that costs. */
  readonly mayRun: (question: FlowQuestion) => Promise<boolean>;
  readonly onProgress: (words: string) => void;
  readonly onProblem: (id: 'no-flow-log' | 'flow-log-not-read', message: string) => void;
}

export interface CollectedFlows {
  readonly interfaces: readonly InterfaceFacts[];
  /** Of the queries that ran. */
  readonly sums: readonly FlowSum[];
  /** Queries that were asked for, run or not. */
  readonly asked: number;
}

export async function collectFlows(
  scope: BehaviourScope,
  options: CollectFlowsOptions,
): Promise<CollectedFlows> {
  const interfaces: InterfaceFacts[] = [];
  const sums: FlowSum[] = [];
  let asked = 0;
  const account = await accountOf(scope);
  for (const region of scope.regions) {
    const chosen = await interfacesOf(scope, region, options);
    if (!chosen) continue;
    interfaces.push(
      ...chosen.interfaces.map((one) => ({ ...one, region, ...(account === '' ? {} : { account }) })),
    );
    for (const source of chosen.sources) {
      const isSmall = source.kind === 'logs' && (source.storedBytes ?? 0) <= smallBytes;
      if (isSmall) await fetchRecords(scope, region, source, chosen.interfaces, options);
      else {
        asked++;
        sums.push(...(await askForSums(scope, region, source, chosen.interfaces, options)));
      }
    }
  }
  return { interfaces, sums, asked };
}

async function interfacesOf(
  scope: BehaviourScope,
  region: string,
  { functions: wanted, onProgress, onProblem }: CollectFlowsOptions,
): Promise<
  { readonly interfaces: readonly InterfaceFacts[]; readonly sources: readonly FlowSource[] } | undefined
> {
  const functions = await listFunctions(scope, region);
  if (!functions.known) {
    scope.gap(region, functions.gap);
    return undefined;
  }
  const listed = await readInterfaces(scope, region, functions.value);
  const sources = await listFlowSources(scope, region);
  if (!listed.known) scope.gap(region, listed.gap);
  if (!sources.known) scope.gap(region, sources.gap);
  if (!listed.known || !sources.known) return undefined;
  const interfaces = listed.value.filter(
    (one) => wanted.length === 0 || one.functions.some((name) => wanted.includes(name)),
  );
  for (const one of interfaces.filter(({ functions: names }) => names.length > 1))
    onProgress(
      `${one.interfaceId} is shared by ${one.functions.length} functions; a security group of its own tells a function apart: ${one.functions.slice(0, 10).join(', ')}`,
    );
  if (interfaces.length === 0) {
    onProgress(`${region}: no interface of a function`);
    return undefined;
  }
  if (sources.value.length === 0)
    onProblem('no-flow-log', `${region}: ${interfaces.length} interfaces of functions and no flow log`);
  return { interfaces, sources: sources.value };
}

async function fetchRecords(
  scope: BehaviourScope,
  region: string,
  source: FlowSource,
  chosen: readonly InterfaceFacts[],
  { table, range, onProgress }: CollectFlowsOptions,
): Promise<void> {
  table.nextFile(parseFlowFormat(source.format));
  const ids = chosen.map(({ interfaceId }) => interfaceId);
  const encoder = new TextEncoder();
  const read = await readFlowRecords(
    scope,
    region,
    source,
    ids,
    range,
    (lines) => void table.add(encoder.encode(lines), true),
  );
  if (read.known) onProgress(`${region}: ${read.value} records of ${source.destination}`);
  else scope.gap(region, read.gap);
}

async function askForSums(
  scope: BehaviourScope,
  region: string,
  source: FlowSource,
  chosen: readonly InterfaceFacts[],
  { range, athenaTable, athenaWorkgroup, mayRun, onProgress, onProblem }: CollectFlowsOptions,
): Promise<readonly FlowSum[]> {
  const seconds = {
    start: Math.floor(range.start / 1000),
    end: Math.floor(range.end / 1000),
    interfaceIds: chosen.map(({ interfaceId }) => interfaceId),
  };
  const isLogs = source.kind === 'logs';
  if (!isLogs && athenaTable === undefined) {
    onProblem(
      'flow-log-not-read',
      `${region}: ${source.destination} lies in S3, and no Athena table is named for it`,
    );
    return [];
  }
  const query = isLogs
    ? insightsQuery(seconds, source.format)
    : athenaQuery(athenaTable ?? '', seconds, source.format.includes('flow-direction'));
  if (query === undefined) {
    onProblem('flow-log-not-read', `${athenaTable} is no name of a table of Athena`);
    return [];
  }
  const size = source.storedBytes;
  const cost =
    size === undefined ? '' : `at most ${gigabytes(size)}, ${dollars((size / 1e9) * dollarsPerGigabyte)}`;
  const where = isLogs ? `${source.destination} in Logs Insights` : `${source.destination} in Athena`;
  if (!(await mayRun({ region, where, query, cost }))) return [];
  onProgress(`${region}: asking ${where}${cost === '' ? '' : `: ${cost}`}`);
  const answer = isLogs
    ? await runInsights(scope, region, source.destination, query, seconds)
    : await runAthena(scope, region, query, athenaWorkgroup);
  if (!answer.known) {
    scope.gap(region, answer.gap);
    return [];
  }
  const { bytesScanned, sums } = answer.value;
  onProgress(`${region}: ${scannedWords(bytesScanned, isLogs ? 'gigabyte' : 'athena')}; ${sums.length} sums`);
  if (isLogs && sums.length >= 10_000)
    onProblem(
      'flow-log-not-read',
      `${region}: ${source.destination} has more than 10,000 sums: those behind are missing`,
    );
  return sums;
}
