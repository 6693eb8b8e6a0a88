// The trail of an account, wherever its events lie: CloudTrail's history, the files of a trail in S3, CloudTrail Lake,
// or Athena over a table that is there. A query that costs is asked for before.
import {
  askedRoles,
  athenaTrailQuery,
  globalRegion,
  lakeQuery,
  type TrailRange,
  toTrailRecord,
} from '../../core/monitor/trail/trail-query.ts';
import type { RecordCounts } from '../../platform/json-records.ts';
import type { FlowQuestion } from './collect-flows.ts';
import { lookUpTrail } from './look-up-trail.ts';
import { accountOf, type BehaviourScope, listFunctions } from './open-behaviour.ts';
import { gigabytes, scannedWords } from './query-cost.ts';
import { readPartitionKeys, runAthenaQuery } from './run-athena.ts';
import { listLakeStores, runLakeQuery } from './run-lake.ts';
import { findTrailFolders, listTrailFiles, readTrailFiles, type TrailFile } from './trail-files.ts';

export const trailSources = ['auto', 'lookup', 's3', 'lake', 'athena'] as const;
export type TrailSource = (typeof trailSources)[number];

const dayMs = 86_400_000;
/** CloudTrail's history goes back so far. */
const historyDays = 90;
const usualDays = 30;
/** Packed; about ten times as much to be read. */
const mostAutomaticBytes = 500e6;

export interface CollectTrailOptions {
  /** `auto`: files where a trail has less than 500 MB of them for the days, else the history. */
  readonly source: TrailSource;
  /** How far back; default 30, of the history 90. */
  readonly days?: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Only calls of these; of all of them where it is empty. */
  readonly functions: readonly string[];
  /** ID or ARN of an event data store; else the first of the account. */
  readonly eventDataStore?: string;
  /** `[DATABASE.]TABLE`; `athena` needs it. */
  readonly athenaTable?: string;
  readonly athenaWorkgroup: string;
  /** Told the names of the functions' roles; gives what takes the records, about in the order of their times. */
  readonly begin: (functionRoles: readonly string[]) => (record: unknown) => void;
  /** Grows as records come. */
  readonly counts: RecordCounts;
  /** Asked before a query runs that costs. */
  readonly mayRun: (question: FlowQuestion) => Promise<boolean>;
  readonly onProgress: (words: string) => void;
  readonly onProblem: (id: 'trail-not-read', message: string) => void;
}

export interface CollectedTrail {
  readonly source: TrailSource;
  /** A query was shown and not run: there are no records to say anything of. */
  readonly wasAskedOnly: boolean;
}

interface Reading extends CollectTrailOptions {
  readonly scope: BehaviourScope;
  readonly range: TrailRange;
  readonly take: (record: unknown) => void;
}

/** Throws where an option names no store or table. */
export async function collectTrail(
  scope: BehaviourScope,
  options: CollectTrailOptions,
): Promise<CollectedTrail> {
  const { source, now: end, onProgress } = options;
  if (source === 'lookup') return fromHistory(scope, options);
  const start = end - (options.days ?? usualDays) * dayMs;
  if (source === 'auto') {
    // What is refused here is no gap: the history may say the same.
    const files = await filesOf(scope, { start, end }, (region, { action, reason }) =>
      onProgress(`${region}: trail files are not looked for, as ${action} was ${reason}`),
    );
    const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
    if (bytes > mostAutomaticBytes)
      onProgress(
        `trail files have ${gigabytes(bytes)}: --source s3 reads them; CloudTrail's history is asked`,
      );
    if (files.length === 0 || bytes > mostAutomaticBytes) return fromHistory(scope, options);
  }
  const roles = await rolesOf(scope, options.functions);
  const range = { start, end, regions: scope.regions, roles };
  const reading: Reading = { ...options, scope, range, take: options.begin(roles) };
  if (source === 'lake') return fromLake(reading);
  if (source === 'athena') return fromAthena(reading);
  return fromFiles(reading);
}

async function fromHistory(scope: BehaviourScope, options: CollectTrailOptions): Promise<CollectedTrail> {
  const days = Math.min(historyDays, options.days ?? historyDays);
  const found = await lookUpTrail(scope, {
    since: new Date(options.now - days * dayMs),
    functions: options.functions,
    onProgress: options.onProgress,
  });
  const take = options.begin(found.functionRoles);
  for (const event of found.events) take(event);
  options.counts.records += found.events.length;
  return { source: 'lookup', wasAskedOnly: false };
}

async function rolesOf(scope: BehaviourScope, wanted: readonly string[]): Promise<readonly string[]> {
  const roles = new Set<string>();
  for (const region of scope.regions) {
    const functions = await listFunctions(scope, region);
    if (!functions.known) scope.gap(region, functions.gap);
    else
      for (const { name, role } of functions.value)
        if (wanted.length === 0 || wanted.includes(name)) roles.add(role);
  }
  return [...roles];
}

/** Of the first trail that has files for a Region; the Region of the global services belongs to each. */
async function filesOf(
  scope: BehaviourScope,
  range: { readonly start: number; readonly end: number },
  gap: BehaviourScope['gap'],
): Promise<readonly TrailFile[]> {
  const [home] = scope.regions;
  if (home === undefined) return [];
  const account = await accountOf({ ...scope, gap });
  if (account === '') return [];
  const files: TrailFile[] = [];
  for (const region of new Set([...scope.regions, globalRegion])) {
    const folders = await findTrailFolders(scope, region, account);
    if (!folders.known) {
      gap(region, folders.gap);
      continue;
    }
    for (const folder of folders.value) {
      const listed = await listTrailFiles(scope, region, folder, range);
      if (!listed.known)
        gap(region, { ...listed.gap, detail: `${listed.gap.detail}, bucket ${folder.bucket}` });
      else if (listed.value.length > 0) {
        files.push(...listed.value);
        break;
      }
    }
  }
  // Their names begin with the time behind the Region: `111122223333_CloudTrail_eu-central-1_20261101T0005Z_….json.gz`.
  const timeOf = ({ key }: TrailFile) => /_(\d{8}T\d{4}Z)_/.exec(key)?.[1] ?? key;
  return files.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
}

async function fromFiles({
  scope,
  range,
  take,
  counts,
  onProgress,
  onProblem,
}: Reading): Promise<CollectedTrail> {
  const files = await filesOf(scope, range, scope.gap);
  const [home = ''] = scope.regions;
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  if (files.length === 0)
    onProblem('trail-not-read', 'no trail of this account has files for these days in S3');
  else onProgress(`${files.length} trail files in S3, ${gigabytes(bytes)}, from s3://${files[0]?.bucket}`);
  let outside = 0;
  const inRange = (record: unknown) => {
    const at = timeOfRecord(record);
    if (at !== undefined && (at < range.start || at >= range.end)) outside++;
    else take(record);
  };
  await readTrailFiles(scope, home, files, inRange, counts, (file, reason) => {
    onProblem('trail-not-read', `${file}: ${reason}`);
  });
  if (outside > 0) onProgress(`${outside} events of other days were passed over`);
  return { source: 's3', wasAskedOnly: false };
}

/** What has no time is counted as malformed where it is taken. */
function timeOfRecord(record: unknown): number | undefined {
  const time =
    typeof record === 'object' && record !== null && 'eventTime' in record ? record.eventTime : undefined;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

async function fromLake(reading: Reading): Promise<CollectedTrail> {
  const { scope, source, range, onProgress, onProblem } = reading;
  const [region = ''] = scope.regions;
  let store = reading.eventDataStore;
  if (store === undefined) {
    const stores = await listLakeStores(scope, region);
    if (!stores.known) scope.gap(region, stores.gap);
    else if (stores.value.length === 0)
      onProblem('trail-not-read', `${region}: no event data store in CloudTrail Lake`);
    else {
      const [first] = stores.value;
      store = first?.arn;
      const others = stores.value.slice(1).map(({ name }) => name);
      onProgress(
        `event data store ${first?.name}${others.length > 0 ? `; others, for --event-data-store: ${others.join(', ')}` : ''}`,
      );
    }
  }
  if (store === undefined) return { source, wasAskedOnly: false };
  const query = lakeQuery(store, range);
  if (query === undefined) throw new TrailOptionError(`no event data store: ${store}; give its ID or ARN`);
  return ask(reading, 'CloudTrail Lake', query, 'gigabyte', () => runLakeQuery(scope, region, query));
}

async function fromAthena(reading: Reading): Promise<CollectedTrail> {
  const { scope, source, range, athenaTable: given } = reading;
  const [region = ''] = scope.regions;
  if (given === undefined)
    throw new TrailOptionError('--source athena wants --athena-table [DATABASE.]TABLE');
  const [database, table] = given.includes('.') ? given.split('.', 2) : ['default', given];
  if (!/^[A-Za-z_][\w-]*$/.test(database ?? '') || !/^[A-Za-z_][\w$]*$/.test(table ?? ''))
    throw new TrailOptionError(`no table: ${given}; write it as DATABASE.TABLE`);
  const keys = await readPartitionKeys(scope, region, database ?? '', table ?? '');
  if (!keys.known) {
    scope.gap(region, keys.gap);
    // A table that is not there is not paid for; where only the look is refused, the query may still be allowed.
    if (keys.gap.reason !== 'denied') return { source, wasAskedOnly: false };
  }
  const query = athenaTrailQuery(table ?? '', range, keys.known ? keys.value : []);
  if (query === undefined) throw new TrailOptionError(`no table: ${given}; write it as DATABASE.TABLE`);
  const place = {
    workgroup: reading.athenaWorkgroup,
    ...(database === undefined ? {} : { database }),
  };
  if (keys.known && keys.value.length === 0)
    reading.onProgress(`${given} has no partitions: all of it is scanned whatever the days`);
  return ask(reading, 'Athena', query, 'athena', () => runAthenaQuery(scope, region, query, place));
}

async function ask(
  { scope, source, range, take, counts, mayRun, onProgress, onProblem }: Reading,
  where: string,
  query: string,
  price: Parameters<typeof scannedWords>[1],
  run: () => ReturnType<typeof runAthenaQuery>,
): Promise<CollectedTrail> {
  const [region = ''] = scope.regions;
  const left = range.roles.length - askedRoles(range.roles).length;
  if (left > 0)
    onProblem(
      'trail-not-read',
      `calls of ${left} of ${range.roles.length} roles are not asked for: name functions with --function`,
    );
  if (!(await mayRun({ region, where, query, cost: 'by the bytes that it scans' })))
    return { source, wasAskedOnly: true };
  onProgress(`${region}: asking ${where}`);
  const answer = await run();
  if (!answer.known) {
    scope.gap(region, answer.gap);
    return { source, wasAskedOnly: false };
  }
  const { rows, bytesScanned } = answer.value;
  const records = rows.flatMap((row) => toTrailRecord(row) ?? []);
  for (const record of records) take(record);
  counts.records += records.length;
  onProgress(`${region}: ${scannedWords(bytesScanned, price)}; ${records.length} events`);
  return { source, wasAskedOnly: false };
}

/** A person named something that is none. */
export class TrailOptionError extends Error {}
