// Violations grouped by CloudWatch Logs Insights, in AWS and not here. Charged by the bytes scanned, which are told;
// stopped in AWS too when a person stops it or the time is over.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
import {
  mergeGroups,
  type QueriedGroup,
  type QueryGrouping,
  queryText,
} from '../core/monitor/violations/query.ts';
import type { Connection } from './clients.ts';

export interface QueryOutcome {
  readonly groups: readonly QueriedGroup[];
  readonly bytesScanned: number;
  readonly recordsScanned: number;
}

export interface QueryOptions {
  readonly region: string;
  readonly logGroups: readonly string[];
  readonly by: QueryGrouping;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
  /** Of one query; default 5 minutes. */
  readonly timeLimitMs?: number;
  readonly onProgress?: (bytesScanned: number) => void;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** The service's limit of log groups in one query. */
const groupsAtOnce = 50;

/** Throws what the service says, and where the time is over. */
export async function queryViolations(connection: Connection, options: QueryOptions): Promise<QueryOutcome> {
  const groups: QueriedGroup[] = [];
  let bytesScanned = 0;
  let recordsScanned = 0;
  const run = async (logGroups: readonly string[]) => {
    const part = await runQuery(connection, options, logGroups, (bytes) =>
      options.onProgress?.(bytesScanned + bytes),
    );
    groups.push(...part.groups);
    bytesScanned += part.bytesScanned;
    recordsScanned += part.recordsScanned;
    options.onProgress?.(bytesScanned);
  };
  for (let start = 0; start < options.logGroups.length; start += groupsAtOnce) {
    const some = options.logGroups.slice(start, start + groupsAtOnce);
    try {
      await run(some);
    } catch (error) {
      if (!isAboutGroups(error) || some.length === 1) throw error;
      // One of them does not exist yet, or they are of different classes, which no query may mix.
      for (const alike of await alikeGroups(connection, options, some)) await run(alike);
    }
  }
  return { groups: mergeGroups(groups, options.by), bytesScanned, recordsScanned };
}

function isAboutGroups(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(ResourceNotFound|InvalidParameter|InvalidOperation)Exception$/.test(error.name)
  );
}

/** Those that exist, by their class. */
async function alikeGroups(
  connection: Connection,
  { region, signal }: QueryOptions,
  wanted: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const logs = await connection.client('logs', region);
  const byClass = new Map<string, string[]>();
  for (const name of wanted) {
    const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: name }, { abortSignal: signal });
    const group = logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (!group) continue;
    const kind = group.logGroupClass ?? 'STANDARD';
    byClass.set(kind, [...(byClass.get(kind) ?? []), name]);
  }
  return [...byClass.values()];
}

async function runQuery(
  connection: Connection,
  options: QueryOptions,
  logGroupNames: readonly string[],
  onProgress: (bytes: number) => void,
): Promise<QueryOutcome> {
  const logs = await connection.client('logs', options.region);
  const sleep = options.sleep ?? ((ms) => pause(ms, options.signal));
  const { queryId } = await logs.startQuery(
    {
      logGroupNames: [...logGroupNames],
      startTime: Math.floor(options.from / 1000),
      endTime: Math.ceil(options.to / 1000),
      queryString: queryText(options.by),
    },
    { abortSignal: options.signal },
  );
  const limitMs = options.timeLimitMs ?? 300_000;
  const until = Date.now() + limitMs;
  try {
    for (let wait = 200; ; wait = Math.min(wait * 1.5, 2000)) {
      const answer = await logs.getQueryResults({ queryId }, { abortSignal: options.signal });
      if (answer.status === 'Complete')
        return {
          groups: (answer.results ?? []).map((row) => toGroup(row)),
          bytesScanned: answer.statistics?.bytesScanned ?? 0,
          recordsScanned: answer.statistics?.recordsScanned ?? 0,
        };
      if (answer.status !== 'Running' && answer.status !== 'Scheduled')
        throw new Error(`the query ended as ${answer.status ?? 'unknown'}`);
      onProgress(answer.statistics?.bytesScanned ?? 0);
      if (Date.now() > until)
        throw new Error(
          `the query took longer than ${Math.round(limitMs / 1000)} seconds and was stopped; choose a shorter range`,
        );
      await sleep(wait);
    }
  } catch (error) {
    // It would go on in AWS, and cost. Without the person's signal, which may be aborted already.
    await logs.stopQuery({ queryId }).catch(() => {});
    throw error;
  }
}

/** Wakes when the person stops it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', wake);
      resolve();
    }, ms);
    signal.addEventListener('abort', wake, { once: true });
  });
}

function toGroup(
  row: readonly { readonly field?: string | undefined; readonly value?: string | undefined }[],
): QueriedGroup {
  const value = (name: string) => row.find((one) => one.field === name)?.value ?? '';
  return {
    function: value('function'),
    kind: value('violation'),
    rule: value('rule'),
    source: value('source'),
    hour: value('hour'),
    count: Number(value('violations')),
  };
}
