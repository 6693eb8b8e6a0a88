// `monitor metrics`: points of CloudWatch metrics far from the expected, from files.
import { resolve } from 'node:path';
import { accountOf, listFunctions } from '../../aws/behaviour/open-behaviour.ts';
import { readMetrics } from '../../aws/behaviour/read-metrics.ts';
import { alarmsTopic, planAlarms } from '../../aws/plan-alarms.ts';
import { observeMetrics } from '../../core/monitor/metrics/observe-metrics.ts';
import type { Point, Series } from '../../core/monitor/metrics/series.ts';
import {
  joinSeries,
  readKeptSeries,
  seriesKey,
  writeKeptSeries,
} from '../../core/monitor/metrics/series-baseline.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import { readSeries } from '../../platform/read-series.ts';
import { baselinesOf, withStore } from '../baseline-files.ts';
import type { Command, CommandArguments, Shell } from '../command.ts';
import { withBehaviour } from '../live-behaviour.ts';
import { flag, listOption, textOption, UsageError } from '../options.ts';
import { plannedOptions, plannedWork, runPlanned } from '../planned.ts';
import { printMissingAlarms } from '../print-missing-alarms.ts';
import { printObservations } from '../print-observations.ts';
import { momentOf } from '../since.ts';

export const command: Command = {
  name: 'monitor metrics',
  summary: 'metrics of functions far from what the past makes expected',
  usage: `
lambda-protect monitor metrics [--from PATH…] [--baseline PATH…] [--since TIME] [--function NAME…]
lambda-protect monitor metrics --alarms [--plan|--apply|--undo] [--function NAME…] [--email ADDRESS…]

Reads CSV (timestamp,value; more columns metric and function where there are several) and the JSON that
"aws cloudwatch get-metric-data" and "get-metric-statistics" print. A file that names neither is named by its name,
such as orders-Invocations.csv. --baseline are older files that teach and are not judged, or one FILE that is kept between
runs: what it holds teaches, and is not judged again. --since judges only what is newer: 2026-11-01, 12h, 7d.

Without --from it asks CloudWatch for the hourly points of nine weeks of the functions in the Regions of --region
(cloudwatch:GetMetricData). --alarms lists functions that are reachable from outside and have no alarm on their calls,
errors or throttles; with --plan it plans these alarms at levels that the function's own past makes unusual, and shows every
call; --apply carries out the plan that was shown, --undo takes it back. --state DIR is where plan and journal lie.
`,
  options: {
    from: { type: 'string', multiple: true },
    baseline: { type: 'string', multiple: true },
    since: { type: 'string' },
    function: { type: 'string', multiple: true },
    alarms: { type: 'boolean' },
    email: { type: 'string', multiple: true },
    ...plannedOptions,
  },
  async run(args, shell) {
    const from = [...listOption(args, 'from'), ...args.positionals];
    const unknown: UnknownItem[] = [];
    const problem = (path: string, reason: string) =>
      void unknown.push({ id: 'metric-not-read', message: `${path}: ${reason}` });
    const read = (paths: readonly string[]) =>
      filesBelow(
        paths.map((path) => resolve(shell.cwd, path)),
        problem,
      ).flatMap((path) => readSeries(path, problem));
    const work = plannedWork(args);
    if (work !== undefined && !flag(args, 'alarms'))
      throw new UsageError(`--${work} goes with --alarms: the rest of the command only reads`);
    if (work !== undefined)
      return runPlanned(work, alarmsTopic, args, shell, (scope) =>
        planAlarms(scope, { functions: listOption(args, 'function'), emails: listOption(args, 'email') }),
      );
    if (flag(args, 'alarms')) return printMissingAlarms(args, shell);
    const current = from.length === 0 ? await readLive(args, shell, unknown) : read(from);
    const baselines = baselinesOf(args, shell);
    const taught = read(baselines.files);
    if (current.length === 0) {
      for (const { message } of unknown) shell.complain(message);
      shell.complain('no series of points was found');
      return 2;
    }
    const kept = readKept(baselines.store, current, problem);
    const since = textOption(args, 'since');
    const sinceAt = since === undefined ? undefined : momentOf(since, Date.now());
    const observations = current.flatMap((series) => {
      const older = taught.find((one) => one.metric === series.metric && one.function === series.function);
      const before = kept.get(seriesKey(series)) ?? [];
      const whole = joinSeries(series, [...(older?.points ?? []), ...before]);
      // What taught is not judged, and what was judged in the run before is not told again.
      const from = older ? (series.points[0]?.at ?? 0) : (before.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + 1;
      const start = Math.max(sinceAt ?? Number.NEGATIVE_INFINITY, from);
      return observeMetrics([whole], Number.isFinite(start) ? { since: start } : {});
    });
    keep(baselines.store, current, problem);
    const points = current.reduce((sum, series) => sum + series.points.length, 0);
    return printObservations(observations, unknown, { series: current.length, points }, args, shell);
  },
};

const topic = 'metrics';
type Problem = (path: string, reason: string) => void;

function readKept(
  file: string | undefined,
  all: readonly Series[],
  problem: Problem,
): ReadonlyMap<string, readonly Point[]> {
  if (file === undefined) return new Map();
  const read = withStore(
    file,
    problem,
    (store) =>
      new Map(all.map(seriesKey).map((key) => [key, readKeptSeries(store.get(topic, key))] as const)),
  );
  return read ?? new Map();
}

/** Joined with what is there then: another process may have written meanwhile. */
function keep(file: string | undefined, all: readonly Series[], problem: Problem): void {
  if (file === undefined) return;
  withStore(file, problem, (store) => {
    for (const series of all)
      store.update(topic, seriesKey(series), (old) =>
        writeKeptSeries(joinSeries(series, readKeptSeries(old))),
      );
  });
}

/** Two months teach the hours of the week. */
const liveDays = 63;

async function readLive(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
): Promise<readonly Series[]> {
  const wanted = listOption(args, 'function');
  const hour = 3_600_000;
  const end = new Date(Math.floor(Date.now() / hour) * hour);
  const start = new Date(end.getTime() - liveDays * 24 * hour);
  return withBehaviour(args, shell, unknown, async (scope) => {
    const all: Series[] = [];
    const account = await accountOf(scope);
    for (const region of scope.regions) {
      const functions = await listFunctions(scope, region);
      if (!functions.known) {
        scope.gap(region, functions.gap);
        continue;
      }
      const names = functions.value
        .map(({ name }) => name)
        .filter((name) => wanted.length === 0 || wanted.includes(name));
      shell.progress(`${region}: metrics of ${names.length} functions`);
      const series = await readMetrics(scope, region, names, { start, end }, account);
      if (series.known) all.push(...series.value);
      else scope.gap(region, series.gap);
    }
    return all;
  });
}
