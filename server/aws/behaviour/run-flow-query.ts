// Runs the grouping of flow records where they lie and fetches the sums. Costs money by the bytes that are scanned, so
// that it only happens when a person says so. Beside the read permissions it needs: logs:StartQuery,
// logs:GetQueryResults; for Athena athena:StartQueryExecution, athena:GetQueryExecution, athena:GetQueryResults.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { FlowSum } from '../../core/monitor/flows/flow-table.ts';
import { toFlowSum } from '../../core/monitor/flows/pushdown.ts';
import type { BehaviourScope } from './open-behaviour.ts';

export interface FlowQueryAnswer {
  readonly sums: readonly FlowSum[];
  readonly bytesScanned: number;
}

const pollMs = 1000;
const maxPolls = 900;

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
  for (let poll = 0; poll < maxPolls && !ask.signal.aborted; poll++) {
    const answer = await ask.known('logs:GetQueryResults', (call) => logs.getQueryResults({ queryId }, call));
    if (!answer.known) return answer;
    const { status = '', results = [], statistics } = answer.value;
    if (status === 'Complete') {
      const rows = results.map((row) =>
        Object.fromEntries(row.map(({ field, value }) => [field ?? '', value])),
      );
      return known({
        sums: rows.flatMap((row) => toFlowSum(row) ?? []),
        bytesScanned: statistics?.bytesScanned ?? 0,
      });
    }
    if (/Failed|Cancelled|Timeout/.test(status))
      return unknown({ action: 'logs:GetQueryResults', reason: 'unavailable', detail: status });
    await sleep(pollMs, undefined, { signal: ask.signal }).catch(() => {});
  }
  return unknown({ action: 'logs:GetQueryResults', reason: 'not-asked', detail: 'stopped before its end' });
}

export async function runAthena(
  { connection, ask }: BehaviourScope,
  region: string,
  query: string,
  workgroup: string,
): Promise<Known<FlowQueryAnswer>> {
  const athena = await connection.client('athena', region);
  const started = await ask.known('athena:StartQueryExecution', (call) =>
    athena.startQueryExecution({ QueryString: query, WorkGroup: workgroup }, call),
  );
  if (!started.known) return started;
  const { QueryExecutionId } = started.value;
  let bytesScanned = 0;
  for (let poll = 0; ; poll++) {
    const answer = await ask.known('athena:GetQueryExecution', (call) =>
      athena.getQueryExecution({ QueryExecutionId }, call),
    );
    if (!answer.known) return answer;
    const { Status: status, Statistics: statistics } = answer.value.QueryExecution ?? {};
    bytesScanned = statistics?.DataScannedInBytes ?? 0;
    if (status?.State === 'SUCCEEDED') break;
    if (status?.State === 'FAILED' || status?.State === 'CANCELLED' || poll >= maxPolls || ask.signal.aborted)
      return unknown({
        action: 'athena:GetQueryExecution',
        reason: 'unavailable',
        detail: status?.State ?? 'stopped',
      });
    await sleep(pollMs, undefined, { signal: ask.signal }).catch(() => {});
  }
  const pages = await ask.pages('athena:GetQueryResults', async (token, call) => {
    const page = await athena.getQueryResults(
      { QueryExecutionId, ...(token === undefined ? {} : { NextToken: token }) },
      call,
    );
    const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name: name }) => name ?? '');
    const items = (page.ResultSet?.Rows ?? []).map((row) =>
      Object.fromEntries(
        (row.Data ?? []).map(({ VarCharValue: value }, index) => [names[index] ?? '', value]),
      ),
    );
    return { items, next: page.NextToken };
  });
  return pages.known
    ? known({ sums: pages.value.flatMap((row) => toFlowSum(row) ?? []), bytesScanned })
    : pages;
}
