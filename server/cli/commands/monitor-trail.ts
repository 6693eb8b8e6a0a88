// `monitor trail`: changes to functions and unusual calls by functions, from CloudTrail files.
import { resolve } from 'node:path';
import { lookUpTrail } from '../../aws/behaviour/look-up-trail.ts';
import { emptyHabits, type Habits } from '../../core/monitor/trail/habits.ts';
import { parseTrailEvent } from '../../core/monitor/trail/trail-event.ts';
import { createTrailWatch, type TrailWatch } from '../../core/monitor/trail/watch.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { openBaselineStore } from '../../platform/baseline-store.ts';
import type { RecordCounts } from '../../platform/json-records.ts';
import { readTrail } from '../../platform/read-trail.ts';
import type { Command, CommandArguments, Shell } from '../command.ts';
import { withBehaviour } from '../live-behaviour.ts';
import { formatOption, listOption, textOption } from '../options.ts';
import { printObservations } from '../print-observations.ts';
import { momentOf } from '../since.ts';
import { table } from '../table.ts';

const habitsTopic = 'habits';
const habitsKey = 'trail';
/** CloudTrail's history goes back so far. */
const keptDays = 90;

export const command: Command = {
  name: 'monitor trail',
  summary: 'changes to functions and unusual calls by functions, from CloudTrail',
  usage: `
lambda-protect monitor trail [--from PATH…] [--baseline FILE] [--since TIME] [--function NAME…] [--pipeline PRINCIPAL…]

Reads CloudTrail files as they lie in S3 (gzip), arrays of records, a record a line, and what
"aws cloudtrail lookup-events" prints. Without --from it asks CloudTrail's history of the last 90 days in the Regions of
--region (cloudtrail:LookupEvents, two requests a second: --function keeps it short). --baseline FILE keeps what is usual between runs: it is read if it is there and
written afterwards. --since judges only newer events; older ones teach. --pipeline names who changes functions the usual
way; else it is learned.
`,
  options: {
    from: { type: 'string', multiple: true },
    baseline: { type: 'string' },
    since: { type: 'string' },
    function: { type: 'string', multiple: true },
    pipeline: { type: 'string', multiple: true },
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
    const live = from.length === 0 ? await lookUp(args, shell, unknown) : undefined;
    const watch = createTrailWatch({
      habits: readHabits(baselineFile, problem),
      pipelines: listOption(args, 'pipeline'),
      ...(live ? { functionRoles: live.functionRoles } : {}),
    });
    const counts = live
      ? addAll(live.events, watch, start)
      : await readTrail(
          from.map((path) => resolve(shell.cwd, path)),
          (event) => watch.add(event, event.at >= start),
          problem,
          shell.signal,
        );
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
          one.isUsualWay ? 'usual' : 'unusual',
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

/** The history of the account; what is before `--since` teaches. */
function lookUp(args: CommandArguments, shell: Shell, unknown: UnknownItem[]) {
  return withBehaviour(args, shell, unknown, (scope) =>
    lookUpTrail(scope, {
      since: new Date(Date.now() - keptDays * 86_400_000),
      functions: listOption(args, 'function'),
      onProgress: shell.progress,
    }),
  );
}

function addAll(events: readonly unknown[], watch: TrailWatch, start: number): RecordCounts {
  const counts: RecordCounts = { records: events.length, malformed: 0 };
  for (const one of events) {
    const event = parseTrailEvent(one);
    if (event) watch.add(event, event.at >= start);
    else counts.malformed++;
  }
  return counts;
}

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
