import { expect, test } from 'vitest';
import type { FlowEntity } from './flows/flow-entity.ts';
import type { MetricChart } from './metrics/metric-chart.ts';
import {
  type BehaviourReading,
  compareObservations,
  everything,
  findBehaviour,
  functionBehaviours,
  passesFilter,
  toReadObservation,
} from './reading.ts';
import { createCallTally } from './trail/call-tally.ts';
import { functionRole, lambdaAgent, record } from './trail/example.ts';
import { parseTrailEvent } from './trail/trail-event.ts';
import { createTrailWatch } from './trail/watch.ts';

const chart = (region: string): MetricChart => ({
  metric: 'Invocations',
  function: 'orders',
  account: '1',
  region,
  times: [],
  observed: [],
  expected: [],
  low: [],
  high: [],
  outliers: [],
});
const entity: FlowEntity = {
  name: 'billing | orders',
  functions: ['billing', 'orders'],
  interfaceIds: [],
  account: '1',
  region: 'eu-central-1',
  days: 1,
  peers: [],
  peerCount: 0,
  volumes: { times: [], bytesOut: [], bytesIn: [], internalBytesOut: [] },
};

test('what is known of a function is found by its account, Region and name', () => {
  const known = [
    { account: '1', region: 'eu-central-1', name: 'orders' },
    { account: '1', region: 'us-east-1', name: 'orders' },
  ];
  const all = functionBehaviours(known, {
    charts: [chart('us-east-1'), chart('eu-central-1')],
    entities: [entity],
  });
  expect(all.map(({ name, region, charts, entities }) => ({ name, region, charts, entities }))).toEqual([
    { name: 'billing', region: 'eu-central-1', charts: [], entities: [0] },
    { name: 'orders', region: 'eu-central-1', charts: [1], entities: [0] },
    { name: 'orders', region: 'us-east-1', charts: [0], entities: [] },
  ]);
  expect(all[1]).toMatchObject({ calls: null, callers: null, changes: null });
  const reading = { functions: all } as unknown as BehaviourReading;
  expect(findBehaviour(reading, 'arn:aws:lambda:us-east-1:1:function:orders')?.charts).toEqual([0]);
  expect(findBehaviour(reading, 'arn:aws:lambda:us-east-1:2:function:orders')).toBeUndefined();
});

test('a trail gives calls and changes, and no callers where it holds no invocation', () => {
  const tally = createCallTally();
  const watch = createTrailWatch();
  for (const one of [
    record({ name: 'UpdateFunctionCode20150331v2', request: { functionName: 'orders' } }),
    record({
      name: 'CreateUser',
      service: 'iam',
      by: functionRole,
      agent: lambdaAgent,
      at: '2026-11-02T00:00:00Z',
    }),
  ]) {
    const event = parseTrailEvent(one);
    if (!event) throw new Error('no event');
    watch.add(event, true);
    tally.add(event, watch.isByFunction(event));
  }
  const [orders] = functionBehaviours([], {
    charts: [],
    entities: [],
    trail: { tally, changes: watch.changes },
  });
  expect(orders).toMatchObject({ name: 'orders', callers: null, calls: [{ action: 'CreateUser' }] });
  expect(orders?.changes).toHaveLength(1);
  const [made] = watch.observations.map((one) => toReadObservation(one));
  expect(made).toMatchObject({ id: 'identity-made-by-function', source: 'orders' });
  expect(made?.evidence).toMatchObject([
    { event: 'iam:CreateUser', by: 'orders-role/orders', agent: lambdaAgent },
  ]);
  expect(made?.key.startsWith(made.mark)).toBe(true);
  if (!made) throw new Error('no observation');
  const to = made.at + 3_600_000;
  expect(passesFilter(made, everything, to)).toBe(true);
  expect(passesFilter(made, { ...everything, text: 'createuser' }, to)).toBe(true);
  expect(passesFilter(made, { ...everything, text: 'nothing' }, to)).toBe(false);
  expect(passesFilter(made, { ...everything, hours: 1 }, to + 1)).toBe(false);
  expect(passesFilter(made, { ...everything, function: 'billing' }, to)).toBe(false);
  expect(passesFilter({ ...made, severity: 'info' }, { ...everything, least: 'warning' }, to)).toBe(false);
  expect([{ ...made, severity: 'info' as const }, made].sort(compareObservations)[0]).toBe(made);
});
