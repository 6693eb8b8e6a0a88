// Flow logs of an account for `monitor flows`: queries that cost are printed, and run where --run-query says so.
import { type CollectedFlows, collectFlows } from '../aws/behaviour/collect-flows.ts';
import type { FlowTable } from '../core/monitor/flows/flow-table.ts';
import type { UnknownItem } from '../core/report/json.ts';
import type { CommandArguments, Shell } from './command.ts';
import { withBehaviour } from './live-behaviour.ts';
import { flag, listOption, textOption } from './options.ts';

const days = 28;
const dayMs = 86_400_000;

export function readLiveFlows(
  args: CommandArguments,
  shell: Shell,
  flows: FlowTable,
  unknown: UnknownItem[],
): Promise<CollectedFlows> {
  const end = Date.now();
  return withBehaviour(args, shell, unknown, (scope) =>
    collectFlows(scope, {
      functions: listOption(args, 'function'),
      range: { start: end - days * dayMs, end },
      table: flows,
      athenaTable: textOption(args, 'athena-table') ?? 'vpc_flow_logs',
      athenaWorkgroup: textOption(args, 'athena-workgroup') ?? 'primary',
      onProgress: shell.progress,
      onProblem: (id, message) => void unknown.push({ id, message }),
      async mayRun({ region, where, query, cost }) {
        if (flag(args, 'run-query')) return true;
        await shell.out(
          `# ${region}, ${where}${cost === '' ? '' : `: ${cost}`}; --run-query runs it\n${query}\n`,
        );
        return false;
      },
    }),
  );
}
