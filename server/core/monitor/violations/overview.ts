// What a person sees of violations that were read: counted over time, grouped by function and rule, the latest as
// rows, and all as CSV. Pure: the range and what is asked for are arguments.
import type { RuleFileKind } from '../../rulelang/rule.ts';
import type { Violation } from './violation.ts';

/** A violation and where it was read. */
export interface SeenViolation extends Violation {
  /** Of the log event; the same event read twice has the same. */
  readonly id: string;
  readonly at: number;
  readonly function: string;
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
  readonly logStream: string;
}

export interface ViolationFilter {
  readonly function?: string;
  readonly rule?: string;
  readonly kind?: RuleFileKind;
  /** Milliseconds since 1970; `to` itself is outside. */
  readonly from: number;
  readonly to: number;
}

export interface CountSeries {
  readonly name: string;
  /** One for each period of the range. */
  readonly counts: readonly number[];
}

export interface FunctionCount {
  readonly function: string;
  readonly count: number;
  readonly last: number;
}

export interface RuleCount {
  readonly rule: string;
  readonly kind: RuleFileKind;
  readonly count: number;
  /** Of the count, those that were let through. */
  readonly monitored: number;
  readonly last: number;
}

/** More functions than these share one series: more lines cannot be told apart. */
const maxSeries = 6;
/** A chart has at most so many points, whatever period is asked for. */
const maxPeriods = 10_000;

export function selectViolations(
  all: readonly SeenViolation[],
  { function: name, rule, kind, from, to }: ViolationFilter,
): readonly SeenViolation[] {
  return all.filter(
    (one) =>
      one.at >= from &&
      one.at < to &&
      (name === undefined || one.function === name) &&
      (rule === undefined || one.rule === rule) &&
      (kind === undefined || one.kind === kind),
  );
}

/** Starts of the periods of a range, milliseconds since 1970; the period grows where there would be too many. */
export function periodsOf(from: number, to: number, periodMs: number): readonly number[] {
  const step = Math.max(1000, periodMs, Math.ceil((to - from) / maxPeriods));
  const starts: number[] = [];
  for (let at = from - (from % step); at < to; at += step) starts.push(at);
  return starts;
}

/** One series for each of the functions with most, one for all others. */
export function seriesByFunction(
  violations: readonly SeenViolation[],
  periods: readonly number[],
): readonly CountSeries[] {
  const names = countByFunction(violations).map((one) => one.function);
  const own = new Set(names.length > maxSeries ? names.slice(0, maxSeries - 1) : names);
  const series = new Map<string, number[]>();
  const [first = 0, second = first + 1] = periods;
  for (const { at, function: name } of violations) {
    const key = own.has(name) ? name : 'all others';
    const counts = series.get(key) ?? Array<number>(periods.length).fill(0);
    series.set(key, counts);
    const index = Math.floor((at - first) / (second - first));
    if (index >= 0 && index < counts.length) counts[index] = (counts[index] ?? 0) + 1;
  }
  const order = [...own, 'all others'];
  return [...series]
    .map(([name, counts]) => ({ name, counts }))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** Most first. */
export function countByFunction(violations: readonly SeenViolation[]): readonly FunctionCount[] {
  const found = new Map<string, { function: string; count: number; last: number }>();
  for (const { function: name, at } of violations) {
    const one = found.get(name) ?? { function: name, count: 0, last: at };
    found.set(name, one);
    one.count++;
    one.last = Math.max(one.last, at);
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.function < b.function ? -1 : 1));
}

/** Most first. */
export function countByRule(violations: readonly SeenViolation[]): readonly RuleCount[] {
  const found = new Map<
    string,
    { rule: string; kind: RuleFileKind; count: number; monitored: number; last: number }
  >();
  for (const { rule, kind, mode, at } of violations) {
    const key = `${kind} ${rule}`;
    const one = found.get(key) ?? { rule, kind, count: 0, monitored: 0, last: at };
    found.set(key, one);
    one.count++;
    if (mode === 'monitor') one.monitored++;
    one.last = Math.max(one.last, at);
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

const bars = '▁▂▃▄▅▆▇█';

/** A line of blocks as high as the counts; of a count of zero the lowest. */
export function sparkline(counts: readonly number[]): string {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return counts
    .map((count) => bars[count === 0 ? 0 : Math.max(1, Math.round((count / most) * (bars.length - 1)))])
    .join('');
}

/** `3 hours ago`; both in milliseconds since 1970. */
export function agoWords(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [unit, length] of units) {
    const count = Math.floor(seconds / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}

const columns = [
  'time',
  'account',
  'region',
  'function',
  'version',
  'kind',
  'rule',
  'mode',
  'path',
  'file',
  'line',
  'requestId',
  'source',
  'logGroup',
] as const;

export function renderViolationsCsv(violations: readonly SeenViolation[]): string {
  const rows = violations.map((one) => {
    const values = { ...one, time: new Date(one.at).toISOString() };
    return columns.map((column) => String(values[column] ?? ''));
  });
  return rowsAsCsv(columns, rows);
}

/** RFC 4180, with a header. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function rowsAsCsv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
