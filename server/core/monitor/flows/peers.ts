// Everybody an interface talked to over all of its days, the busiest first.
import type { Entity } from './connections.ts';

export interface PeerSum {
  readonly address: string;
  readonly isInternal: boolean;
  bytesOut: number;
  bytesIn: number;
  records: number;
  rejected: number;
  /** Days with a connection that was let through. */
  days: number;
  firstDay: string;
  lastDay: string;
  readonly ports: Set<string>;
}

export function peersOf({ days }: Entity): readonly PeerSum[] {
  const peers = new Map<string, PeerSum>();
  for (const { day, peers: ofDay } of days) {
    for (const [address, peer] of ofDay) {
      let sum = peers.get(address);
      if (!sum) {
        const { isInternal } = peer;
        sum = {
          address,
          isInternal,
          bytesOut: 0,
          bytesIn: 0,
          records: 0,
          rejected: 0,
          days: 0,
          firstDay: day,
          lastDay: day,
          ports: new Set(),
        };
        peers.set(address, sum);
      }
      sum.bytesOut += peer.bytesOut;
      sum.bytesIn += peer.bytesIn;
      sum.records += peer.records;
      sum.rejected += peer.rejected;
      if (peer.records > peer.rejected) sum.days++;
      sum.lastDay = day;
      for (const port of peer.ports) sum.ports.add(port);
    }
  }
  return [...peers.values()].sort((a, b) => b.bytesOut + b.bytesIn - (a.bytesOut + a.bytesIn));
}
