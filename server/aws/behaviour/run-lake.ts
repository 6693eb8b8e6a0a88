// CloudTrail Lake: event data stores of the account, and a query in one. A query costs by the bytes that it scans.
import type { EventDataStore } from '@aws-sdk/client-cloudtrail';
import { type Known, known, unknown } from '../../core/model/known.ts';
import type { BehaviourScope } from './open-behaviour.ts';
import { pollUntil } from './poll.ts';
import type { QueryAnswer, QueryRow } from './run-athena.ts';

export interface LakeStore {
  readonly arn: string;
  readonly name: string;
}

/** Those that can be asked; what they hold, a query tells. */
export async function listLakeStores(
  { connection, ask }: BehaviourScope,
  region: string,
): Promise<Known<readonly LakeStore[]>> {
  const client = await connection.client('cloudtrail', region);
  const listed = await ask.pages<EventDataStore>('cloudtrail:ListEventDataStores', async (token, call) => {
    const page = await client.listEventDataStores(token === undefined ? {} : { NextToken: token }, call);
    return { items: page.EventDataStores, next: page.NextToken };
  });
  if (!listed.known) return listed;
  return known(
    listed.value
      .filter(
        ({ Status: status }) =>
          status === undefined || status === 'ENABLED' || status === 'STOPPED_INGESTION',
      )
      .map((one) => ({ arn: one.EventDataStoreArn ?? '', name: one.Name ?? '' })),
  );
}

export async function runLakeQuery(
  { connection, ask }: BehaviourScope,
  region: string,
  query: string,
): Promise<Known<QueryAnswer>> {
  const client = await connection.client('cloudtrail', region);
  const started = await ask.known('cloudtrail:StartQuery', (call) =>
    client.startQuery({ QueryStatement: query }, call),
  );
  if (!started.known) return started;
  const { QueryId } = started.value;
  const ended = await pollUntil<number>(
    'cloudtrail:DescribeQuery',
    ask.signal,
    async () => {
      const answer = await ask.known('cloudtrail:DescribeQuery', (call) =>
        client.describeQuery({ QueryId }, call),
      );
      if (!answer.known) return answer;
      const {
        QueryStatus: status = '',
        ErrorMessage: message = '',
        QueryStatistics: statistics,
      } = answer.value;
      if (status === 'FINISHED') return known(statistics?.BytesScanned ?? 0);
      if (!/FAILED|CANCELLED|TIMED_OUT/.test(status)) return undefined;
      const detail = `${status}: ${message.slice(0, 200)}`;
      return unknown({ action: 'cloudtrail:DescribeQuery', reason: 'unavailable', detail });
    },
    () => client.cancelQuery({ QueryId }),
  );
  if (!ended.known) return ended;
  const pages = await ask.pages<QueryRow>('cloudtrail:GetQueryResults', async (token, call) => {
    const page = await client.getQueryResults(
      { QueryId, ...(token === undefined ? {} : { NextToken: token }) },
      call,
    );
    // A row is a list of single columns.
    return { items: page.QueryResultRows?.map((row) => Object.assign({}, ...row)), next: page.NextToken };
  });
  return pages.known ? known({ rows: pages.value, bytesScanned: ended.value }) : pages;
}
