// A small part of the Logs Insights language: `fields`, `filter … like|=`, `stats count(*) by …`, `sort`, `limit`.
import type { LogEventState } from '../logs.ts';

export type QueryRow = Readonly<Record<string, string>>;

export function runQuery(text: string, events: readonly LogEventState[]): QueryRow[] {
  const stages = text
    .split(/\n|\|/)
    .map((stage) => stage.trim())
    .filter((stage) => stage !== '');
  let rows: QueryRow[] = events.map(rowOf);
  let shown: string[] | undefined;
  for (const stage of stages) {
    const [word = ''] = stage.split(/\s+/);
    const rest = stage.slice(word.length).trim();
    if (word === 'fields' || word === 'display') {
      const columns = rest.split(/,(?![^(]*\))/).map(columnOf);
      rows = rows.map((row) => columns.reduce(withColumn, row));
      shown = columns.map(({ name }) => name);
    }
    if (word === 'filter') rows = rows.filter(filterOf(rest));
    else if (word === 'stats') {
      rows = stats(rest, rows);
      shown = undefined;
    } else if (word === 'sort') rows = sorted(rest, rows);
    else if (word === 'limit') rows = rows.slice(0, Number(rest));
  }
  const names = shown;
  return names === undefined
    ? rows
    : rows.map((row) =>
        Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]))),
      );
}

function rowOf(event: LogEventState): QueryRow {
  const row: Record<string, string> = {
    '@timestamp': stamp(event.timestamp),
    '@message': event.message,
    '@logStream': event.stream,
    '@log': event.group,
    '@ptr': event.id,
  };
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
  /** The first of them that is there. */
  readonly of: readonly string[];
}

function columnOf(text: string): Column {
  const [expression = '', alias] = text.trim().split(/\s+as\s+/i);
  const call = /^coalesce\(([^)]*)\)$/.exec(expression);
  const of = (call?.[1] ?? expression).split(',').map((one) => one.trim());
  return { name: alias ?? expression, of };
}

function withColumn(row: QueryRow, { name, of }: Column): QueryRow {
  const value = of.map((one) => row[one]).find((one) => one !== undefined);
  return value === undefined ? row : { ...row, [name]: value };
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

function filterOf(text: string): (row: QueryRow) => boolean {
  const parts = text.split(/\s+and\s+/i).map((part) => {
    const like = /^([@\w.]+)\s+like\s+(?:\/(.*)\/(i?)|["'](.*)["'])$/s.exec(part.trim());
    if (like) {
      const regex = new RegExp(
        (like[2] ?? (like[4] ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).replace(/^\(\?i\)/, ''),
        like[3] || (like[2]?.startsWith('(?i)') ? 'i' : ''),
      );
      return (row: QueryRow) => regex.test(row[like[1] ?? ''] ?? '');
    }
    const present = /^ispresent\(([@\w.]+)\)$/.exec(part.trim());
    if (present) return (row: QueryRow) => row[present[1] ?? ''] !== undefined;
    const equal = /^([@\w.]+)\s*(=|!=)\s*["']?(.*?)["']?$/s.exec(part.trim());
    return (row: QueryRow) => (row[equal?.[1] ?? ''] === equal?.[3]) === (equal?.[2] !== '!=');
  });
  return (row) => parts.every((part) => part(row));
}

function stats(text: string, rows: readonly QueryRow[]): QueryRow[] {
  const [measures = '', keys = ''] = text.split(/\s+by\s+/i);
  const names = keys
    .split(/,(?![^(]*\))/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
  const groups = new Map<string, { row: Record<string, string>; members: QueryRow[] }>();
  for (const row of rows) {
    const values = Object.fromEntries(names.map((name) => keyOf(name, row)));
    const id = JSON.stringify(values);
    const group = groups.get(id) ?? { row: values, members: [] };
    group.members.push(row);
    groups.set(id, group);
  }
  return [...groups.values()].map(({ row, members }) => {
    for (const measure of measures.split(/,(?![^(]*\))/)) {
      const [expression = '', alias] = measure.trim().split(/\s+as\s+/i);
      const call = /^(count|max|min|sum|latest|earliest)\(([^)]*)\)$/.exec(expression.trim());
      const values = members.map((one) => one[call?.[2] ?? ''] ?? '');
      const numbers = values.map(Number);
      const kind = call?.[1];
      row[alias ?? expression] =
        kind === 'sum'
          ? String(numbers.reduce((a, b) => a + b, 0))
          : kind === 'max'
            ? (values.toSorted().at(-1) ?? '')
            : kind === 'min'
              ? (values.toSorted()[0] ?? '')
              : kind === 'latest'
                ? (values[0] ?? '')
                : kind === 'earliest'
                  ? (values.at(-1) ?? '')
                  : String(members.length);
    }
    return row;
  });
}

function keyOf(name: string, row: QueryRow): [string, string] {
  const [expression = '', alias] = name.split(/\s+as\s+/i);
  const bin = /^bin\((\d+)(m|h|d)\)$/.exec(expression);
  if (!bin) return [alias ?? expression, row[expression] ?? ''];
  const width = Number(bin[1]) * (bin[2] === 'm' ? 60_000 : bin[2] === 'h' ? 3_600_000 : 86_400_000);
  const at = Date.parse(`${(row['@timestamp'] ?? '').replace(' ', 'T')}Z`);
  return [alias ?? expression, stamp(Math.floor(at / width) * width)];
}

function sorted(text: string, rows: readonly QueryRow[]): QueryRow[] {
  const [name = '', order = 'asc'] = text.split(/\s+/);
  const sign = order === 'desc' ? -1 : 1;
  return rows.toSorted((a, b) => {
    const x = a[name] ?? '';
    const y = b[name] ?? '';
    const numeric = Number(x) - Number(y);
    return sign * (Number.isNaN(numeric) ? (x < y ? -1 : x > y ? 1 : 0) : numeric);
  });
}
