// Runs the grouping of flow records where they lie and fetches the sums. Costs money by the bytes that are scanned, so
// that it only happens when a person says so. Beside the read permissions it needs: logs:StartQuery,
// logs:GetQueryResults, logs:StopQuery; for Athena what run-athena.ts names.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { FlowSum } from '../../core/monitor/flows/flow-table.ts';
import { toFlowSum } from '../../core/monitor/flows/pushdown.ts';
import type { BehaviourScope } from './open-behaviour.ts';
import { pollUntil } from './poll.ts';
import { runAthenaQuery } from './run-athena.ts';

export interface FlowQueryAnswer {
  readonly sums: readonly FlowSum[];
  readonly bytesScanned: number;
}

export async function runInsights(
  { connection, ask }: BehaviourScope,
  region: string,
  logGroup: string,
  query: string,
  range: { readonly start: number; readonly end: number },
): Promise<Known<FlowQueryAnswer>> {
  const logs = await connection.client('logs', region);
  const started = await ask.known('logs:StartQuery', (call) =>
    logs.startQuery(
      {
        logGroupName: logGroup,
        queryString: query,
        startTime: range.start,
        endTime: range.end,
        limit: 10_000,
      },
      call,
    ),
  );
  if (!started.known) return started;
  const { queryId } = started.value;
  return pollUntil<FlowQueryAnswer>(
    'logs:GetQueryResults',
    ask.signal,
    async () => {
      const answer = await ask.known('logs:GetQueryResults', (call) =>
        logs.getQueryResults({ queryId }, call),
      );
      if (!answer.known) return answer;
      const { status = '', results = [], statistics } = answer.value;
      if (/Failed|Cancelled|Timeout/.test(status))
        return unknown({ action: 'logs:GetQueryResults', reason: 'unavailable', detail: status });
      if (status !== 'Complete') return undefined;
      const rows = results.map((row) =>
        Object.fromEntries(row.map(({ field, value }) => [field ?? '', value])),
      );
      return known({
        sums: rows.flatMap((row) => toFlowSum(row) ?? []),
        bytesScanned: statistics?.bytesScanned ?? 0,
      });
    },
    () => logs.stopQuery({ queryId }),
  );
}

/** As `runAthenaQuery`, the rows being sums. */
export async function runAthena(
  scope: BehaviourScope,
  region: string,
  query: string,
  workgroup: string,
): Promise<Known<FlowQueryAnswer>> {
  const answer = await runAthenaQuery(scope, region, query, { workgroup });
  if (!answer.known) return answer;
  const { rows, bytesScanned } = answer.value;
  return known({ sums: rows.flatMap((row) => toFlowSum(row) ?? []), bytesScanned });
}
