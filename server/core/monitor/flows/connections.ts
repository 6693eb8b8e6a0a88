// From sums of flow records to who talked to whom: for each interface (or the functions that may stand behind it) and
// day, the peers and the volumes. The interface's own address is found by itself where nobody says it.
import type { FlowSum } from './flow-table.ts';

/** Functions that may use an interface: those with its subnet and security groups. Often more than one. */
export interface InterfaceFacts {
  readonly interfaceId: string;
  readonly addresses: readonly string[];
  readonly functions: readonly string[];
  /** Present where they come from an account. */
  readonly account?: string;
  readonly region?: string;
}

export interface Peer {
  readonly address: string;
  readonly isInternal: boolean;
  bytesOut: number;
  bytesIn: number;
  records: number;
  rejected: number;
  /** Service ports with their protocol, such as `3306/6`. */
  readonly ports: Set<string>;
}

export interface DayOfEntity {
  /** `2026-11-21`, UTC. */
  readonly day: string;
  readonly peers: ReadonlyMap<string, Peer>;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly internalBytesOut: number;
  /** For each hour of the day bytes out, bytes in and internal bytes out: 72 numbers. */
  readonly hours: Float64Array;
}

/** An interface, or the set of functions that share it. */
export interface Entity {
  readonly name: string;
  /** Present where an account says so. */
  readonly account?: string;
  readonly region?: string;
  readonly interfaceIds: readonly string[];
  /** Ascending. */
  readonly days: readonly DayOfEntity[];
}

interface OpenDay {
  readonly day: string;
  readonly peers: Map<string, Peer>;
  bytesOut: number;
  bytesIn: number;
  internalBytesOut: number;
  readonly hours: Float64Array;
}

/** `sums` is gone through twice: once to find own addresses, once to count. */
export function connectionsOf(
  sums: () => Iterable<FlowSum>,
  facts: readonly InterfaceFacts[] = [],
): readonly Entity[] {
  const own = ownAddresses(sums(), facts);
  const places = new Map(facts.map((one) => [one.interfaceId, placeOf(one)] as const));
  const entities = new Map<string, OpenEntity>();
  for (const sum of sums()) {
    const mine = own.get(sum.interfaceId);
    const isOut = sum.direction === 'egress' || (sum.direction === '' && mine?.has(sum.source) === true);
    const address = isOut ? sum.destination : sum.source;
    const place = places.get(sum.interfaceId);
    const name = place?.name ?? (sum.interfaceId || 'unknown interface');
    const key = place ? `${place.account ?? ''}\0${place.region ?? ''}\0${name}` : name;
    let entity = entities.get(key);
    if (!entity) {
      entity = { place: place ?? { name }, interfaceIds: new Set(), days: new Map() };
      entities.set(key, entity);
    }
    entity.interfaceIds.add(sum.interfaceId);
    const day = dayOf(sum.hour);
    let open = entity.days.get(day);
    if (!open) {
      open = {
        day,
        peers: new Map(),
        bytesOut: 0,
        bytesIn: 0,
        internalBytesOut: 0,
        hours: new Float64Array(72),
      };
      entity.days.set(day, open);
    }
    count(open, sum, address, isOut);
  }
  return [...entities.values()]
    .map(({ place, interfaceIds, days }) => ({
      ...place,
      interfaceIds: [...interfaceIds].sort(),
      days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Place = Pick<Entity, 'name' | 'account' | 'region'>;

interface OpenEntity {
  readonly place: Place;
  readonly interfaceIds: Set<string>;
  readonly days: Map<string, OpenDay>;
}

function placeOf({ functions, interfaceId, account, region }: InterfaceFacts): Place {
  return {
    name: functions.length === 0 ? interfaceId : functions.toSorted().join(' | '),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
  };
}

function count(open: OpenDay, sum: FlowSum, address: string, isOut: boolean): void {
  let peer = open.peers.get(address);
  if (!peer) {
    peer = {
      address,
      isInternal: isInternalAddress(address),
      bytesOut: 0,
      bytesIn: 0,
      records: 0,
      rejected: 0,
      ports: new Set(),
    };
    open.peers.set(address, peer);
  }
  peer.records += sum.records;
  if (!sum.accepted) {
    peer.rejected += sum.records;
    return;
  }
  if (sum.port > 0) peer.ports.add(`${sum.port}/${sum.protocol}`);
  const column = Math.floor((sum.hour % 86_400) / 3600) * 3;
  if (isOut) {
    peer.bytesOut += sum.bytes;
    open.bytesOut += sum.bytes;
    open.hours[column] = (open.hours[column] ?? 0) + sum.bytes;
    if (peer.isInternal) {
      open.internalBytesOut += sum.bytes;
      open.hours[column + 2] = (open.hours[column + 2] ?? 0) + sum.bytes;
    }
  } else {
    peer.bytesIn += sum.bytes;
    open.bytesIn += sum.bytes;
    open.hours[column + 1] = (open.hours[column + 1] ?? 0) + sum.bytes;
  }
}

/** An interface's own address is in all of its records; peers are in some. */
function ownAddresses(
  sums: Iterable<FlowSum>,
  facts: readonly InterfaceFacts[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map(
    facts
      .filter(({ addresses }) => addresses.length > 0)
      .map((one) => [one.interfaceId, new Set(one.addresses)] as const),
  );
  const seen = new Map<string, Map<string, number>>();
  for (const { interfaceId, source, destination, records } of sums) {
    if (told.has(interfaceId)) continue;
    let counts = seen.get(interfaceId);
    if (!counts) {
      counts = new Map();
      seen.set(interfaceId, counts);
    }
    counts.set(source, (counts.get(source) ?? 0) + records);
    counts.set(destination, (counts.get(destination) ?? 0) + records);
  }
  const found = new Map<string, ReadonlySet<string>>(told);
  for (const [interfaceId, counts] of seen) {
    const [first, second] = [...counts].sort(
      (a, b) => b[1] - a[1] || Number(isInternalAddress(b[0])) - Number(isInternalAddress(a[0])),
    );
    // Two addresses in all records: one peer only, and nothing tells which is which; the internal one is ours.
    const mine = first && second && first[1] === second[1] && !isInternalAddress(first[0]) ? second : first;
    if (mine) found.set(interfaceId, new Set([mine[0]]));
  }
  return found;
}

/** Private, shared and link-local addresses (RFC 1918, 6598, 3927, 4193, 4291). */
export function isInternalAddress(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|127\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/i.test(
    address,
  );
}

/** Of a time in seconds since 1970. */
function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

const services: Readonly<Record<number, string>> = {
  22: 'ssh',
  25: 'smtp',
  53: 'dns',
  80: 'http',
  123: 'ntp',
  389: 'ldap',
  443: 'https',
  445: 'smb',
  465: 'smtps',
  587: 'submission',
  636: 'ldaps',
  1433: 'mssql',
  1521: 'oracle',
  2049: 'nfs',
  2181: 'zookeeper',
  3306: 'mysql',
  3389: 'rdp',
  5432: 'postgresql',
  5439: 'redshift',
  5672: 'amqp',
  5671: 'amqps',
  6379: 'redis',
  8080: 'http-alt',
  8182: 'neptune',
  8443: 'https-alt',
  9042: 'cassandra',
  9092: 'kafka',
  9094: 'kafka-tls',
  9200: 'elasticsearch',
  11211: 'memcached',
  27017: 'mongodb',
  4444: 'metasploit default',
  6667: 'irc',
  9001: 'tor',
  3333: 'stratum mining',
};

/** `3306 (mysql)`; the number alone where nobody agrees on a name. */
export function portName(port: number): string {
  const name = services[port];
  return name === undefined ? String(port) : `${port} (${name})`;
}
