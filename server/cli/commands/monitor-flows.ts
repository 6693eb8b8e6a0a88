// `monitor flows`: who functions talk to and how much, from VPC flow logs in files.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ownGroupTopic, planOwnGroup } from '../../aws/plan-own-group.ts';
import {
  connectionsOf,
  type DayOfEntity,
  type Entity,
  portName,
} from '../../core/monitor/flows/connections.ts';
import {
  entityKey,
  joinEntities,
  readEntityDays,
  writeEntity,
} from '../../core/monitor/flows/flow-baseline.ts';
import { type FlowFormat, parseFlowFormat } from '../../core/monitor/flows/flow-format.ts';
import { observeConnections } from '../../core/monitor/flows/flow-observations.ts';
import { createFlowTable, type FlowSum, type FlowTable } from '../../core/monitor/flows/flow-table.ts';
import { type AddressRanges, namesOfPeers, parseAddressRanges } from '../../core/monitor/flows/peer-names.ts';
import { peersOf } from '../../core/monitor/flows/peers.ts';
import type { UnknownItem } from '../../core/report/json.ts';
import { filesBelow } from '../../platform/read-chunks.ts';
import { readFlows } from '../../platform/read-flows.ts';
import { baselinesOf, withStore } from '../baseline-files.ts';
import type { Command, CommandArguments, Shell } from '../command.ts';
import { flag, formatOption, listOption, textOption, UsageError } from '../options.ts';
import { plannedOptions, plannedWork, runPlanned } from '../planned.ts';
import { printObservations } from '../print-observations.ts';
import { readLiveFlows } from '../read-live-flows.ts';
import { momentOf } from '../since.ts';
import { table } from '../table.ts';

export const command: Command = {
  name: 'monitor flows',
  summary: 'who functions talk to and how much, from VPC flow logs',
  usage: `
lambda-protect monitor flows [--from PATH…] [--baseline PATH…] [--flow-format FORMAT] [--since TIME]
    [--athena-table [DATABASE.]TABLE] [--athena-workgroup NAME] [--run-query] [--ip-ranges FILE]
lambda-protect monitor flows --own-group [--plan|--apply|--undo] --function NAME…

Reads flow logs of versions 2 to 5 as text, plain or gzip: in the default order, with a header line, or in the order of
--flow-format '\${version} \${srcaddr} …'. --baseline are older files that teach and are not judged, or one FILE that is
kept between runs: the days that it holds teach, and only the last of them is judged again.
Without --from it lists the interfaces that Lambda made in the Regions of --region, with the functions that may stand
behind each, and reads four weeks of their flow logs from CloudWatch Logs. Of a log group with more than 1 GB, and of flow logs
in S3, it prints the query that adds up the same sums where the data lies; --run-query starts it, which costs by the bytes scanned.
--own-group plans a security group without rules beside the groups that a function has: it opens and closes nothing, and
gives a function that shares its interfaces interfaces of its own. --plan shows every call, --undo takes it back.
--ip-ranges is AWS's ip-ranges.json, which names public addresses; those of the account are asked for.
Prints the peers of each interface, the days with far more bytes than usual, and new or lost peers of a steady set.
`,
  options: {
    from: { type: 'string', multiple: true },
    baseline: { type: 'string', multiple: true },
    'flow-format': { type: 'string' },
    since: { type: 'string' },
    function: { type: 'string', multiple: true },
    'athena-table': { type: 'string' },
    'athena-workgroup': { type: 'string' },
    'ip-ranges': { type: 'string' },
    'own-group': { type: 'boolean' },
    ...plannedOptions,
    'run-query': { type: 'boolean' },
  },
  async run(args, shell) {
    const work = plannedWork(args);
    if (flag(args, 'own-group') !== (work !== undefined))
      throw new UsageError('--own-group goes with one of --plan, --apply and --undo');
    if (work !== undefined)
      return runPlanned(work, ownGroupTopic, args, shell, (scope) =>
        planOwnGroup(scope, listOption(args, 'function')),
      );
    const from = [...listOption(args, 'from'), ...args.positionals];
    const formatText = textOption(args, 'flow-format');
    let format: FlowFormat | undefined;
    if (formatText !== undefined) {
      format = parseFlowFormat(formatText);
      if (!format) throw new UsageError('--flow-format needs at least srcaddr, dstaddr and bytes');
    }
    const unknown: UnknownItem[] = [];
    const problem = (path: string, reason: string) =>
      void unknown.push({ id: 'flow-log-not-read', message: `${path}: ${reason}` });
    const flows = createFlowTable();
    const baselines = baselinesOf(args, shell);
    let judgedFrom: number | undefined;
    for (const path of filesBelow(baselines.files, problem)) await readFlows(path, flows, format, problem);
    for (const { hour } of flows.sums()) judgedFrom = Math.max(judgedFrom ?? 0, hour);
    const live = from.length === 0 ? await readLiveFlows(args, shell, flows, unknown) : undefined;
    for (const path of filesBelow(
      from.map((one) => resolve(shell.cwd, one)),
      problem,
    )) {
      if (shell.signal.aborted) {
        problem(path, 'stopped before its end');
        break;
      }
      await readFlows(path, flows, format, problem);
    }
    const { counts } = flows;
    const sums = live && live.sums.length > 0 ? () => both(flows, live.sums) : () => flows.sums();
    if (counts.records === 0 && (live?.sums.length ?? 0) === 0) {
      // The way to ask is an answer too.
      if (live && live.asked > 0) return 0;
      for (const { message } of unknown) shell.complain(message);
      shell.complain(`no flow record was found; ${counts.malformed} lines could not be read`);
      return 2;
    }
    if (counts.malformed > 0)
      problem('flow records', `${counts.malformed} lines could not be read and do not count`);
    const read = connectionsOf(sums, live?.interfaces);
    const kept = readKept(baselines.store, read, problem);
    const entities = read.map((one) => joinEntities(one, kept.get(entityKey(one)) ?? []));
    const since = textOption(args, 'since');
    const start =
      since !== undefined
        ? momentOf(since, Date.now())
        : judgedFrom === undefined
          ? undefined
          : judgedFrom * 1000 + 1;
    // The last day that was kept may not have been over.
    const keptTo = [...kept.values()]
      .map((days) => days.at(-1)?.day ?? '')
      .reduce((a, b) => (a > b ? a : b), '');
    const asked = start === undefined ? '' : new Date(start).toISOString().slice(0, 10);
    const day = asked > keptTo ? asked : keptTo;
    const nameOf = namesOfPeers(live?.names ?? [], readRanges(args, shell, problem));
    const observations = observeConnections(entities, day === '' ? undefined : day, nameOf);
    keep(baselines.store, read, problem);
    if (formatOption(args) === 'text') await shell.out(`${peerTable(entities, nameOf)}\n`);
    return printObservations(
      observations,
      unknown,
      { ...counts, connections: flows.size, entities: entities.map((one) => entitySummary(one, nameOf)) },
      args,
      shell,
    );
  },
};

const topic = 'flows';
type Problem = (path: string, reason: string) => void;

function readKept(
  file: string | undefined,
  all: readonly Entity[],
  problem: Problem,
): ReadonlyMap<string, readonly DayOfEntity[]> {
  if (file === undefined) return new Map();
  const read = withStore(
    file,
    problem,
    (store) =>
      new Map(all.map(entityKey).map((key) => [key, readEntityDays(store.get(topic, key))] as const)),
  );
  return read ?? new Map();
}

/** Joined with what is there then: another process may have written meanwhile. */
function keep(file: string | undefined, all: readonly Entity[], problem: Problem): void {
  if (file === undefined) return;
  withStore(file, problem, (store) => {
    for (const one of all)
      store.update(topic, entityKey(one), (old) => writeEntity(joinEntities(one, readEntityDays(old))));
  });
}

function* both(flows: FlowTable, sums: readonly FlowSum[]): Generator<FlowSum> {
  yield* flows.sums();
  yield* sums;
}

const shownPeers = 10;

type NameOf = (address: string) => string;

/** The file that a person fetched from AWS. */
function readRanges(
  args: CommandArguments,
  shell: Shell,
  problem: (path: string, reason: string) => void,
): AddressRanges | undefined {
  const path = textOption(args, 'ip-ranges');
  if (path === undefined) return undefined;
  try {
    const ranges = parseAddressRanges(readFileSync(resolve(shell.cwd, path), 'utf8'));
    if (!ranges) problem(path, "not AWS's ip-ranges.json");
    return ranges;
  } catch (error) {
    problem(path, error instanceof Error && 'code' in error ? String(error.code) : String(error));
    return undefined;
  }
}

function peerTable(entities: readonly Entity[], nameOf: NameOf): string {
  const rows = entities.flatMap((entity) =>
    peersOf(entity)
      .slice(0, shownPeers)
      .map((peer) => [
        entity.name,
        peer.address,
        nameOf(peer.address),
        peer.isInternal ? 'internal' : 'external',
        [...peer.ports]
          .slice(0, 3)
          .map((port) => portName(Number(port.split('/')[0])))
          .join(', '),
        peer.bytesOut,
        peer.bytesIn,
        peer.records,
        peer.rejected,
      ]),
  );
  return table(
    [
      'Source',
      'Connected IP',
      'Name',
      'Type',
      'Connected Port',
      'Bytes To',
      'Bytes From',
      'Records',
      'Rejected',
    ],
    rows,
  );
}

function entitySummary(entity: Entity, nameOf: NameOf) {
  return {
    name: entity.name,
    interfaces: entity.interfaceIds,
    days: entity.days.map(({ day, bytesOut, bytesIn, internalBytesOut, peers }) => ({
      day,
      bytesOut,
      bytesIn,
      internalBytesOut,
      peers: peers.size,
    })),
    peers: peersOf(entity)
      .slice(0, 100)
      .map(({ ports, ...peer }) => ({ ...peer, name: nameOf(peer.address), ports: [...ports].slice(0, 20) })),
  };
}
