// Violations grouped by CloudWatch Logs Insights, in AWS and not here: by function, kind, rule and hour. Charged by the
// bytes scanned, which are told; stopped in AWS too when a person stops it or the time is over.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
import type { Connection } from './clients.ts';

export interface QueriedGroup {
  readonly function: string;
  readonly kind: string;
  readonly rule: string;
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC. */
  readonly hour: string;
  readonly count: number;
}

export interface QueryOutcome {
  readonly groups: readonly QueriedGroup[];
  readonly bytesScanned: number;
  readonly recordsScanned: number;
}

export interface QueryOptions {
  readonly region: string;
  readonly logGroups: readonly string[];
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
  /** Of one query; default 5 minutes. */
  readonly timeLimitMs?: number;
  readonly onProgress?: (bytesScanned: number) => void;
  readonly sleep?: (ms: number) => Promise<void>;
}

const text =
  'filter ispresent(violation) | stats count(*) as violations by function, violation, rule, bin(1h) as hour | sort violations desc | limit 10000';
/** The service's limit of log groups in one query. */
const groupsAtOnce = 50;

/** Throws what the service says, and where the time is over. */
export async function queryViolations(connection: Connection, options: QueryOptions): Promise<QueryOutcome> {
  const groups: QueriedGroup[] = [];
  let bytesScanned = 0;
  let recordsScanned = 0;
  for (let start = 0; start < options.logGroups.length; start += groupsAtOnce) {
    const part = await runQuery(connection, options, options.logGroups.slice(start, start + groupsAtOnce));
    groups.push(...part.groups);
    bytesScanned += part.bytesScanned;
    recordsScanned += part.recordsScanned;
    options.onProgress?.(bytesScanned);
  }
  return { groups: groups.toSorted((a, b) => b.count - a.count), bytesScanned, recordsScanned };
}

async function runQuery(
  connection: Connection,
  options: QueryOptions,
  logGroupNames: readonly string[],
): Promise<QueryOutcome> {
  const logs = await connection.client('logs', options.region);
  const sleep = options.sleep ?? ((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const { queryId } = await logs.startQuery(
    {
      logGroupNames: [...logGroupNames],
      startTime: Math.floor(options.from / 1000),
      endTime: Math.ceil(options.to / 1000),
      queryString: text,
    },
    { abortSignal: options.signal },
  );
  const until = Date.now() + (options.timeLimitMs ?? 300_000);
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
      options.onProgress?.(answer.statistics?.bytesScanned ?? 0);
      if (Date.now() > until)
        throw new Error('the query took longer than its time limit; choose a shorter --since');
      await sleep(wait);
    }
  } catch (error) {
    // It would go on in AWS, and cost. Without the person's signal, which may be aborted already.
    await logs.stopQuery({ queryId }).catch(() => {});
    throw error;
  }
}

function toGroup(
  row: readonly { readonly field?: string | undefined; readonly value?: string | undefined }[],
) {
  const value = (name: string) => row.find((one) => one.field === name)?.value ?? '';
  return {
    function: value('function'),
    kind: value('violation'),
    rule: value('rule'),
    hour: value('hour'),
    count: Number(value('violations')),
  };
}
