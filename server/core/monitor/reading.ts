// One reading of behaviour, from an account or from files: observations, what is usual of each function, and what could
// not be read. Plain data, so that it can go from a thread to the editor and lie on disk until the next start.
import { compareSeverity, type Severity } from '../finding/finding.ts';
import { markOf } from './acknowledge.ts';
import type { FlowEntity, PeerOfDay } from './flows/flow-entity.ts';
import type { MetricChart } from './metrics/metric-chart.ts';
import type { MissingAlarms } from './metrics/missing-alarms.ts';
import type { Observation } from './observation.ts';
import type { CallCount, CallerCount, CallTally } from './trail/call-tally.ts';
import type { FunctionChange } from './trail/changes.ts';

export const behaviourSources = ['trail', 'metrics', 'flows'] as const;
export type BehaviourSource = (typeof behaviourSources)[number];

export interface BehaviourReading {
  /** Of this shape. */
  readonly version: 1;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** What is judged; older records teach. */
  readonly from: number;
  readonly to: number;
  readonly origin: 'account' | 'files';
  /** How each account is entered, in the words of an audit. */
  readonly accounts: readonly { readonly account: string; readonly via: string }[];
  readonly sources: readonly BehaviourSource[];
  readonly observations: readonly ReadObservation[];
  readonly functions: readonly FunctionBehaviour[];
  readonly charts: readonly MetricChart[];
  readonly entities: readonly FlowEntity[];
  /** The latest changed first; undefined where alarms were not looked for. */
  readonly withoutAlarms: readonly UnalarmedFunction[] | undefined;
  /** What could not be read, in words with the permission that is missing. */
  readonly gaps: readonly string[];
  /** Stopped by a person before its end. */
  readonly isStopped: boolean;
}

export interface ReadObservation extends Observation {
  /** Unique in the reading, and the same for the same observation in the next one. */
  readonly key: string;
  readonly mark: string;
  /** Indexes of `charts` and `entities`. */
  readonly chart?: number;
  readonly entity?: number;
  /** Of flow logs. */
  readonly peersOfDay?: readonly PeerOfDay[];
}

export interface FunctionRef {
  /** Account and Region are empty where files do not say. */
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

export interface UnalarmedFunction extends FunctionRef, MissingAlarms {}

export interface FunctionBehaviour extends FunctionRef {
  /** Null where no trail was read that holds invocations. */
  readonly callers: readonly CallerCount[] | null;
  /** Null where no trail was read. */
  readonly calls: readonly CallCount[] | null;
  /** The latest first; null where no trail was read. */
  readonly changes: readonly FunctionChange[] | null;
  /** Indexes of the reading's lists. */
  readonly charts: readonly number[];
  readonly entities: readonly number[];
}

const keptCounts = 200;
const keptChanges = 200;

export function toReadObservation(
  one: Observation,
  more: Pick<ReadObservation, 'chart' | 'entity' | 'peersOfDay'> = {},
): ReadObservation {
  const mark = markOf(one);
  return { ...one, ...more, mark, key: `${mark}-${one.at.toString(36)}` };
}

/** `known`: functions that the account says there are; those that only records name are added. */
export function functionBehaviours(
  known: readonly FunctionRef[],
  {
    charts,
    entities,
    trail,
  }: {
    readonly charts: readonly MetricChart[];
    readonly entities: readonly FlowEntity[];
    readonly trail?: { readonly tally: CallTally; readonly changes: readonly FunctionChange[] };
  },
): readonly FunctionBehaviour[] {
  const all = new Map<string, FunctionRef>();
  const add = ({ account, region, name }: FunctionRef) => {
    // A call of a function bears no Region of its own: where the account knows better, that counts.
    if (
      name === '' ||
      name === '-' ||
      [...namesakes(all, name)].some((one) => covers(one, { account, region }))
    )
      return;
    all.set(`${account}\0${region}\0${name}`, { account, region, name });
  };
  for (const one of known) all.set(`${one.account}\0${one.region}\0${one.name}`, one);
  for (const { account, region, function: name } of charts) add({ account, region, name });
  for (const { account, region, functions } of entities)
    for (const name of functions) add({ account, region, name });
  for (const { account, region, function: name } of trail?.changes ?? []) add({ account, region, name });
  for (const { account, name } of trail?.tally.callers ?? []) add({ account, region: '', name });
  const isOf = (one: FunctionRef, of: FunctionRef) =>
    one.name === of.name &&
    (one.region === of.region || one.region === '') &&
    (one.account === of.account || one.account === '');
  return [...all.values()]
    .map((ref): FunctionBehaviour => {
      const { account, region, name } = ref;
      return {
        ...ref,
        callers: trail?.tally.hasInvocations
          ? trail.tally.callersOf(account, region, name).slice(0, keptCounts)
          : null,
        calls: trail ? trail.tally.callsOf(account, name).slice(0, keptCounts) : null,
        changes: trail
          ? trail.changes
              .filter((one) => isOf({ account: one.account, region: one.region, name: one.function }, ref))
              .slice(-keptChanges)
              .toReversed()
          : null,
        charts: charts.flatMap((one, index) => (isOf({ ...one, name: one.function }, ref) ? [index] : [])),
        entities: entities.flatMap((one, index) =>
          one.functions.some((other) => isOf({ ...one, name: other }, ref)) ? [index] : [],
        ),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function* namesakes(all: ReadonlyMap<string, FunctionRef>, name: string): Generator<FunctionRef> {
  for (const one of all.values()) if (one.name === name) yield one;
}

function covers(known: FunctionRef, given: { readonly account: string; readonly region: string }): boolean {
  return (
    (given.account === '' || known.account === '' || known.account === given.account) &&
    (given.region === '' || known.region === '' || known.region === given.region)
  );
}

export interface ObservationFilter {
  /** In what a person reads of it; empty: all. */
  readonly text: string;
  readonly least: Severity;
  /** A detector's id; empty: all. */
  readonly type: string;
  readonly function: string;
  /** Before the end of the reading; 0: all. */
  readonly hours: number;
}

export const everything: ObservationFilter = { text: '', least: 'hint', type: '', function: '', hours: 0 };

export function passesFilter(one: Observation, filter: ObservationFilter, to: number): boolean {
  const { text, least, type, function: name, hours } = filter;
  if (compareSeverity(one.severity, least) > 0) return false;
  if (type !== '' && one.id !== type) return false;
  if (name !== '' && one.source !== name) return false;
  if (hours > 0 && one.at < to - hours * 3_600_000) return false;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  const words = [one.id, one.title, one.message, one.source, one.region, ...Object.values(one.columns)];
  return words.join(' ').toLowerCase().includes(wanted);
}

/** The worst first, of these the latest. */
export function compareObservations(a: Observation, b: Observation): number {
  return compareSeverity(a.severity, b.severity) || b.at - a.at;
}

/** Of the function that an ARN of Lambda names. */
export function findBehaviour({ functions }: BehaviourReading, arn: string): FunctionBehaviour | undefined {
  const [, , , region = '', account = '', , name = ''] = arn.split(':');
  return functions.find((one) => one.name === name && covers(one, { account, region }));
}

/**
 * Whose observation it is. Calls on global services are recorded in another Region than the function's: where only one
 * function bears the name, it is meant. Undefined for interfaces, for sets of functions and for people.
 */
export function functionOfObservation(
  { source, account, region }: Observation,
  reading: BehaviourReading,
): FunctionBehaviour | undefined {
  const namesakes = (byName(reading).get(source) ?? []).filter(
    (one) => account === '' || one.account === '' || one.account === account,
  );
  return (
    namesakes.find((one) => one.region === region) ?? (namesakes.length === 1 ? namesakes[0] : undefined)
  );
}

/** Asked for each observation of a view: thousands, among thousands of functions. */
const indexes = new WeakMap<BehaviourReading, ReadonlyMap<string, readonly FunctionBehaviour[]>>();

function byName(reading: BehaviourReading): ReadonlyMap<string, readonly FunctionBehaviour[]> {
  const known = indexes.get(reading);
  if (known) return known;
  const index = new Map<string, FunctionBehaviour[]>();
  for (const one of reading.functions) {
    const list = index.get(one.name);
    if (list) list.push(one);
    else index.set(one.name, [one]);
  }
  indexes.set(reading, index);
  return index;
}
