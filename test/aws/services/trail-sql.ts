// Evaluates the SQL of CloudTrail Lake and of Athena's trail tables over records, with SQLite: columns by the names of
// the documented schemas, members of `userIdentity` by path. It knows of no particular query.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-supported-event-schemas.html
// https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../behaviour.ts';

const columns = [
  ...['eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent'],
  ...['errorCode', 'requestParameters', 'responseElements', 'requestID', 'eventID', 'readOnly'],
  ...['eventType', 'recipientAccountId'],
] as const;
const identity = ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName', 'invokedBy'] as const;

/** `form` says how times are written there: `eventTime` is a timestamp in Lake and a text in Athena. */
export function queryTrail(
  sql: string,
  form: 'lake' | 'athena',
  table: RegExp,
  records: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  const match = table.exec(sql);
  if (!match)
    throw new Fault('InvalidQueryStatementException', 'The query names no event data store or table.');
  const database = new DatabaseSync(':memory:');
  try {
    const names = [...columns, ...identity.map((name) => `userIdentity.${name}`), 'eventJson'];
    database.exec(`CREATE TABLE events (${names.map((name) => `"${name}" TEXT`).join(', ')})`);
    const insert = database.prepare(`INSERT INTO events VALUES (${names.map(() => '?').join(', ')})`);
    for (const text of records) {
      const record: unknown = JSON.parse(text);
      insert.run(...names.map((name) => (name === 'eventJson' ? text : cell(record, name, form))));
    }
    const query = sql
      .replace(table, 'FROM events')
      .replace(/\buserIdentity\.(\w+)/gi, (_, name: string) => `"userIdentity.${name}"`);
    try {
      return database
        .prepare(query)
        .all()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              form === 'athena' ? name.toLowerCase() : name,
              value === null ? '' : String(value),
            ]),
          ),
        );
    } catch (error) {
      throw new Fault('InvalidQueryStatementException', error instanceof Error ? error.message : 'broken');
    }
  } finally {
    database.close();
  }
}

function cell(record: unknown, path: string, form: 'lake' | 'athena'): string | null {
  const value = path
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null
          ? Object.entries(at).find(([name]) => name === key)?.[1]
          : undefined,
      record,
    );
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') return JSON.stringify(value);
  // 2026-11-01T10:00:00Z is shown, and compared with, as 2026-11-01 10:00:00.000.
  if (path === 'eventTime' && form === 'lake') return String(value).replace('T', ' ').replace('Z', '');
  return String(value);
}
