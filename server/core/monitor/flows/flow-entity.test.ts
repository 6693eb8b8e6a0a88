import { expect, test } from 'vitest';
import { connectionsOf } from './connections.ts';
import { peersOfDay, toFlowEntity } from './flow-entity.ts';
import type { FlowSum } from './flow-table.ts';

const day = Date.parse('2026-11-20T00:00:00Z') / 1000;
const sum = (hour: number, given: Partial<FlowSum>): FlowSum => ({
  interfaceId: 'eni-1',
  source: '10.0.0.5',
  destination: '10.0.0.9',
  port: 3306,
  protocol: 6,
  accepted: true,
  direction: '',
  hour: day + hour * 3600,
  records: 1,
  packets: 1,
  bytes: 100,
  ...given,
});

test('an entity has its peers with ports and days, and its bytes by the hour, up to the last one', () => {
  const sums = [
    sum(1, {}),
    sum(1, { source: '10.0.0.9', destination: '10.0.0.5', bytes: 7 }),
    sum(2, { destination: '198.51.100.7', port: 443, bytes: 30 }),
    sum(26, {}),
    sum(26, { source: '203.0.113.9', destination: '10.0.0.5', port: 22, accepted: false }),
  ];
  const facts = [{ interfaceId: 'eni-1', addresses: ['10.0.0.5'], functions: ['orders'] }];
  const [entity] = connectionsOf(() => sums, facts);
  if (!entity) throw new Error('no entity');
  const shown = toFlowEntity(entity, { account: '1', region: 'r', functions: ['orders'] }, (address) =>
    address === '10.0.0.9' ? 'database orders' : '',
  );
  expect(shown).toMatchObject({ name: 'orders', days: 2, peerCount: 3, interfaceIds: ['eni-1'] });
  expect(shown.peers[0]).toMatchObject({
    address: '10.0.0.9',
    name: 'database orders',
    ports: ['3306 (mysql)'],
    bytesOut: 200,
    bytesIn: 7,
    days: 2,
    firstDay: '2026-11-20',
    lastDay: '2026-11-21',
  });
  expect(shown.peers.find(({ address }) => address === '203.0.113.9')).toMatchObject({
    days: 0,
    rejected: 1,
  });
  expect(shown.volumes.times).toHaveLength(27);
  expect(shown.volumes.bytesOut.slice(0, 4)).toEqual([0, 100, 30, 0]);
  expect(shown.volumes.internalBytesOut.slice(0, 3)).toEqual([0, 100, 0]);
  expect(shown.volumes.bytesIn[1]).toBe(7);
  expect(peersOfDay(entity, '2026-11-21')).toEqual([
    { address: '10.0.0.9', name: '', bytesOut: 100, bytesIn: 0, usualOut: 100, usualIn: 7 },
    { address: '203.0.113.9', name: '', bytesOut: 0, bytesIn: 0, usualOut: 0, usualIn: 0 },
  ]);
  expect(peersOfDay(entity, '2026-11-22')).toEqual([]);
});
