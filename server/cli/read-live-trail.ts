// The trail of an account for `monitor trail`: queries that cost are printed, and run where --run-query says so.
import {
  type CollectedTrail,
  collectTrail,
  TrailOptionError,
  trailSources,
} from '../aws/behaviour/collect-trail.ts';
import type { UnknownItem } from '../core/report/json.ts';
import type { RecordCounts } from '../platform/json-records.ts';
import type { CommandArguments, Shell } from './command.ts';
import { withBehaviour } from './live-behaviour.ts';
import { flag, listOption, textOption, UsageError } from './options.ts';

/** `begin` is told the names of the functions' roles and gives what takes the records. */
export async function readLiveTrail(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
  counts: RecordCounts,
  begin: (functionRoles: readonly string[]) => (record: unknown) => void,
): Promise<CollectedTrail> {
  const word = textOption(args, 'source') ?? 'auto';
  const source = trailSources.find((one) => one === word);
  if (source === undefined)
    throw new UsageError(`unknown source: ${word}; --source takes ${trailSources.join(', ')}`);
  const days = textOption(args, 'days');
  if (days !== undefined && !(Number(days) >= 1 && Number(days) <= 3650))
    throw new UsageError('--days wants a number of days: 1 or more');
  const store = textOption(args, 'event-data-store');
  const table = textOption(args, 'athena-table');
  try {
    return await withBehaviour(args, shell, unknown, (scope) =>
      collectTrail(scope, {
        source,
        now: Date.now(),
        ...(days === undefined ? {} : { days: Number(days) }),
        functions: listOption(args, 'function'),
        ...(store === undefined ? {} : { eventDataStore: store }),
        ...(table === undefined ? {} : { athenaTable: table }),
        athenaWorkgroup: textOption(args, 'athena-workgroup') ?? 'primary',
        begin,
        counts,
        onProgress: shell.progress,
        onProblem: (id, message) => void unknown.push({ id, message }),
        async mayRun({ region, where, query, cost }) {
          if (flag(args, 'run-query')) return true;
          await shell.out(`# ${region}, ${where}: costs ${cost}; --run-query runs it\n${query}\n`);
          return false;
        },
      }),
    );
  } catch (error) {
    if (error instanceof TrailOptionError) throw new UsageError(error.message);
    throw error;
  }
}
