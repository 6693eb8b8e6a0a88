// Reads violations from the log groups that the functions of an account truly write to (`LoggingConfig`). Only records
// that the guard wrote are kept, never a line of a log. It only reads; what is refused is a gap.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
import type { Gap } from '../core/model/known.ts';
import type { SeenViolation } from '../core/monitor/violations/overview.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Connection } from './clients.ts';
import { seeViolationsOf, type ViolationSource } from './violation-events.ts';

/** What reading violations and the states of their alarms needs; patterns that may not be tried are believed. */
export const violationActions = [
  'sts:GetCallerIdentity',
  'lambda:ListFunctions',
  'logs:FilterLogEvents',
  'logs:DescribeLogGroups',
  'logs:DescribeMetricFilters',
  'logs:TestMetricFilter',
  'cloudwatch:DescribeAlarms',
] as const;

/** What costs by the minute or by the bytes scanned: the read policy does not grant it. */
export const costlyActions = [
  { thing: 'new violations as they come, by Live Tail', actions: ['logs:StartLiveTail'] },
  {
    thing: 'history of violations, grouped by Logs Insights',
    actions: ['logs:StartQuery', 'logs:GetQueryResults', 'logs:StopQuery'],
  },
] as const;

/** Both spellings of the guards' text, and the field of their JSON. */
export const violationFilter = '?Violation ?violation';

export interface SourceGap {
  /** In words: the log group, the Region or the account. */
  readonly what: string;
  readonly gap: Gap;
}

export interface ViolationReader {
  /** The log groups of all functions; gaps for Regions that would not list them. Throws where nobody is signed in. */
  sources(): Promise<{ readonly sources: readonly ViolationSource[]; readonly gaps: readonly SourceGap[] }>;
  /** Events with `from <= time < to`, milliseconds since 1970. */
  read(
    source: ViolationSource,
    from: number,
    to: number,
  ): Promise<{ readonly violations: readonly SeenViolation[]; readonly gap?: SourceGap }>;
  close(): void;
}

export interface ViolationReaderOptions {
  /** Closed with the reader; its requests are best sent once, since the reader sends them again itself. */
  readonly connection: Connection;
  /** Empty: the Region of the profile or the environment. */
  readonly regions: readonly string[];
  readonly signal: AbortSignal;
}

export function openViolationReader({
  connection,
  regions,
  signal,
}: ViolationReaderOptions): ViolationReader {
  const ask = createAsk({ signal });
  return {
    async sources() {
      const named = regions.length > 0 ? regions : [await connection.defaultRegion()];
      const wanted = named.filter((region) => region !== undefined);
      const [first] = wanted;
      if (first === undefined)
        throw new Error('no Region is named: set one in the profile or in AWS_REGION, or choose one');
      const sts = await connection.client('sts', first);
      const identity = await ask.known('sts:GetCallerIdentity', (options) =>
        sts.getCallerIdentity({}, options),
      );
      if (!identity.known)
        throw new Error(
          `signing in failed (${connection.via}): ${identity.gap.detail}; sign in, or choose another profile`,
        );
      const account = identity.value.Account ?? '';
      const listed = await Promise.all(wanted.map((region) => listSources(connection, ask, account, region)));
      return {
        sources: listed.flatMap((one) => one.sources),
        gaps: listed.flatMap((one) => one.gaps),
      };
    },
    read: (source, from, to) => readSource(connection, ask, source, from, to),
    close: () => connection.close(),
  };
}

async function listSources(connection: Connection, ask: Ask, account: string, region: string) {
  const lambda = await connection.client('lambda', region);
  const listed = await ask.pages('lambda:ListFunctions', async (token, options) => {
    const page = await lambda.listFunctions(
      { MaxItems: 50, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return { items: page.Functions, next: page.NextMarker };
  });
  if (!listed.known) return { sources: [], gaps: [{ what: `functions in ${region}`, gap: listed.gap }] };
  const groups = new Map<string, string[]>();
  for (const { FunctionName: name = '', LoggingConfig: logging } of listed.value) {
    const group = logging?.LogGroup ?? `/aws/lambda/${name}`;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  const sources = [...groups].map(
    ([logGroup, functions]): ViolationSource => ({ account, region, logGroup, functions }),
  );
  return { sources, gaps: [] };
}

export async function readSource(
  connection: Connection,
  ask: Ask,
  source: ViolationSource,
  from: number,
  to: number,
): Promise<{ readonly violations: readonly SeenViolation[]; readonly gap?: SourceGap }> {
  const { region, logGroup } = source;
  const see = seeViolationsOf(source);
  const logs = await connection.client('logs', region);
  let missing = false;
  const violations: SeenViolation[] = [];
  const answered = await ask.pages<never>('logs:FilterLogEvents', async (token, options) => {
    const page = await logs
      .filterLogEvents(
        {
          logGroupName: logGroup,
          startTime: from,
          endTime: to,
          filterPattern: violationFilter,
          ...(token === undefined ? {} : { nextToken: token }),
        },
        options,
      )
      .catch((error: unknown) => {
        // A function that never ran has no log group: it has no violation either.
        if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
        missing = true;
        return undefined;
      });
    // Pages are parsed as they come, so that no page's text is kept.
    for (const event of page?.events ?? []) {
      const violation = see(event);
      if (violation) violations.push(violation);
    }
    return { items: [], next: page?.nextToken };
  });
  if (answered.known || missing) return { violations };
  return { violations, gap: { what: `log group ${logGroup} in ${region}`, gap: answered.gap } };
}
