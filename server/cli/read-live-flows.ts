// Flow logs of an account for `monitor flows`: few records are fetched, many are added up where they lie.
import { type BehaviourScope, listFunctions } from '../aws/behaviour/open-behaviour.ts';
import {
  type FlowSource,
  listFlowSources,
  readFlowRecords,
  readInterfaces,
} from '../aws/behaviour/read-flow-logs.ts';
import { runAthena, runInsights } from '../aws/behaviour/run-flow-query.ts';
import type { InterfaceFacts } from '../core/monitor/flows/connections.ts';
import { parseFlowFormat } from '../core/monitor/flows/flow-format.ts';
import type { FlowSum, FlowTable } from '../core/monitor/flows/flow-table.ts';
import { athenaQuery, insightsQuery } from '../core/monitor/flows/pushdown.ts';
import type { UnknownItem } from '../core/report/json.ts';
import type { CommandArguments, Shell } from './command.ts';
import { withBehaviour } from './live-behaviour.ts';
import { flag, listOption, textOption } from './options.ts';

const days = 28;
const dayMs = 86_400_000;
/** What is fetched at most. */
const smallBytes = 1e9;
/** US dollars for a gigabyte scanned by Logs Insights, and for a terabyte by Athena, in most Regions. */
const insightsPrice = 0.005;
const athenaPrice = 5;

export interface LiveFlows {
  readonly interfaces: readonly InterfaceFacts[];
  readonly sums: readonly FlowSum[];
  /** Queries that were printed or run. */
  readonly asked: number;
}

export function readLiveFlows(
  args: CommandArguments,
  shell: Shell,
  flows: FlowTable,
  unknown: UnknownItem[],
): Promise<LiveFlows> {
  const wanted = listOption(args, 'function');
  const end = Date.now();
  const range = { start: end - days * dayMs, end };
  return withBehaviour(args, shell, unknown, async (scope) => {
    const interfaces: InterfaceFacts[] = [];
    const sums: FlowSum[] = [];
    let asked = 0;
    for (const region of scope.regions) {
      const functions = await listFunctions(scope, region);
      if (!functions.known) {
        scope.gap(region, functions.gap);
        continue;
      }
      const listed = await readInterfaces(scope, region, functions.value);
      const sources = await listFlowSources(scope, region);
      if (!listed.known) scope.gap(region, listed.gap);
      if (!sources.known) scope.gap(region, sources.gap);
      if (!listed.known || !sources.known) continue;
      const chosen = listed.value.filter(
        (one) => wanted.length === 0 || one.functions.some((name) => wanted.includes(name)),
      );
      interfaces.push(...chosen);
      for (const one of chosen.filter(({ functions: names }) => names.length > 1))
        shell.progress(
          `${one.interfaceId} is shared by ${one.functions.length} functions; a security group of its own tells a function apart: ${one.functions.slice(0, 10).join(', ')}`,
        );
      if (chosen.length === 0) {
        shell.progress(`${region}: no interface of a function`);
        continue;
      }
      if (sources.value.length === 0) {
        const message = `${region}: ${chosen.length} interfaces of functions and no flow log`;
        unknown.push({ id: 'no-flow-log', message });
      }
      for (const source of sources.value) {
        const isSmall = source.kind === 'logs' && (source.storedBytes ?? 0) <= smallBytes;
        if (isSmall) await fetchRecords(scope, region, source, chosen);
        else {
          asked++;
          sums.push(...(await askForSums(scope, region, source, chosen)));
        }
      }
    }
    return { interfaces, sums, asked };
  });

  async function fetchRecords(
    scope: BehaviourScope,
    region: string,
    source: FlowSource,
    chosen: readonly InterfaceFacts[],
  ): Promise<void> {
    flows.nextFile(parseFlowFormat(source.format));
    const ids = chosen.map(({ interfaceId }) => interfaceId);
    const encoder = new TextEncoder();
    const read = await readFlowRecords(
      scope,
      region,
      source,
      ids,
      range,
      (lines) => void flows.add(encoder.encode(lines), true),
    );
    if (read.known) shell.progress(`${region}: ${read.value} records of ${source.destination}`);
    else scope.gap(region, read.gap);
  }

  async function askForSums(
    scope: BehaviourScope,
    region: string,
    source: FlowSource,
    chosen: readonly InterfaceFacts[],
  ): Promise<readonly FlowSum[]> {
    const seconds = {
      start: Math.floor(range.start / 1000),
      end: Math.floor(range.end / 1000),
      interfaceIds: chosen.map(({ interfaceId }) => interfaceId),
    };
    const isLogs = source.kind === 'logs';
    const query = isLogs
      ? insightsQuery(seconds)
      : athenaQuery(
          textOption(args, 'athena-table') ?? 'vpc_flow_logs',
          seconds,
          source.format.includes('flow-direction'),
        );
    if (query === undefined) {
      unknown.push({ id: 'flow-log-not-read', message: `--athena-table is no name of a table` });
      return [];
    }
    const size = source.storedBytes;
    const cost =
      size === undefined ? '' : `: at most ${gigabytes(size)}, ${dollars((size / 1e9) * insightsPrice)}`;
    const where = isLogs ? `${source.destination} in Logs Insights` : `${source.destination} in Athena`;
    if (!flag(args, 'run-query')) {
      await shell.out(`# ${region}, ${where}${cost}; --run-query runs it\n${query}\n`);
      return [];
    }
    shell.progress(`${region}: asking ${where}${cost}`);
    const answer = isLogs
      ? await runInsights(scope, region, source.destination, query, seconds)
      : await runAthena(scope, region, query, textOption(args, 'athena-workgroup') ?? 'primary');
    if (!answer.known) {
      scope.gap(region, answer.gap);
      return [];
    }
    const { bytesScanned, sums } = answer.value;
    const price = isLogs ? (bytesScanned / 1e9) * insightsPrice : (bytesScanned / 1e12) * athenaPrice;
    shell.progress(
      `${region}: ${gigabytes(bytesScanned)} scanned, about ${dollars(price)}; ${sums.length} sums`,
    );
    if (isLogs && sums.length >= 10_000)
      unknown.push({
        id: 'flow-log-not-read',
        message: `${region}: ${source.destination} has more than 10,000 sums: those behind are missing`,
      });
    return sums;
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(3)} GB`;
}

function dollars(amount: number): string {
  return `$${amount < 0.01 ? '<0.01' : amount.toFixed(2)}`.replace('$<', '<$');
}
