// What a person called normal: the same observation again is not told, and neither is a smaller one of its kind.
import type { Observation } from './observation.ts';

/** What is kept of an observation; plain JSON. */
export interface Acknowledgement {
  readonly mark: string;
  readonly words: string;
  /** Of amounts: up to here is normal now. */
  readonly limit?: number;
  /** Of connection sets: these peers are normal now. */
  readonly peers?: readonly string[];
}

/** Amounts up to this share above an acknowledged one are normal too. */
const headroom = 1.25;

/** Eight letters and digits that name the observation's kind, source, account and Region; the same in the next run. */
export function markOf(one: Observation): string {
  const { id, source, account, region, title, columns } = one;
  const kind =
    'Outlier' in columns
      ? `${title}\0${columns['Metric'] ?? ''}`
      : 'New Connections' in columns
        ? columns['Type']
        : essenceOf(one);
  return hash(`${id}\0${account}\0${region}\0${source}\0${kind}`);
}

/** Without what differs each time: addresses, counts, days. */
function essenceOf({ message, columns }: Observation): string {
  return `${message.replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]*:[0-9a-f:]+\b/gi, 'address').replace(/\d+/g, '0')}\0${columns['Event'] ?? ''}`;
}

export function toAcknowledgement(one: Observation): Acknowledgement {
  const { columns } = one;
  const amount = columns['Outlier'];
  const peers = 'New Connections' in columns ? peersOf(one) : undefined;
  return {
    mark: markOf(one),
    words: `${one.id} ${one.source}: ${one.title}`,
    ...(typeof amount === 'number' ? { limit: amount } : {}),
    ...(peers === undefined ? {} : { peers }),
  };
}

/** Later acknowledgements of the same mark add to the earlier one. */
export function joinAcknowledgements(
  old: Acknowledgement | undefined,
  next: Acknowledgement,
): Acknowledgement {
  if (!old) return next;
  const limit = Math.max(old.limit ?? Number.NEGATIVE_INFINITY, next.limit ?? Number.NEGATIVE_INFINITY);
  const peers = [...new Set([...(old.peers ?? []), ...(next.peers ?? [])])].sort();
  return {
    ...next,
    ...(Number.isFinite(limit) ? { limit } : {}),
    ...(peers.length > 0 ? { peers } : {}),
  };
}

export function withoutAcknowledged(
  observations: readonly Observation[],
  acknowledged: readonly Acknowledgement[],
): readonly Observation[] {
  const byMark = new Map(acknowledged.map((one) => [one.mark, one]));
  return observations.filter((one) => {
    const known = byMark.get(markOf(one));
    if (!known) return true;
    const amount = one.columns['Outlier'];
    if (typeof amount === 'number') return amount > (known.limit ?? 0) * headroom;
    return known.peers !== undefined && peersOf(one).some((peer) => !known.peers?.includes(peer));
  });
}

function peersOf({ columns }: Observation): readonly string[] {
  return `${columns['New Connections'] ?? ''} ${columns['Lost Connections'] ?? ''}`
    .split(' ')
    .filter((peer) => peer !== '');
}

/** FNV-1a, twice: enough to tell the observations of one account apart. */
function hash(text: string): string {
  let one = 0x811c9dc5;
  let two = 0x1000193;
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193);
    two = Math.imul(two ^ text.charCodeAt(i), 0x85ebca6b) ^ (two >>> 13);
  }
  const word = (value: number) => (value >>> 0).toString(36).padStart(7, '0').slice(-4);
  return word(one) + word(two);
}
