// Who an interface talked to, day by day, as it is kept between runs: bounded whatever the traffic, so that what is usual
// is known although the records of those days are no longer there.
import type { DayOfEntity, Entity, Peer } from './connections.ts';

/** Days that are looked at, and some more. */
const keptDays = 90;
/** Of a day; those with the most bytes. */
const keptPeers = 300;
const keptPorts = 20;

/** Names the entity in a store. */
export function entityKey({ account = '', region = '', name }: Entity): string {
  return [account, region, name].join('\0');
}

const recordsOf = ({ peers }: DayOfEntity) =>
  [...peers.values()].reduce((sum, { records }) => sum + records, 0);

/** Days of both; of one that both have, the one with more records, as the other was a part of it. */
export function joinEntities(entity: Entity, kept: readonly DayOfEntity[]): Entity {
  const days = new Map(kept.map((one) => [one.day, one]));
  for (const day of entity.days) {
    const old = days.get(day.day);
    if (!old || recordsOf(day) >= recordsOf(old)) days.set(day.day, day);
  }
  return { ...entity, days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) };
}

export function writeEntity({ days }: Entity): string {
  return JSON.stringify({
    version: 1,
    days: days.slice(-keptDays).map(({ day, bytesOut, bytesIn, internalBytesOut, peers }) => ({
      day,
      sums: [bytesOut, bytesIn, internalBytesOut],
      peers: [...peers.values()]
        .toSorted((a, b) => b.bytesOut + b.bytesIn - (a.bytesOut + a.bytesIn))
        .slice(0, keptPeers)
        .map((one) => [
          one.address,
          Number(one.isInternal),
          one.bytesOut,
          one.bytesIn,
          one.records,
          one.rejected,
          [...one.ports].slice(0, keptPorts).join(' '),
        ]),
    })),
  });
}

/** Empty where the text is of another version or broken. */
export function readEntityDays(text: string | undefined): readonly DayOfEntity[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== 1) return [];
  if (!('days' in value) || !Array.isArray(value.days)) return [];
  return value.days.flatMap((one: unknown): DayOfEntity[] => {
    const { day, sums, peers }: Readonly<Record<string, unknown>> = Object(one);
    if (typeof day !== 'string' || !Array.isArray(sums) || !Array.isArray(peers)) return [];
    const [bytesOut = 0, bytesIn = 0, internalBytesOut = 0] = sums.map(Number);
    const known = peers.flatMap(toPeer).map((peer) => [peer.address, peer] as const);
    // Volumes by the hour are not kept.
    return [{ day, bytesOut, bytesIn, internalBytesOut, hours: new Float64Array(72), peers: new Map(known) }];
  });
}

function toPeer(given: unknown): readonly Peer[] {
  if (!Array.isArray(given)) return [];
  const [address, isInternal, bytesOut, bytesIn, records, rejected, ports]: readonly unknown[] = given;
  if (typeof address !== 'string') return [];
  return [
    {
      address,
      isInternal: isInternal === 1,
      bytesOut: Number(bytesOut) || 0,
      bytesIn: Number(bytesIn) || 0,
      records: Number(records) || 0,
      rejected: Number(rejected) || 0,
      ports: new Set(typeof ports === 'string' && ports !== '' ? ports.split(' ') : []),
    },
  ];
}
