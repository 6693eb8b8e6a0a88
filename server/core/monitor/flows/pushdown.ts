// The grouping of flow-table.ts as a query, for logs that are too large to be fetched: only sums come back. Athena's SQL
// for logs in S3, Logs Insights' language for those in CloudWatch. A record that is there twice counts once in SQL only.
import { defaultColumns } from './flow-format.ts';
import type { FlowSum } from './flow-table.ts';

export interface PushdownRange {
  /** Seconds since 1970; the end is outside. */
  readonly start: number;
  readonly end: number;
  readonly interfaceIds: readonly string[];
}

const interfaceId = /^eni-[0-9a-z]+$/;
const tableName = /^[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)?$/;

/** Undefined where the table's name is none. Columns are named as AWS's own table definition does. */
export function athenaQuery(table: string, range: PushdownRange, withDirection = false): string | undefined {
  if (!tableName.test(table)) return undefined;
  const ids = range.interfaceIds.filter((id) => interfaceId.test(id)).map((id) => `'${id}'`);
  const direction = withDirection ? 'flow_direction' : "''";
  return `SELECT interface_id, srcaddr, dstaddr,
  CASE WHEN srcport IS NULL OR dstport IS NULL THEN 0 WHEN srcport < dstport THEN srcport ELSE dstport END AS port,
  COALESCE(protocol, 0) AS protocol, action, ${direction} AS direction,
  "start" - "start" % 3600 AS hour,
  COUNT(*) AS records, SUM(COALESCE(packets, 0)) AS packets, SUM(bytes) AS bytes
FROM (SELECT DISTINCT * FROM ${table}
  WHERE log_status = 'OK' AND "start" >= ${whole(range.start)} AND "start" < ${whole(range.end)}${ids.length === 0 ? '' : `\n    AND interface_id IN (${ids.join(', ')})`}) AS flows
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;
}

/** What Logs Insights calls the columns of flow logs; those of the default format it finds by itself. */
const insightsNames: Readonly<Record<string, string>> = {
  'interface-id': 'interfaceId',
  srcaddr: 'srcAddr',
  dstaddr: 'dstAddr',
  srcport: 'srcPort',
  dstport: 'dstPort',
  protocol: 'protocol',
  packets: 'packets',
  bytes: 'bytes',
  start: 'startTime',
  action: 'action',
  'log-status': 'logStatus',
  'flow-direction': 'flowDirection',
};

/**
 * `format`: the flow log's own, `${version} ${srcaddr} …`; absent or empty: the default one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export function insightsQuery(range: PushdownRange, format = ''): string {
  const ids = range.interfaceIds.filter((id) => interfaceId.test(id)).map((id) => `"${id}"`);
  const columns = [...format.matchAll(/\$\{([\w-]+)\}/g)].map(([, name = '']) => name);
  const has = (column: string) => columns.length === 0 || columns.includes(column);
  // A format that is not the default one has no discovered fields: each of its columns gets a name.
  const names = columns.map((name, index) => insightsNames[name] ?? `column${index}`);
  const parse = isDefault(columns)
    ? []
    : [`parse @message "${names.map(() => '*').join(' ')}" as ${names.join(', ')}`];
  const terms = [
    ...(has('log-status') ? ['logStatus = "OK"'] : []),
    ...(has('interface-id') && ids.length > 0 ? [`interfaceId in [${ids.join(', ')}]`] : []),
  ];
  const keys = [
    ...['interface-id', 'srcaddr', 'dstaddr', 'protocol', 'action'].filter(has),
    ...(columns.includes('flow-direction') ? ['flow-direction'] : []),
  ].map((column) => insightsNames[column] ?? column);
  const port = has('srcport') && has('dstport') ? ['least(srcPort, dstPort) as servicePort'] : [];
  return [
    ...parse,
    ...(terms.length === 0 ? [] : [`filter ${terms.join(' and ')}`]),
    // Whole hours by the record's own time, not by that of its arrival.
    `fields ${[...port, 'startTime - startTime % 3600 as hour'].join(', ')}`,
    `stats count(*) as records, ${has('packets') ? 'sum(packets) as packetSum, ' : ''}sum(bytes) as byteSum by ${[...keys, ...(port.length === 0 ? [] : ['servicePort']), 'hour'].join(', ')}`,
    'limit 10000',
  ].join('\n| ');
}

function isDefault(columns: readonly string[]): boolean {
  return columns.length === 0 || columns.join(' ') === defaultColumns;
}

/** A row of either answer, by the names of its columns; undefined where it is none (such as the row of the names). */
export function toFlowSum(row: Readonly<Record<string, unknown>>): FlowSum | undefined {
  const text = (...names: readonly string[]) => {
    const found = names.map((name) => row[name]).find((value) => value !== undefined && value !== null);
    return found === undefined ? '' : String(found);
  };
  const number = (...names: readonly string[]) => Number(text(...names));
  const hour = number('hour');
  const bytes = number('bytes', 'byteSum');
  const direction = text('direction', 'flowDirection');
  if (text('hour') === '' || !Number.isFinite(hour) || !Number.isFinite(bytes)) return undefined;
  return {
    interfaceId: text('interface_id', 'interfaceId'),
    source: text('srcaddr', 'srcAddr'),
    destination: text('dstaddr', 'dstAddr'),
    port: number('port', 'servicePort') || 0,
    protocol: number('protocol') || 0,
    accepted: text('action') !== 'REJECT',
    direction: direction === 'ingress' || direction === 'egress' ? direction : '',
    hour,
    records: number('records') || 0,
    packets: number('packets', 'packetSum') || 0,
    bytes,
  };
}

function whole(seconds: number): number {
  return Math.floor(seconds);
}
