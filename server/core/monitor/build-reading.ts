// Makes one reading of behaviour out of what comes in: events of a trail, series of metrics, sums of flow records. What
// is older than the range teaches, what lies in it is judged.
import type { Entity, InterfaceFacts } from './flows/connections.ts';
import { type FlowEntity, peersOfDay, toFlowEntity } from './flows/flow-entity.ts';
import { observeConnections } from './flows/flow-observations.ts';
import { type MetricChart, metricChart } from './metrics/metric-chart.ts';
import { observeOutliers } from './metrics/observe-metrics.ts';
import { findOutliers } from './metrics/outliers.ts';
import type { Series } from './metrics/series.ts';
import {
  type BehaviourReading,
  type BehaviourSource,
  behaviourSources,
  compareObservations,
  type FunctionRef,
  functionBehaviours,
  type ReadObservation,
  toReadObservation,
  type UnalarmedFunction,
} from './reading.ts';
import { createCallTally } from './trail/call-tally.ts';
import { emptyHabits, type Habits } from './trail/habits.ts';
import type { TrailEvent } from './trail/trail-event.ts';
import { createTrailWatch, type TrailWatch } from './trail/watch.ts';

export interface ReadingOptions {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly origin: BehaviourReading['origin'];
  readonly pipelines: readonly string[];
}

/** What is usual in a trail, and up to when its events taught it. */
export interface Learned {
  readonly until: number;
  readonly habits: Habits;
}

export interface ReadingBuilder {
  /** Before the events of an account: what was learned of it before, and who its functions are. Of files: not at all. */
  beginTrail(learned: Learned | undefined, functionRoles: readonly string[]): void;
  addEvent(event: TrailEvent): void;
  /** What is usual as of the begin of the range; undefined where there was no event. */
  learned(): Learned | undefined;
  addSeries(series: Series): void;
  /** `interfaces` say which functions may stand behind each; `nameOf` gives the name of an address, or nothing. */
  addConnections(
    entities: readonly Entity[],
    interfaces: readonly InterfaceFacts[],
    nameOf?: (address: string) => string,
  ): void;
  /** `via`: how it is entered, in the words of an audit. */
  addAccount(account: string, via: string): void;
  addFunctions(functions: readonly FunctionRef[]): void;
  addUnalarmed(functions: readonly UnalarmedFunction[]): void;
  addGap(words: string): void;
  /** A source was read, even where nothing came. */
  hasRead(source: BehaviourSource): void;
  /** `readAt`: milliseconds since 1970. */
  finish(end: {
    readonly readAt: number;
    readonly to?: number;
    readonly isStopped: boolean;
  }): BehaviourReading;
}

const dayMs = 86_400_000;
/** Of what came before the range a chart shows so much; of one without an outlier less. */
const shownBeforeMs = 21 * dayMs;
const quietBeforeMs = 7 * dayMs;
/** Charts without an outlier beyond these are left out, and said so. */
const keptCharts = 1000;
const keptObservations = 5000;

export function createReadingBuilder({ from, origin, pipelines }: ReadingOptions): ReadingBuilder {
  const observations: ReadObservation[] = [];
  const charts: MetricChart[] = [];
  const entities: FlowEntity[] = [];
  const functions: FunctionRef[] = [];
  const accounts: { readonly account: string; readonly via: string }[] = [];
  const gaps = new Set<string>();
  const sources = new Set<BehaviourSource>();
  const tally = createCallTally();
  const watches: TrailWatch[] = [];
  let withoutAlarms: UnalarmedFunction[] | undefined;
  /** As text: the habits go on learning. */
  let habits: string | undefined;
  let learnedUntil = Number.NEGATIVE_INFINITY;
  let latest = 0;

  function watch(): TrailWatch {
    const last = watches.at(-1);
    if (last) return last;
    const first = createTrailWatch({ pipelines });
    watches.push(first);
    return first;
  }

  return {
    beginTrail(learned, functionRoles) {
      sources.add('trail');
      // What was learned from the range itself would find nothing new in it.
      const usable = learned !== undefined && learned.until <= from ? learned : undefined;
      const known = usable?.habits ?? emptyHabits();
      watches.push(createTrailWatch({ habits: known, functionRoles, pipelines }));
      habits = undefined;
      learnedUntil = usable?.until ?? Number.NEGATIVE_INFINITY;
    },
    addEvent(event) {
      sources.add('trail');
      const current = watch();
      if (event.at >= from) habits ??= JSON.stringify(current.habits);
      // Old changes are no news, but belong to the timeline: they are judged, and only their observations left out.
      current.add(event, true, event.at >= learnedUntil);
      tally.add(event, current.isByFunction(event));
      latest = Math.max(latest, event.at);
    },
    learned() {
      const current = watches.at(-1);
      if (!current || current.counts.events === 0) return undefined;
      return parseLearned(
        JSON.stringify({ until: from, habits: JSON.parse(habits ?? JSON.stringify(current.habits)) }),
      );
    },
    addSeries(series) {
      sources.add('metrics');
      latest = Math.max(latest, series.points.at(-1)?.at ?? 0);
      // Errors and throttles that never were are most of all series.
      const isFlat = series.points.every(({ value }) => value === 0);
      const outliers = isFlat ? [] : findOutliers(series, { since: from });
      if (outliers.length === 0 && charts.length >= keptCharts) {
        gaps.add(`only ${keptCharts} charts of metrics are kept: name fewer functions for the others`);
        return;
      }
      const chart = charts.length;
      charts.push(
        metricChart(series, outliers, from - (outliers.length === 0 ? quietBeforeMs : shownBeforeMs)),
      );
      for (const one of observeOutliers(outliers)) observations.push(toReadObservation(one, { chart }));
    },
    addConnections(found, interfaces, nameOf) {
      sources.add('flows');
      const places = new Map<Entity, number>();
      for (const one of found) {
        const own = interfaces.filter(({ interfaceId }) => one.interfaceIds.includes(interfaceId));
        const names = [...new Set(own.flatMap((facts) => facts.functions))].sort();
        const { account = '', region = '' } = one;
        places.set(one, entities.length);
        entities.push(toFlowEntity(one, { account, region, functions: names }, nameOf));
        const end = one.days.at(-1)?.day;
        if (end !== undefined) latest = Math.max(latest, Date.parse(`${end}T00:00:00Z`) + dayMs);
      }
      const day = new Date(Math.max(0, from)).toISOString().slice(0, 10);
      for (const [one, entity] of places)
        for (const observation of observeConnections([one], day, nameOf))
          observations.push(
            toReadObservation(observation, {
              entity,
              peersOfDay: peersOfDay(one, new Date(observation.at).toISOString().slice(0, 10), nameOf),
            }),
          );
    },
    addAccount: (account, via) => void accounts.push({ account, via }),
    addFunctions: (more) => void functions.push(...more),
    addUnalarmed(more) {
      withoutAlarms = [...(withoutAlarms ?? []), ...more];
    },
    addGap: (words) => void gaps.add(words),
    hasRead: (source) => void sources.add(source),
    finish({ readAt, to = latest, isStopped }) {
      for (const one of watches)
        observations.push(
          ...one.observations.filter(({ at }) => at >= from).map((found) => toReadObservation(found)),
        );
      const sorted = unique(observations).sort(compareObservations);
      if (sorted.length > keptObservations)
        gaps.add(`${sorted.length} observations, of which the worst ${keptObservations} are kept`);
      const trail = { tally, changes: watches.flatMap(({ changes }) => changes) };
      return {
        version: 1,
        readAt,
        from,
        to,
        origin,
        accounts,
        sources: behaviourSources.filter((one) => sources.has(one)),
        observations: sorted.slice(0, keptObservations),
        functions: functionBehaviours(functions, {
          charts,
          entities,
          ...(sources.has('trail') ? { trail } : {}),
        }),
        charts,
        entities,
        withoutAlarms: withoutAlarms?.toSorted((a, b) => (a.lastModified < b.lastModified ? 1 : -1)),
        gaps: [...gaps],
        isStopped,
      };
    },
  };
}

/** Two of a kind at one moment are one to a person. */
function unique(all: readonly ReadObservation[]): ReadObservation[] {
  return [...new Map(all.map((one) => [one.key, one])).values()];
}

/** Undefined where the text is none that `learned` gave. */
export function parseLearned(text: string): Learned | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('until' in value) || !('habits' in value))
      return undefined;
    const { until, habits } = value;
    const isHabits =
      typeof habits === 'object' &&
      habits !== null &&
      'version' in habits &&
      habits.version === emptyHabits().version &&
      'callers' in habits &&
      'changers' in habits;
    return isHabits && typeof until === 'number' ? { until, habits: habits as Habits } : undefined;
  } catch {
    return undefined;
  }
}
