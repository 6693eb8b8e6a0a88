// What is unusual in who a function talks to and how much: peers that are new or gone where the set was steady, and
// days with far more bytes than before. A function is a creature of habit; one that is not gives no observation.
import { median, robustSpread, studentTail } from '../statistics.ts';
import type { DayOfEntity, Entity } from './connections.ts';

export interface ConnectionDeviation {
  readonly kind: 'static-connection-set-deviation';
  readonly entity: Entity;
  readonly day: string;
  readonly type: 'internal' | 'external';
  readonly normal: readonly string[];
  readonly new: readonly string[];
  readonly lost: readonly string[];
  readonly historyLengthDays: number;
}

export interface VolumeOutlier {
  readonly kind: 'historical-outlier';
  readonly entity: Entity;
  readonly day: string;
  readonly metric: 'Bytes Out' | 'Bytes In' | 'Internal Bytes Out';
  readonly expected: number;
  readonly observed: number;
  readonly probability: number;
  readonly sampleSize: number;
}

export type FlowObservation = ConnectionDeviation | VolumeOutlier;

/** Days that a habit takes to be one. */
const minimumHistoryDays = 7;
const maximumHistoryDays = 60;
/** Days without any peer of a type before the first one is news. */
const firstAfterDays = 14;
/** A peer of this share of the days with traffic is a normal one; a steady set has hardly any other. */
const usualShare = 0.5;
const steadyShare = 0.8;
const volumeProbability = 0.005;
const minimumVolumeRatio = 3;
const minimumVolumeBytes = 1_000_000;
const degreesOfFreedom = 6;

/** Days from `since` on are judged by the days before each. */
export function observeFlows(entities: readonly Entity[], since?: string): readonly FlowObservation[] {
  return entities.flatMap((entity) =>
    entity.days.flatMap((day, index): FlowObservation[] => {
      const history = entity.days.slice(Math.max(0, index - maximumHistoryDays), index);
      if ((since !== undefined && day.day < since) || history.length < minimumHistoryDays) return [];
      const isLast = index === entity.days.length - 1;
      return [
        ...deviation(entity, day, history, 'internal', isLast),
        ...deviation(entity, day, history, 'external', isLast),
        ...volumes(entity, day, history),
      ];
    }),
  );
}

function peersOf(day: DayOfEntity, type: 'internal' | 'external'): string[] {
  // A scan from outside that was turned away is no connection.
  return [...day.peers.values()]
    .filter((peer) => peer.isInternal === (type === 'internal') && peer.records > peer.rejected)
    .map(({ address }) => address);
}

function deviation(
  entity: Entity,
  day: DayOfEntity,
  history: readonly DayOfEntity[],
  type: 'internal' | 'external',
  isLast: boolean,
): FlowObservation[] {
  const daysSeen = new Map<string, number>();
  for (const past of history)
    for (const peer of peersOf(past, type)) daysSeen.set(peer, (daysSeen.get(peer) ?? 0) + 1);
  const active = history.filter((past) => peersOf(past, type).length > 0).length;
  // Never a peer of this type: the first one is the clearest news there is.
  const isFirst = active === 0 && history.length >= firstAfterDays;
  if (active < minimumHistoryDays && !isFirst) return [];
  const normal = [...daysSeen].filter(([, count]) => count >= active * usualShare).map(([peer]) => peer);
  // Most of what was ever seen must be usual, or the set is not a steady one: addresses of a public service change daily.
  if (!isFirst && (normal.length === 0 || normal.length < daysSeen.size * steadyShare)) return [];
  const today = new Set(peersOf(day, type));
  const fresh = [...today].filter((peer) => !daysSeen.has(peer)).sort();
  // The last day may not be over, and a day without traffic loses everybody.
  const lost =
    isLast || today.size === 0
      ? []
      : normal
          .filter((peer) => !today.has(peer) && (daysSeen.get(peer) ?? 0) >= active * 0.95 && active >= 14)
          .sort();
  if (fresh.length === 0 && lost.length === 0) return [];
  return [
    {
      kind: 'static-connection-set-deviation',
      entity,
      day: day.day,
      type,
      normal: normal.sort(),
      new: fresh,
      lost,
      historyLengthDays: history.length,
    },
  ];
}

const metrics = [
  ['Bytes Out', (day: DayOfEntity) => day.bytesOut],
  ['Bytes In', (day: DayOfEntity) => day.bytesIn],
  ['Internal Bytes Out', (day: DayOfEntity) => day.internalBytesOut],
] as const;

function volumes(entity: Entity, day: DayOfEntity, history: readonly DayOfEntity[]): FlowObservation[] {
  return metrics.flatMap(([metric, read]): FlowObservation[] => {
    const past = history.map(read);
    const observed = read(day);
    const logs = past.map(Math.log1p);
    const centre = median(logs);
    const expected = Math.expm1(centre);
    if (observed < expected * minimumVolumeRatio || observed - expected < minimumVolumeBytes) return [];
    if (observed <= Math.max(...past)) return [];
    const spread = Math.max(robustSpread(logs, centre), 0.15);
    const probability = studentTail((Math.log1p(observed) - centre) / spread, degreesOfFreedom);
    if (probability >= volumeProbability) return [];
    return [
      {
        kind: 'historical-outlier',
        entity,
        day: day.day,
        metric,
        expected,
        observed,
        probability,
        sampleSize: past.length,
      },
    ];
  });
}
