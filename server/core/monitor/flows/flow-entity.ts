// An interface, or the functions that share it, as a page shows it: who it talks to, and how much by the hour. Plain
// data without the days' own lists, bounded whatever the traffic.

import { median } from '../statistics.ts';
import { type Entity, portName } from './connections.ts';
import { peersOf } from './peers.ts';

export interface FlowEntity {
  /** A function's name, or those that may stand behind it: `a | b`. */
  readonly name: string;
  /** Empty where nobody says which functions stand behind the interface. */
  readonly functions: readonly string[];
  readonly interfaceIds: readonly string[];
  readonly account: string;
  readonly region: string;
  readonly days: number;
  /** The busiest first. */
  readonly peers: readonly FlowPeer[];
  /** How many there are in all. */
  readonly peerCount: number;
  readonly volumes: FlowVolumes;
}

export interface FlowPeer {
  readonly address: string;
  /** Of a database, endpoint or load balancer, or of a range of AWS; empty where nobody knows. */
  readonly name: string;
  readonly isInternal: boolean;
  /** Such as `3306 (mysql)`. */
  readonly ports: readonly string[];
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly records: number;
  readonly rejected: number;
  /** Days with a connection that was let through. */
  readonly days: number;
  /** `2026-11-21`, UTC. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Bytes an hour; hours without a record are hours of none. */
export interface FlowVolumes {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly bytesOut: readonly number[];
  readonly bytesIn: readonly number[];
  readonly internalBytesOut: readonly number[];
}

/** With whom the bytes of one day went, beside what was usual before. */
export interface PeerOfDay {
  readonly address: string;
  readonly name: string;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** The median of the days before; 0 of a peer that is new. */
  readonly usualOut: number;
  readonly usualIn: number;
}

const shownOfDay = 20;
const keptPeers = 200;
const keptPorts = 10;

export function toFlowEntity(
  entity: Entity,
  place: { readonly account: string; readonly region: string; readonly functions: readonly string[] },
  nameOf: (address: string) => string = () => '',
): FlowEntity {
  const peers = peersOf(entity);
  return {
    name: entity.name,
    functions: place.functions,
    interfaceIds: entity.interfaceIds,
    account: place.account,
    region: place.region,
    days: entity.days.length,
    peers: peers.slice(0, keptPeers).map(({ ports, address, ...peer }) => ({
      ...peer,
      address,
      name: nameOf(address),
      ports: [...ports].slice(0, keptPorts).map((port) => portName(Number(port.split('/')[0]))),
    })),
    peerCount: peers.length,
    volumes: volumesOf(entity),
  };
}

/** The busiest first; of a day without records none. */
export function peersOfDay(
  { days }: Entity,
  day: string,
  nameOf: (address: string) => string = () => '',
): readonly PeerOfDay[] {
  const index = days.findIndex((one) => one.day === day);
  const before = days.slice(0, Math.max(0, index));
  const usual = (address: string, key: 'bytesOut' | 'bytesIn') =>
    before.length === 0 ? 0 : Math.round(median(before.map((one) => one.peers.get(address)?.[key] ?? 0)));
  return [...(days[index]?.peers.values() ?? [])]
    .sort((a, b) => b.bytesOut + b.bytesIn - (a.bytesOut + a.bytesIn))
    .slice(0, shownOfDay)
    .map(({ address, bytesOut, bytesIn }) => ({
      address,
      name: nameOf(address),
      bytesOut,
      bytesIn,
      usualOut: usual(address, 'bytesOut'),
      usualIn: usual(address, 'bytesIn'),
    }));
}

function volumesOf({ days }: Entity): FlowVolumes {
  const times: number[] = [];
  const bytesOut: number[] = [];
  const bytesIn: number[] = [];
  const internalBytesOut: number[] = [];
  for (const { day, hours } of days) {
    const start = Date.parse(`${day}T00:00:00Z`) / 1000;
    for (let hour = 0; hour < 24; hour++) {
      times.push(start + hour * 3600);
      bytesOut.push(hours[hour * 3] ?? 0);
      bytesIn.push(hours[hour * 3 + 1] ?? 0);
      internalBytesOut.push(hours[hour * 3 + 2] ?? 0);
    }
  }
  // The last day is not over: its hours to come are none of no traffic.
  const end = 1 + times.findLastIndex((_, index) => (bytesOut[index] ?? 0) + (bytesIn[index] ?? 0) > 0);
  const trim = (list: readonly number[]) => list.slice(0, end);
  return {
    times: trim(times),
    bytesOut: trim(bytesOut),
    bytesIn: trim(bytesIn),
    internalBytesOut: trim(internalBytesOut),
  };
}
