// Athena: queries are accepted and remembered; their rows are what a test laid down for them.
import type * as A from '@aws-sdk/client-athena';
import { type Behaviours, type Call, Fault, newId } from '../behaviour.ts';

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
    all.set(id, { text, rows: prepared.get(call.region)?.(text) ?? [] });
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

  StopQueryExecution: (): A.StopQueryExecutionOutput => ({}),
};
