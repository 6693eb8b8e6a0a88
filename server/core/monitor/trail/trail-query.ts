// What `monitor trail` asks of a trail, as a query for places where all of it lies: CloudTrail Lake's SQL over an event
// data store, Athena's over a table of trail files. The same events that CloudTrail's history is asked for: all of
// Lambda, what stops records, and the calls of functions' roles. Rows become records in CloudTrail's own format.
import { asRecord, text } from './trail-event.ts';

/** Lambda's own event names carry versions and are found by source; these do not, and are found by name. */
export const stoppingCalls = [
  'StopLogging',
  'DeleteTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'DeleteFlowLogs',
  'DeleteDetector',
  'UpdateDetector',
] as const;

/** Calls on IAM and other global services are recorded there. */
export const globalRegion = 'us-east-1';

/** A query may have 10,000 characters in CloudTrail Lake: so many of them are for roles. */
const charactersForRoles = 8500;

export interface TrailRange {
  /** Milliseconds since 1970; the end is outside. */
  readonly start: number;
  readonly end: number;
  readonly regions: readonly string[];
  /** Names of roles that functions run with; those of `askedRoles` are asked for. */
  readonly roles: readonly string[];
}

const storeId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const tableName = /^[A-Za-z_][\w$]*$/;
const roleName = /^[\w+=,.@-]{1,64}$/;
const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** `store`: the ID or ARN of an event data store; undefined where it is neither. Each row holds the record as text. */
export function lakeQuery(store: string, range: TrailRange): string | undefined {
  const id = store.replace(/^arn:.*:eventdatastore\//, '');
  if (!storeId.test(id)) return undefined;
  const [from, to] = [range.start, range.end].map((at) => isoOf(at).replace('T', ' ').replace('Z', ''));
  return [
    `SELECT eventJson FROM ${id}`,
    `WHERE eventTime >= '${from}' AND eventTime < '${to}'`,
    `AND ${regionTerm(range)}`,
    `AND ${wantedTerm(range)}`,
    'ORDER BY eventTime',
  ].join('\n');
}

/**
 * `partitions`: the table's partition keys, which keep the query from reading everything; `timestamp` as
 * `yyyy/MM/dd`, `year`, `month`, `day` and `region` are understood, as AWS's own definitions of the table name them.
 */
export function athenaTrailQuery(
  table: string,
  range: TrailRange,
  partitions: readonly string[],
): string | undefined {
  if (!tableName.test(table)) return undefined;
  const [from, to] = [range.start, range.end].map(isoOf);
  const columns = [
    ...['eventid', 'eventtime', 'eventname', 'eventsource', 'awsregion', 'sourceipaddress', 'useragent'],
    ...['errorcode', 'readonly', 'requestparameters', 'responseelements', 'recipientaccountid'],
    ...['type', 'arn', 'accountid', 'accesskeyid', 'username', 'invokedby'].map(
      (name) => `useridentity.${name} AS identity_${name}`,
    ),
  ];
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${table}`,
    `WHERE eventtime >= '${from}' AND eventtime < '${to}'`,
    ...partitionTerms(range, partitions).map((term) => `AND ${term}`),
    `AND ${regionTerm(range)}`,
    `AND ${wantedTerm(range)}`,
    'ORDER BY eventtime',
  ].join('\n');
}

/** Without milliseconds, as CloudTrail writes its times. */
function isoOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}

function regionsOf({ regions }: TrailRange): readonly string[] {
  return [...new Set([...regions.filter((name) => regionName.test(name)), globalRegion])];
}

function regionTerm(range: TrailRange): string {
  return `awsRegion IN (${quoted(regionsOf(range))})`;
}

/** Of the Region of the global services only what functions did, unless it was asked for. */
function wantedTerm(range: TrailRange): string {
  const here = quoted(range.regions.filter((name) => regionName.test(name)));
  const events = `(eventSource = 'lambda.amazonaws.com' OR eventName IN (${quoted(stoppingCalls)})) AND awsRegion IN (${here})`;
  const byRoles = askedRoles(range.roles).map(roleTerm);
  return `(${[events, ...byRoles].join('\n  OR ')})`;
}

function roleTerm(name: string): string {
  return `userIdentity.arn LIKE '%:assumed-role/${name.replaceAll('_', '!_')}/%' ESCAPE '!'`;
}

/** As many of them as a query has room for. */
export function askedRoles(roles: readonly string[]): readonly string[] {
  let characters = 0;
  return [...new Set(roles)].filter((name) => {
    if (!roleName.test(name)) return false;
    characters += roleTerm(name).length + 6;
    return characters <= charactersForRoles;
  });
}

function partitionTerms(range: TrailRange, partitions: readonly string[]): readonly string[] {
  const has = (name: string) => partitions.includes(name);
  // A file holds events of the minutes before: those of midnight lie in the next day's folder.
  const days = (at: number) => isoOf(at).slice(0, 10).replaceAll('-', '/');
  const [first, last] = [days(range.start), days(range.end + 86_400_000)];
  const numbers = (day: string) => day.replaceAll('/', '');
  return [
    ...(has('timestamp') ? [`"timestamp" >= '${first}' AND "timestamp" <= '${last}'`] : []),
    ...(has('year') && has('month') && has('day')
      ? [
          `concat(CAST(year AS varchar), lpad(CAST(month AS varchar), 2, '0'), lpad(CAST(day AS varchar), 2, '0')) BETWEEN '${numbers(first)}' AND '${numbers(last)}'`,
        ]
      : []),
    ...(has('region') ? [`region IN (${quoted(regionsOf(range))})`] : []),
  ];
}

/** From a row of either answer to a record in CloudTrail's format; undefined where it is none (as the row of the names). */
export function toTrailRecord(row: Readonly<Record<string, unknown>>): unknown {
  const whole = Object.entries(row).find(([name]) => name.toLowerCase() === 'eventjson')?.[1];
  if (typeof whole === 'string') return parsed(whole);
  const value = (name: string) => text(row[name]);
  if (value('eventid') === '' || value('eventid') === 'eventid') return undefined;
  const identity = Object.fromEntries(
    (
      [
        ['type', 'type'],
        ['arn', 'arn'],
        ['accountId', 'accountid'],
        ['accessKeyId', 'accesskeyid'],
        ['userName', 'username'],
        ['invokedBy', 'invokedby'],
      ] as const
    ).flatMap(([name, column]) =>
      value(`identity_${column}`) === '' ? [] : [[name, value(`identity_${column}`)]],
    ),
  );
  return {
    eventID: value('eventid'),
    eventTime: value('eventtime'),
    eventName: value('eventname'),
    eventSource: value('eventsource'),
    awsRegion: value('awsregion'),
    sourceIPAddress: value('sourceipaddress'),
    userAgent: value('useragent'),
    ...(value('errorcode') === '' ? {} : { errorCode: value('errorcode') }),
    ...(value('readonly') === '' ? {} : { readOnly: value('readonly') }),
    requestParameters: asRecord(parsed(value('requestparameters'))),
    responseElements: asRecord(parsed(value('responseelements'))),
    recipientAccountId: value('recipientaccountid'),
    userIdentity: identity,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
