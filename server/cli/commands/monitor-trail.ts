// `monitor trail`: changes to functions and unusual calls by functions, from CloudTrail, wherever its events lie.
import { resolve } from 'node:path';
import { emptyHabits, type Habits } from '../../core/monitor/trail/habits.ts';
import { parseTrailEvent, type TrailEvent } from '../../core/monitor/trail/trail-event.ts';
import { createTrailWatch } from '../../core/monitor/trail/watch.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { openBaselineStore } from '../../platform/baseline-store.ts';
import type { RecordCounts } from '../../platform/json-records.ts';
import { readTrail } from '../../platform/read-trail.ts';
import type { Command } from '../command.ts';
import { formatOption, listOption, textOption } from '../options.ts';
import { printObservations } from '../print-observations.ts';
import { readLiveTrail } from '../read-live-trail.ts';
import { momentOf } from '../since.ts';
import { table } from '../table.ts';

const habitsTopic = 'habits';
const habitsKey = 'trail';

export const command: Command = {
  name: 'monitor trail',
  summary: 'changes to functions and unusual calls by functions, from CloudTrail',
  usage: `
lambda-protect monitor trail [--from PATH…] [--baseline FILE] [--since TIME] [--function NAME…] [--pipeline PRINCIPAL…]
    [--source auto|lookup|s3|lake|athena] [--days N] [--run-query]
    [--event-data-store ID] [--athena-table [DATABASE.]TABLE] [--athena-workgroup NAME]

Reads CloudTrail files as they lie in S3 (gzip), arrays of records, a record a line, and what
"aws cloudtrail lookup-events" prints. Without --from it asks the Regions of --region:
  lookup   CloudTrail's history of 90 days (two requests a second: --function keeps it short)
  s3       the files that a trail of the account writes into its bucket
  lake     an event data store of CloudTrail Lake; costs by the bytes scanned
  athena   a table over trail files that is there already; costs by the bytes scanned
  auto     (default) s3 where a trail has less than 500 MB of files for the days, else lookup
lake and athena print their query; --run-query starts it. --days says how far back (default: 30; lookup 90).
--baseline FILE keeps what is usual between runs: it is read if it is there and written afterwards. --since judges only
newer events; older ones teach. --pipeline names who changes functions the usual way; else it is learned.
`,
  options: {
    from: { type: 'string', multiple: true },
    baseline: { type: 'string' },
    since: { type: 'string' },
    function: { type: 'string', multiple: true },
    pipeline: { type: 'string', multiple: true },
    source: { type: 'string' },
    days: { type: 'string' },
    'run-query': { type: 'boolean' },
    'event-data-store': { type: 'string' },
    'athena-table': { type: 'string' },
    'athena-workgroup': { type: 'string' },
  },
  async run(args, shell) {
    const from = [...listOption(args, 'from'), ...args.positionals];
    const unknown: UnknownItem[] = [];
    const problem = (path: string, reason: string) =>
      void unknown.push({ id: 'trail-not-read', message: `${path}: ${reason}` });
    const baseline = textOption(args, 'baseline');
    const baselineFile = baseline === undefined ? undefined : resolve(shell.cwd, baseline);
    const since = textOption(args, 'since');
    const start = since === undefined ? Number.NEGATIVE_INFINITY : momentOf(since, Date.now());
    const habits = readHabits(baselineFile, problem);
    const pipelines = listOption(args, 'pipeline');
    let watch = createTrailWatch({ habits, pipelines });
    const counts: RecordCounts = { records: 0, malformed: 0 };
    const add = (event: TrailEvent) => watch.add(event, event.at >= start);
    if (from.length > 0) {
      const paths = from.map((path) => resolve(shell.cwd, path));
      Object.assign(counts, await readTrail(paths, add, problem, shell.signal));
    } else {
      const live = await readLiveTrail(args, shell, unknown, counts, (functionRoles) => {
        watch = createTrailWatch({ habits, pipelines, functionRoles });
        return (value) => {
          const event = parseTrailEvent(value);
          if (event) add(event);
          else counts.malformed++;
        };
      });
      // The way to ask is an answer too.
      if (live.wasAskedOnly) return 0;
    }
    if (watch.counts.events === 0 && watch.counts.duplicates === 0) {
      for (const { message } of unknown) shell.complain(message);
      shell.complain(`no CloudTrail event was found; ${counts.malformed} records could not be read`);
      return 2;
    }
    if (counts.malformed > 0) problem('records', `${counts.malformed} could not be read and do not count`);
    if (baselineFile !== undefined) writeHabits(baselineFile, watch.habits);
    const wanted = new Set(listOption(args, 'function'));
    const isWanted = (name: string) => wanted.size === 0 || wanted.has(name);
    const changes = watch.changes.filter((change) => isWanted(change.function));
    const observations = watch.observations.filter(({ source }) => isWanted(source));
    if (formatOption(args) === 'text' && changes.length > 0) {
      const rows = changes
        .slice(-50)
        .map((one) => [
          new Date(one.at).toISOString().slice(0, 16).replace('T', ' '),
          one.function,
          one.kind,
          one.error === '' ? one.what : `${one.what} (${one.error})`,
          one.session === '' ? one.by : `${one.by}/${one.session}`,
          one.address,
          one.way,
        ]);
      await shell.out(`changes\n${table(['Time', 'Function', 'Kind', 'What', 'By', 'From', 'Way'], rows)}\n`);
    }
    const summary = {
      ...watch.counts,
      malformed: counts.malformed,
      changes: changes.map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
    };
    return printObservations(observations, unknown, summary, args, shell);
  },
};

function readHabits(file: string | undefined, problem: (path: string, reason: string) => void): Habits {
  if (file === undefined) return emptyHabits();
  const store = openBaselineStore(file, { onProblem: (reason) => problem(file, reason) });
  try {
    const text = store.get(habitsTopic, habitsKey);
    return (text === undefined ? undefined : parseHabits(text)) ?? emptyHabits();
  } finally {
    store.close();
  }
}

function parseHabits(text: string): Habits | undefined {
  const value: unknown = JSON.parse(text);
  const isHabits =
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'callers' in value &&
    'changers' in value;
  return isHabits ? (value as Habits) : undefined;
}

function writeHabits(file: string, habits: Habits): void {
  const store = openBaselineStore(file);
  try {
    store.update(habitsTopic, habitsKey, () => JSON.stringify(habits));
  } finally {
    store.close();
  }
}
