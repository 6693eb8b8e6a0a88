// Athena: queries are accepted and remembered; their rows are what a test laid down for them, or what a table of trail
// records gives by the query itself.
import type * as A from '@aws-sdk/client-athena';
import { type Behaviours, type Call, Fault, newId } from '../behaviour.ts';
import { queryTrail } from './trail-sql.ts';

interface QueryState {
  text: string;
  rows: readonly (readonly string[])[];
}

const queries = new WeakMap<object, Map<string, QueryState>>();
const prepared = new WeakMap<object, (text: string) => readonly (readonly string[])[]>();

/** What queries in this Region answer: rows, the first of them the column names. */
export function answerAthena(region: object, answer: (text: string) => readonly (readonly string[])[]): void {
  prepared.set(region, answer);
}

interface TrailTable {
  readonly database: string;
  readonly name: string;
  readonly partitionKeys: readonly string[];
  /** Records as JSON. */
  readonly records: () => readonly string[];
}

const trailTables = new WeakMap<object, TrailTable>();

/** A table over trail files, as AWS's documentation defines it. */
export function layTrailTable(region: object, table: TrailTable): void {
  trailTables.set(region, table);
}

function rowsOf(call: Call, text: string, database: string | undefined): readonly (readonly string[])[] {
  const table = trailTables.get(call.region);
  const from = table && new RegExp(`\\bFROM\\s+(?:${table.database}\\.)?${table.name}\\b`, 'i');
  if (!table || !from?.test(text) || (database !== undefined && database !== table.database))
    return prepared.get(call.region)?.(text) ?? [];
  const rows = queryTrail(text, 'athena', from, table.records());
  const names = Object.keys(rows[0] ?? {});
  // The first row of the first page holds the names of the columns.
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))];
}

function queryOf(call: Call, id: string | undefined): QueryState {
  const found = queries.get(call.region)?.get(id ?? '');
  if (!found) throw new Fault('InvalidRequestException', `QueryExecution ${id} was not found`);
  return found;
}

export const athena: Behaviours = {
  StartQueryExecution(input: A.StartQueryExecutionInput, call: Call): A.StartQueryExecutionOutput {
    const text = input.QueryString ?? '';
    const all = queries.get(call.region) ?? new Map<string, QueryState>();
    const id = newId();
    all.set(id, { text, rows: rowsOf(call, text, input.QueryExecutionContext?.Database) });
    queries.set(call.region, all);
    return { QueryExecutionId: id };
  },

  GetQueryExecution(input: A.GetQueryExecutionInput, call: Call): A.GetQueryExecutionOutput {
    const { text } = queryOf(call, input.QueryExecutionId);
    return {
      QueryExecution: {
        QueryExecutionId: input.QueryExecutionId,
        Query: text,
        Status: { State: 'SUCCEEDED', SubmissionDateTime: call.now, CompletionDateTime: call.now },
        Statistics: { DataScannedInBytes: 1_000_000, TotalExecutionTimeInMillis: 10 },
      },
    };
  },

  GetQueryResults(input: A.GetQueryResultsInput, call: Call): A.GetQueryResultsOutput {
    const { rows } = queryOf(call, input.QueryExecutionId);
    const start = input.NextToken === undefined ? 0 : Number(input.NextToken);
    const shown = rows.slice(start, start + (input.MaxResults ?? 1000));
    const end = start + shown.length;
    return {
      ResultSet: {
        Rows: shown.map((row) => ({ Data: row.map((value) => ({ VarCharValue: value })) })),
        ResultSetMetadata: { ColumnInfo: (rows[0] ?? []).map((name) => ({ Name: name, Type: 'varchar' })) },
      },
      ...(end < rows.length ? { NextToken: String(end) } : {}),
    };
  },

  GetTableMetadata(input: A.GetTableMetadataInput, call: Call): A.GetTableMetadataOutput {
    const table = trailTables.get(call.region);
    if (!table || input.DatabaseName !== table.database || input.TableName !== table.name)
      throw new Fault('MetadataException', `EntityNotFoundException: Table ${input.TableName} not found.`);
    return {
      TableMetadata: {
        Name: table.name,
        PartitionKeys: table.partitionKeys.map((Name) => ({ Name, Type: 'string' })),
      },
    };
  },

  StopQueryExecution: (): A.StopQueryExecutionOutput => ({}),
};
