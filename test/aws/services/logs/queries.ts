// The Logs Insights language, from its documentation: `fields`, `display`, `filter`, `parse`, `stats`, `sort`, `dedup` and
// `limit`, over fields that the service discovers in JSON and in flow logs of the default format. It knows of no particular
// query; what it does not know it refuses, as the service does.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
import type { LogEventState } from '../logs.ts';
import {
  type Expression,
  malformed,
  numberOf,
  type Reader,
  type Row,
  readExpression,
  readerOf,
  stamp,
  type Value,
} from './insights-expression.ts';

export type QueryRow = Row;

export function runQuery(text: string, events: readonly LogEventState[]): QueryRow[] {
  let rows: QueryRow[] = events.map(rowOf);
  let shown: readonly string[] | undefined;
  for (const stage of stagesOf(text)) {
    const [word = ''] = stage.split(/\s+/);
    const reader = readerOf(stage.slice(word.length));
    switch (word.toLowerCase()) {
      case 'fields':
      case 'display': {
        const columns = readColumns(reader);
        rows = rows.map((row) => columns.reduce(withColumn, row));
        shown = [...(word === 'fields' ? (shown ?? []) : []), ...columns.map(({ name }) => name)];
        break;
      }
      case 'filter': {
        const test = readExpression(reader);
        rows = rows.filter((row) => test(row) === true || test(row) === 1);
        break;
      }
      case 'parse':
        rows = parse(stage.slice(word.length), rows);
        break;
      case 'stats':
        rows = stats(reader, rows);
        shown = undefined;
        break;
      case 'sort':
        rows = sorted(reader.rest(), rows);
        break;
      case 'dedup': {
        const names = reader.rest().split(/\s*,\s*/);
        const seen = new Set<string>();
        rows = rows.filter((row) => {
          const key = JSON.stringify(names.map((name) => row[name]));
          return !seen.has(key) && Boolean(seen.add(key));
        });
        break;
      }
      case 'limit':
        rows = rows.slice(0, Number(reader.rest()));
        break;
      default:
        throw malformed(`unknown command: ${word}`);
    }
  }
  const names = shown;
  return names === undefined
    ? rows
    : rows.map((row) =>
        Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]))),
      );
}

/** Divided by pipes that are neither in quotes nor in a regular expression. */
function stagesOf(text: string): readonly string[] {
  return [
    ...text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<=like\s+|=~\s*)\/(?:[^/\\]|\\.)*\/|[^|])+/g),
  ]
    .map(([stage]) => stage.trim())
    .filter((stage) => stage !== '' && !stage.startsWith('#'));
}

const flowFields = [
  ...[
    'version',
    'accountId',
    'interfaceId',
    'srcAddr',
    'dstAddr',
    'srcPort',
    'dstPort',
    'protocol',
    'packets',
  ],
  ...['bytes', 'startTime', 'endTime', 'action', 'logStatus'],
];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html */
function rowOf(event: LogEventState): QueryRow {
  const row: Record<string, string> = {
    '@timestamp': stamp(event.timestamp),
    '@message': event.message,
    '@logStream': event.stream,
    '@log': event.group,
    '@ptr': event.id,
  };
  const fields = event.message.trimEnd().split(' ');
  if (fields.length === flowFields.length && /^2$/.test(fields[0] ?? '')) {
    flowFields.forEach((name, index) => {
      const value = fields[index];
      // A hyphen stands for nothing.
      if (value !== undefined && value !== '-') row[name] = value;
    });
    return row;
  }
  try {
    const value: unknown = JSON.parse(event.message);
    if (typeof value === 'object' && value !== null) discover(value, '', row);
  } catch {
    // Plain text has no discovered fields.
  }
  return row;
}

/** Members of members are named with dots. */
function discover(value: object, prefix: string, row: Record<string, string>): void {
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null) discover(inner, `${prefix}${key}.`, row);
    else if (inner !== null) row[prefix + key] = String(inner);
  }
}

interface Column {
  readonly name: string;
  readonly value: Expression;
}

/** Divided by commas; a column without a name is called as it is written. */
function readColumns(reader: Reader): readonly Column[] {
  const columns: Column[] = [];
  do {
    const before = reader.rest();
    const value = readExpression(reader);
    const written = before.slice(0, before.length - reader.rest().length).trim();
    columns.push({ name: reader.take('as') ? nameOf(reader) : written.replace(/`/g, ''), value });
  } while (reader.take(','));
  return columns;
}

function nameOf(reader: Reader): string {
  return reader.next().text.replace(/`/g, '');
}

function withColumn(row: QueryRow, { name, value }: Column): QueryRow {
  const found = textOf(value(row));
  return found === undefined ? row : { ...row, [name]: found };
}

function textOf(value: Value): string | undefined {
  return value === undefined ? undefined : String(value);
}

/** `parse FIELD "glob with *" as a, b`, or a regular expression with named groups. */
function parse(text: string, rows: readonly QueryRow[]): QueryRow[] {
  const match =
    /^\s*(?:([@\w.]+)\s+)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\]|\\.)+)\/)\s*(?:as\s+(.*))?$/s.exec(
      text,
    );
  if (!match) throw malformed(`no pattern to parse by: ${text}`);
  const [, field = '@message', double, single, regex, names = ''] = match;
  const glob = (double ?? single ?? '').replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '(.*?)');
  const form = new RegExp(regex ?? `${glob}$`, 's');
  const aliases = names.split(',').map((name) => name.trim());
  return rows.map((row) => {
    const found = form.exec(row[field] ?? '');
    if (!found) return row;
    const named =
      regex === undefined
        ? Object.fromEntries(aliases.map((name, index) => [name, found[index + 1] ?? '']))
        : (found.groups ?? {});
    return { ...row, ...named };
  });
}

interface Measure {
  readonly name: string;
  readonly of: (members: readonly QueryRow[]) => Value;
}

function stats(reader: Reader, rows: readonly QueryRow[]): QueryRow[] {
  const measures: Measure[] = [];
  do {
    const before = reader.rest();
    const of = readMeasure(reader);
    const written = before.slice(0, before.length - reader.rest().length).trim();
    measures.push({ name: reader.take('as') ? nameOf(reader) : written, of });
  } while (reader.take(','));
  const keys = reader.take('by') ? readColumns(reader) : [];
  const groups = new Map<string, { row: Record<string, string>; members: QueryRow[] }>();
  for (const row of rows) {
    const values = Object.fromEntries(
      keys.flatMap(({ name, value }) => {
        const found = textOf(value(row));
        return found === undefined ? [] : [[name, found]];
      }),
    );
    const id = JSON.stringify(values);
    const group = groups.get(id) ?? { row: values, members: [] };
    group.members.push(row);
    groups.set(id, group);
  }
  return [...groups.values()].map(({ row, members }) => {
    for (const { name, of } of measures) {
      const found = textOf(of(members));
      if (found !== undefined) row[name] = found;
    }
    return row;
  });
}

function readMeasure(reader: Reader): Measure['of'] {
  const kind = nameOf(reader).toLowerCase();
  reader.expect('(');
  // `count(*)` counts all; the star is none of an expression.
  const isAll = reader.take('*');
  const value: Expression = isAll || reader.peek()?.text === ')' ? () => '' : readExpression(reader);
  const share = reader.take(',') ? numberOf(readExpression(reader)({})) : undefined;
  reader.expect(')');
  const values = (members: readonly QueryRow[]) =>
    members.map((row) => value(row)).filter((one) => one !== undefined);
  const numbers = (members: readonly QueryRow[]) => values(members).flatMap((one) => numberOf(one) ?? []);
  const ordered = (members: readonly QueryRow[]) =>
    values(members).toSorted((a, b) => {
      const order = Number(a) - Number(b);
      return Number.isNaN(order) ? (String(a) < String(b) ? -1 : 1) : order;
    });
  const byTime = (members: readonly QueryRow[]) =>
    members.toSorted((a, b) => ((a['@timestamp'] ?? '') < (b['@timestamp'] ?? '') ? -1 : 1));
  const sum = (members: readonly QueryRow[]) => numbers(members).reduce((a, b) => a + b, 0);
  switch (kind) {
    case 'count':
      return (members) => values(members).length;
    case 'count_distinct':
      return (members) => new Set(values(members).map(String)).size;
    case 'sum':
      return sum;
    case 'avg':
      return (members) => sum(members) / numbers(members).length;
    case 'min':
      return (members) => ordered(members)[0];
    case 'max':
      return (members) => ordered(members).at(-1);
    case 'pct':
      return (members) => {
        const all = ordered(members);
        return all[Math.min(all.length - 1, Math.floor(((share ?? 50) / 100) * all.length))];
      };
    case 'earliest':
      return (members) => byTime(members).map(value).at(0);
    case 'latest':
      return (members) => byTime(members).map(value).at(-1);
    default:
      throw malformed(`unknown function: ${kind}`);
  }
}

function sorted(text: string, rows: readonly QueryRow[]): QueryRow[] {
  const orders = text.split(',').map((one) => {
    const [name = '', order = 'asc'] = one.trim().split(/\s+/);
    return { name: name.replace(/`/g, ''), sign: order.toLowerCase() === 'desc' ? -1 : 1 };
  });
  return rows.toSorted((a, b) => {
    for (const { name, sign } of orders) {
      const [x, y] = [a[name] ?? '', b[name] ?? ''];
      const numeric = Number(x) - Number(y);
      const order = Number.isNaN(numeric) ? (x < y ? -1 : x > y ? 1 : 0) : numeric;
      if (order !== 0) return sign * order;
    }
    return 0;
  });
}
