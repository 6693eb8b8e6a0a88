// Runs a query in Athena and fetches its rows. Costs by the bytes that are scanned: only when a person says so. Needs
// athena:StartQueryExecution, athena:GetQueryExecution, athena:GetQueryResults, athena:StopQueryExecution, and what
// Athena itself needs of Glue and S3.
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { BehaviourScope } from './open-behaviour.ts';
import { pollUntil } from './poll.ts';

export type QueryRow = Readonly<Record<string, unknown>>;

export interface QueryAnswer {
  readonly rows: readonly QueryRow[];
  readonly bytesScanned: number;
}

export interface AthenaPlace {
  readonly workgroup: string;
  readonly database?: string;
}

export async function runAthenaQuery(
  { connection, ask }: BehaviourScope,
  region: string,
  query: string,
  { workgroup, database }: AthenaPlace,
): Promise<Known<QueryAnswer>> {
  const athena = await connection.client('athena', region);
  const started = await ask.known('athena:StartQueryExecution', (call) =>
    athena.startQueryExecution(
      {
        QueryString: query,
        WorkGroup: workgroup,
        ...(database === undefined ? {} : { QueryExecutionContext: { Database: database } }),
      },
      call,
    ),
  );
  if (!started.known) return started;
  const { QueryExecutionId } = started.value;
  const ended = await pollUntil<number>(
    'athena:GetQueryExecution',
    ask.signal,
    async () => {
      const answer = await ask.known('athena:GetQueryExecution', (call) =>
        athena.getQueryExecution({ QueryExecutionId }, call),
      );
      if (!answer.known) return answer;
      const { Status: status, Statistics: statistics } = answer.value.QueryExecution ?? {};
      if (status?.State === 'SUCCEEDED') return known(statistics?.DataScannedInBytes ?? 0);
      if (status?.State !== 'FAILED' && status?.State !== 'CANCELLED') return undefined;
      // Athena says what is wrong with the table: that is what a person needs, and no record is in it.
      const detail = `${status.State}: ${(status.StateChangeReason ?? '').slice(0, 200)}`;
      return unknown({ action: 'athena:GetQueryExecution', reason: 'unavailable', detail });
    },
    () => athena.stopQueryExecution({ QueryExecutionId }),
  );
  if (!ended.known) return ended;
  const pages = await ask.pages('athena:GetQueryResults', async (token, call) => {
    const page = await athena.getQueryResults(
      { QueryExecutionId, ...(token === undefined ? {} : { NextToken: token }) },
      call,
    );
    const names = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name: name }) => name ?? '');
    const items = (page.ResultSet?.Rows ?? []).map(
      (row): QueryRow =>
        Object.fromEntries(
          (row.Data ?? []).map(({ VarCharValue: value }, index) => [names[index] ?? '', value]),
        ),
    );
    return { items, next: page.NextToken };
  });
  return pages.known ? known({ rows: pages.value, bytesScanned: ended.value }) : pages;
}

/** The partition keys of a table, in lower case; asked before a query is paid for. */
export async function readPartitionKeys(
  { connection, ask }: BehaviourScope,
  region: string,
  database: string,
  table: string,
): Promise<Known<readonly string[]>> {
  const athena = await connection.client('athena', region);
  const found = await ask.known('athena:GetTableMetadata', (call) =>
    athena.getTableMetadata(
      { CatalogName: 'AwsDataCatalog', DatabaseName: database, TableName: table },
      call,
    ),
  );
  if (!found.known) return found;
  return known((found.value.TableMetadata?.PartitionKeys ?? []).map((one) => (one.Name ?? '').toLowerCase()));
}
