// Connection sets and volumes on modelled flow logs: functions with steady peers, with changing addresses of public
// services, with a nightly export, and with little traffic; then a new peer, a scan, and a day on which data leaves.
import { connectionsOf } from '../../server/core/monitor/flows/connections.ts';
import { createFlowTable } from '../../server/core/monitor/flows/flow-table.ts';
import { type FlowObservation, observeFlows } from '../../server/core/monitor/flows/observations.ts';
import { createChance } from './chance.ts';
import { share } from './measure-metrics.ts';

interface FlowKind {
  readonly name: string;
  readonly peers: readonly string[];
  /** Share of the records that go to ever other public addresses. */
  readonly roaming: number;
  readonly bytes: number;
  readonly spread: number;
  /** Share of the days without traffic. */
  readonly idle: number;
}

const kinds: readonly FlowKind[] = [
  {
    name: 'database',
    peers: ['10.0.10.193', '10.0.12.134'],
    roaming: 0,
    bytes: 20_000,
    spread: 0.4,
    idle: 0,
  },
  {
    name: 'database and public service',
    peers: ['10.0.10.193'],
    roaming: 0.5,
    bytes: 20_000,
    spread: 0.5,
    idle: 0,
  },
  {
    name: 'one public partner',
    peers: ['192.0.2.20', '10.0.0.2'],
    roaming: 0,
    bytes: 5_000,
    spread: 0.6,
    idle: 0.02,
  },
  {
    name: 'weekdays only',
    peers: ['10.0.10.7', '10.0.10.8'],
    roaming: 0,
    bytes: 60_000,
    spread: 0.3,
    idle: 0.28,
  },
  { name: 'wild volumes', peers: ['10.0.10.9'], roaming: 0, bytes: 30_000, spread: 1.2, idle: 0 },
];

const injections = ['new internal peer', 'new external peer', 'data leaves', 'quiet'] as const;
const days = 120;
const injectedDay = 100;
const start = Date.UTC(2026, 5, 1) / 1000;

function linesOf(kind: FlowKind, seed: number, injected: (typeof injections)[number]): string {
  const chance = createChance(seed);
  const lines: string[] = [];
  for (let day = 0; day < days; day++) {
    const isOdd = day === injectedDay;
    if (chance.next() < kind.idle && !isOdd) continue;
    const ofDay = kind.bytes * Math.exp(kind.spread * chance.normal());
    for (let n = 0; n < 40; n++) {
      const roams = chance.next() < kind.roaming;
      const peer = roams
        ? `52.216.${chance.below(200)}.${chance.below(250)}`
        : (kind.peers[n % kind.peers.length] ?? '');
      const at = start + day * 86_400 + n * 2_000;
      put(at, peer, 3306, ofDay * (0.5 + chance.next()) * (isOdd && injected === 'data leaves' ? 40 : 1));
    }
    if (isOdd && injected === 'new internal peer') put(start + day * 86_400 + 5, '10.0.255.29', 22, 4_000);
    if (isOdd && injected === 'new external peer') put(start + day * 86_400 + 5, '203.0.113.66', 443, 9_000);
    // A scan from outside that is turned away is on every day.
    lines.push(
      `2 111122223333 eni-1 198.51.100.${day} 10.0.11.233 40000 23 6 1 40 ${start + day * 86_400} ${start + day * 86_400 + 60} REJECT OK`,
    );
  }
  return `${lines.join('\n')}\n`;

  function put(at: number, peer: string, port: number, bytes: number): void {
    const port2 = 32_768 + chance.below(20_000);
    const size = Math.round(bytes);
    lines.push(
      `2 111122223333 eni-1 10.0.11.233 ${peer} ${port2} ${port} 6 20 ${size} ${at} ${at + 60} ACCEPT OK`,
    );
    lines.push(
      `2 111122223333 eni-1 ${peer} 10.0.11.233 ${port} ${port2} 6 20 ${Math.round(size / 10)} ${at} ${at + 60} ACCEPT OK`,
    );
  }
}

function observe(text: string): readonly FlowObservation[] {
  const table = createFlowTable();
  table.nextFile();
  table.add(new TextEncoder().encode(text), true);
  return observeFlows(connectionsOf(() => table.sums()));
}

export function measureFlows(seeds: readonly number[]): readonly string[] {
  const dayName = new Date((start + injectedDay * 86_400) * 1000).toISOString().slice(0, 10);
  const found = new Map<string, [hit: number, all: number]>();
  let wrong = 0;
  let right = 0;
  let quietCount = 0;
  for (const kind of kinds) {
    for (const seed of seeds) {
      for (const injected of injections) {
        const seen = observe(linesOf(kind, seed, injected));
        const onDay = seen.filter(({ day }) => day === dayName && injected !== 'quiet');
        wrong += seen.length - onDay.length;
        right += onDay.length;
        if (injected === 'quiet') {
          quietCount += seen.length;
          continue;
        }
        const [hit, all] = found.get(injected) ?? [0, 0];
        const isHit = onDay.some(
          (one) => (injected === 'data leaves') === (one.kind === 'historical-outlier'),
        );
        found.set(injected, [hit + Number(isHit), all + 1]);
      }
    }
  }
  const months = (kinds.length * seeds.length * days) / 30;
  return [
    `Found: ${[...found].map(([name, [hit, all]]) => `${name} ${hit} of ${all}`).join(', ')} (public addresses that change daily hide a new external peer on purpose).`,
    `Precision ${share(right, right + wrong)} of ${right + wrong} observations; on quiet traffic ${(quietCount / months).toFixed(2)} observations for each function and month.`,
  ];
}
