// `monitor metrics`: points of CloudWatch metrics far from the expected, from files.
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { observeMetrics } from '../../core/monitor/metrics/observe-metrics.ts';
import { parseSeries, type Series, toSeries } from '../../core/monitor/metrics/series.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import type { Command } from '../command.ts';
import { listOption, textOption, UsageError } from '../options.ts';
import { printObservations } from '../print-observations.ts';
import { momentOf } from '../since.ts';

export const command: Command = {
  name: 'monitor metrics',
  summary: 'metrics of functions far from what the past makes expected',
  usage: `
lambda-protect monitor metrics --from PATH… [--baseline PATH…] [--since TIME]

Reads CSV (timestamp,value; more columns metric and function where there are several) and the JSON that
"aws cloudwatch get-metric-data" and "get-metric-statistics" print. A file that names neither is named by its name,
such as orders-Invocations.csv. --baseline are older files that teach and are not judged; --since judges only what
is newer: 2026-11-01, 12h, 7d.
`,
  options: {
    from: { type: 'string', multiple: true },
    baseline: { type: 'string', multiple: true },
    since: { type: 'string' },
  },
  async run(args, shell) {
    const from = [...listOption(args, 'from'), ...args.positionals];
    if (from.length === 0) throw new UsageError('which metrics? --from PATH…');
    const unknown: UnknownItem[] = [];
    const problem = (path: string, reason: string) =>
      void unknown.push({ id: 'metric-not-read', message: `${path}: ${reason}` });
    const read = (paths: readonly string[]) =>
      filesBelow(
        paths.map((path) => resolve(shell.cwd, path)),
        problem,
      ).flatMap((path) => readSeries(path, problem));
    const current = read(from);
    const taught = read(listOption(args, 'baseline'));
    if (current.length === 0) {
      for (const { message } of unknown) shell.complain(message);
      shell.complain('no series of points was found');
      return 2;
    }
    const since = textOption(args, 'since');
    const sinceAt = since === undefined ? undefined : momentOf(since, Date.now());
    const observations = current.flatMap((series) => {
      const older = taught.find((one) => one.metric === series.metric && one.function === series.function);
      const whole = older
        ? toSeries(series.metric, series.function, [...older.points, ...series.points]).series
        : series;
      const start = older ? Math.max(sinceAt ?? 0, series.points[0]?.at ?? 0) : sinceAt;
      return observeMetrics([whole], start === undefined ? {} : { since: start });
    });
    const points = current.reduce((sum, series) => sum + series.points.length, 0);
    return printObservations(observations, unknown, { series: current.length, points }, args, shell);
  },
};

function readSeries(path: string, problem: (path: string, reason: string) => void): readonly Series[] {
  try {
    const { series, malformed, duplicates } = parseSeries(readFileSync(path, 'utf8'), basename(path));
    if (malformed > 0) problem(path, `${malformed} points could not be read and do not count`);
    if (duplicates > 0) problem(path, `${duplicates} points are there twice and count once`);
    return series;
  } catch (error) {
    problem(path, error instanceof Error && 'code' in error ? String(error.code) : String(error));
    return [];
  }
}
