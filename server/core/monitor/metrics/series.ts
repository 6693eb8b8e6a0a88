// A metric over time, and how files give it: CSV with `timestamp,value`, or the JSON of CloudWatch's GetMetricData and
// GetMetricStatistics. Points that cannot be read are counted, doubled ones count once, order does not matter.

export interface Point {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly value: number;
}

/** Where CloudWatch's own anomaly detection expects a value. */
export interface CloudWatchBandPoint {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

export interface Series {
  /** As CloudWatch names it, such as `Invocations`; empty where the file does not say. */
  readonly metric: string;
  readonly function: string;
  /** Ascending, no two at one time. */
  readonly points: readonly Point[];
  /** Present where CloudWatch has an anomaly detector on this metric and statistic; ascending. */
  readonly cloudwatchBand?: readonly CloudWatchBandPoint[];
  /** To where it was asked for, milliseconds since 1970: a counting metric without points before it has stopped. */
  readonly until?: number;
  /** Present where the points come from an account. */
  readonly account?: string;
  readonly region?: string;
}

export interface SeriesReading {
  readonly series: readonly Series[];
  readonly malformed: number;
  readonly duplicates: number;
}

/** `name` is what the file's name says: `orders-Invocations`. Never throws. */
export function parseSeries(text: string, name: string): SeriesReading {
  const trimmed = text.trimStart();
  return trimmed.startsWith('{') || trimmed.startsWith('[') ? parseJson(trimmed, name) : parseCsv(text, name);
}

/** Sorted; of two points at one time the first counts. */
export function toSeries(
  metric: string,
  name: string,
  points: readonly Point[],
): { readonly series: Series; readonly duplicates: number } {
  const sorted = points.toSorted((a, b) => a.at - b.at);
  const unique = sorted.filter((point, index) => index === 0 || point.at !== sorted[index - 1]?.at);
  return { series: { metric, function: name, points: unique }, duplicates: sorted.length - unique.length };
}

function parseCsv(text: string, name: string): SeriesReading {
  const lines = text.split(/\r\n?|\n/);
  const groups = new Map<
    string,
    { readonly metric: string; readonly function: string; readonly points: Point[] }
  >();
  let malformed = 0;
  let columns = { at: 0, value: 1, metric: -1, function: -1 };
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    const cells = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (index === 0 && cells.some((cell) => /^[a-z_ ]+$/i.test(cell))) {
      columns = columnsOf(cells);
      return;
    }
    const at = momentOf(cells[columns.at] ?? '');
    const value = cells[columns.value] === '' ? Number.NaN : Number(cells[columns.value]);
    if (at === undefined || !Number.isFinite(value)) {
      malformed++;
      return;
    }
    const metric = cells[columns.metric] ?? namesOf(name).metric;
    const of = cells[columns.function] ?? namesOf(name).function;
    const key = `${of}\0${metric}`;
    const group = groups.get(key) ?? { metric, function: of, points: [] };
    group.points.push({ at, value });
    groups.set(key, group);
  });
  return finish([...groups.values()], malformed);
}

function columnsOf(head: readonly string[]) {
  const find = (...words: readonly RegExp[]) =>
    head.findIndex((cell) => words.some((word) => word.test(cell)));
  const at = find(/^(timestamp|time|date|at)$/i);
  const value = find(/^(value|sum|average|maximum|count)$/i);
  return {
    at: Math.max(at, 0),
    value: value === -1 ? 1 : value,
    metric: find(/^metric/i),
    function: find(/^function/i),
  };
}

function parseJson(text: string, name: string): SeriesReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { series: [], malformed: 1, duplicates: 0 };
  }
  const groups: { metric: string; function: string; points: Point[] }[] = [];
  let malformed = 0;
  const fromFile = namesOf(name);
  const add = (label: string, times: readonly unknown[], values: readonly unknown[]) => {
    const points: Point[] = [];
    times.forEach((time, index) => {
      const at = momentOf(time);
      const number = values[index];
      if (at === undefined || typeof number !== 'number' || !Number.isFinite(number)) malformed++;
      else points.push({ at, value: number });
    });
    groups.push({ ...labelOf(label, fromFile), points });
  };
  for (const one of Array.isArray(value) ? value : [value]) {
    const record = asRecord(one);
    if (!record) {
      malformed++;
      continue;
    }
    const results = record['MetricDataResults'] ?? (record['Timestamps'] ? [record] : undefined);
    if (Array.isArray(results)) {
      for (const result of results) {
        const { Label: label, Id: id, Timestamps: times, Values: values } = asRecord(result) ?? {};
        if (Array.isArray(times) && Array.isArray(values)) add(String(label ?? id ?? ''), times, values);
        else malformed++;
      }
    } else if (Array.isArray(record['Datapoints'])) {
      const points = record['Datapoints'].map((point) => asRecord(point) ?? {});
      const numberOf = (point: Readonly<Record<string, unknown>>) =>
        point['Sum'] ?? point['Average'] ?? point['Maximum'] ?? point['SampleCount'] ?? point['Minimum'];
      add(
        String(record['Label'] ?? ''),
        points.map((point) => point['Timestamp']),
        points.map(numberOf),
      );
    } else malformed++;
  }
  return finish(groups, malformed);
}

function finish(
  groups: readonly {
    readonly metric: string;
    readonly function: string;
    readonly points: readonly Point[];
  }[],
  malformed: number,
): SeriesReading {
  const read = groups.map((group) => toSeries(group.metric, group.function, group.points));
  return {
    series: read.map(({ series }) => series).filter(({ points }) => points.length > 0),
    malformed,
    duplicates: read.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** ISO 8601 (UTC where it names no zone), seconds or milliseconds since 1970; small numbers count hours. */
function momentOf(time: unknown): number | undefined {
  if (typeof time === 'number' || (typeof time === 'string' && /^\d{1,13}(\.\d+)?$/.test(time))) {
    const number = Number(time);
    // Series of research number their hours; no metric is from before 1973.
    if (number < 1e8) return Number.isInteger(number) && number >= 0 ? number * 3_600_000 : undefined;
    return number > 1e11 ? number : number * 1000;
  }
  if (typeof time !== 'string' || !/^\d{4}[-/]\d\d?[-/]\d\d?/.test(time)) return undefined;
  const iso = time
    .replace(/^(\d{4})[-/](\d\d?)[-/](\d\d?)/, (_, year: string, month: string, day: string) =>
      [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-'),
    )
    .replace(/^(\S+)[ T]+(\d)(?=:)/, '$1T0$2')
    .replace(/^(\S+) +(?=\d)/, '$1T')
    .replace(/ ?(UTC|GMT)$/i, 'Z')
    .replace(/ ?([+-]\d\d):?(\d\d)$/, (all: string, hours: string, minutes: string) =>
      /T.*:/.test(time.replace(' ', 'T').slice(0, -all.length)) ? `${hours}:${minutes}` : all,
    );
  const at = Date.parse(/T[\d:.]+$/.test(iso) ? `${iso}Z` : iso);
  return Number.isNaN(at) ? undefined : at;
}

const lambdaMetric =
  /(Invocations|Errors|Throttles|Duration|ConcurrentExecutions|UnreservedConcurrentExecutions|IteratorAge|DeadLetterErrors|DestinationDeliveryFailures|RecursiveInvocationsDropped|UrlRequestCount|Url4xxCount|Url5xxCount|AsyncEventsReceived|AsyncEventsDropped|AsyncEventAge)/;

/** Whether the name is one of Lambda's own metrics. */
export function isLambdaMetric(name: string): boolean {
  return lambdaMetric.test(name);
}

function namesOf(name: string): { readonly metric: string; readonly function: string } {
  const stem = name.replace(/\.(csv|json|txt)$/i, '');
  const metric = lambdaMetric.exec(stem)?.[1] ?? '';
  return { metric, function: stem.replace(metric, '').replace(/^[-_. ]+|[-_. ]+$/g, '') };
}

/** A label such as `orders Invocations`; what it lacks, the file's name says. */
function labelOf(label: string, fromFile: { readonly metric: string; readonly function: string }) {
  const own = namesOf(label);
  if (own.metric === '') return { metric: fromFile.metric || label, function: fromFile.function };
  return { metric: own.metric, function: own.function || fromFile.function };
}
