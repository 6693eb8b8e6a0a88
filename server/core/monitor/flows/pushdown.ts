// The grouping of flow-table.ts as a query, for logs that are too large to be fetched: only sums come back. Athena's SQL
// for logs in S3, Logs Insights' language for those in CloudWatch. A record that is there twice counts once in SQL only.
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

/** Logs Insights knows the fields of flow logs in the default format by these names. */
export function insightsQuery(range: PushdownRange): string {
  const ids = range.interfaceIds.filter((id) => interfaceId.test(id)).map((id) => `"${id}"`);
  return [
    'fields @message',
    `filter logStatus = "OK"${ids.length === 0 ? '' : ` and interfaceId in [${ids.join(', ')}]`}`,
    'stats count(*) as records, sum(packets) as packetSum, sum(bytes) as byteSum by interfaceId, srcAddr, dstAddr, least(srcPort, dstPort) as port, protocol, action, floor(start / 3600) * 3600 as hour',
    'limit 10000',
  ].join('\n| ');
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
  const direction = text('direction');
  if (text('hour') === '' || !Number.isFinite(hour) || !Number.isFinite(bytes)) return undefined;
  return {
    interfaceId: text('interface_id', 'interfaceId'),
    source: text('srcaddr', 'srcAddr'),
    destination: text('dstaddr', 'dstAddr'),
    port: number('port') || 0,
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
