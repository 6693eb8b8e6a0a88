// Flow logs of an account for `monitor flows`: queries that cost are printed, and run where --run-query says so.
import { type CollectedFlows, collectFlows } from '../aws/behaviour/collect-flows.ts';
import { readPeerNames } from '../aws/behaviour/read-peer-names.ts';
import type { FlowSum, FlowTable } from '../core/monitor/flows/flow-table.ts';
import type { NamedAddress } from '../core/monitor/flows/peer-names.ts';
import type { UnknownItem } from '../core/report/json.ts';
import type { CommandArguments, Shell } from './command.ts';
import { withBehaviour } from './live-behaviour.ts';
import { flag, listOption, textOption } from './options.ts';

const days = 28;
const dayMs = 86_400_000;

export interface LiveFlows extends CollectedFlows {
  readonly names: readonly NamedAddress[];
}

export function readLiveFlows(
  args: CommandArguments,
  shell: Shell,
  flows: FlowTable,
  unknown: UnknownItem[],
): Promise<LiveFlows> {
  const end = Date.now();
  return withBehaviour(args, shell, unknown, async (scope) => {
    const collected = await collectFlows(scope, {
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
    });
    const names: NamedAddress[] = [];
    const addresses = addressesOf(flows, collected.sums);
    if (addresses.length > 0)
      for (const region of scope.regions) names.push(...(await readPeerNames(scope, region, addresses)));
    return { ...collected, names };
  });
}

/** With the most bytes first. */
function addressesOf(flows: FlowTable, sums: readonly FlowSum[]): readonly string[] {
  const bytes = new Map<string, number>();
  const count = (sum: FlowSum) => {
    for (const address of [sum.source, sum.destination])
      bytes.set(address, (bytes.get(address) ?? 0) + sum.bytes);
  };
  for (const sum of flows.sums()) count(sum);
  sums.forEach(count);
  return [...bytes].toSorted((a, b) => b[1] - a[1]).map(([address]) => address);
}
