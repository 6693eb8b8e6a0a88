import { expect, test } from 'vitest';
import { createReadingBuilder, parseLearned } from './build-reading.ts';
import { connectionsOf } from './flows/connections.ts';
import type { FlowSum } from './flows/flow-table.ts';
import { functionRole, lambdaAgent, person, record, usualDeployments } from './trail/example.ts';
import { parseTrailEvent, type TrailEvent } from './trail/trail-event.ts';

const hour = 3_600_000;
const from = Date.parse('2026-11-14T00:00:00Z');
const to = Date.parse('2026-11-21T00:00:00Z');

const events = (records: readonly unknown[]): readonly TrailEvent[] =>
  records.flatMap((one) => parseTrailEvent(one) ?? []);

const usual = events(usualDeployments);
const daily = events(
  Array.from({ length: 28 }, (_, n) =>
    record({
      name: 'GetParameter',
      service: 'ssm',
      by: functionRole,
      agent: lambdaAgent,
      readOnly: true,
      at: new Date(to - (28 - n) * 24 * hour).toISOString(),
    }),
  ),
);
const firstCall = events([
  record({
    name: 'CreateSnapshot',
    service: 'ec2',
    by: functionRole,
    agent: lambdaAgent,
    at: '2026-11-20T10:00:00Z',
  }),
]);

const builder = () => createReadingBuilder({ from, origin: 'account', pipelines: [] });
const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id);

test('what is older than the range teaches, and is in the timeline', () => {
  const made = builder();
  made.beginTrail(undefined, []);
  for (const event of [
    ...usual,
    ...events([
      record({
        name: 'UpdateFunctionCode20150331v2',
        by: person,
        at: '2026-11-01T00:00:00Z',
        request: { functionName: 'orders' },
      }),
    ]),
    ...daily,
    ...firstCall,
  ].toSorted((a, b) => a.at - b.at))
    made.addEvent(event);
  const reading = made.finish({ readAt: to, to, isStopped: false });
  expect(ids(reading.observations)).toEqual(['first-action']);
  expect(reading.functions[0]).toMatchObject({
    name: 'orders',
    calls: [{ action: 'GetParameter', count: 28 }, {}],
  });
  expect(reading.functions[0]?.changes?.[0]).toMatchObject({ by: 'maria', way: 'unusual' });
  expect(reading.sources).toEqual(['trail']);
  expect(reading.withoutAlarms).toBeUndefined();
});

test('what was learned before is not learned twice, and nothing of the range is in it', () => {
  const first = builder();
  first.beginTrail(undefined, []);
  for (const event of [...daily, ...firstCall].toSorted((a, b) => a.at - b.at)) first.addEvent(event);
  const learned = first.learned();
  expect(learned?.until).toBe(from);
  const actions = Object.values(learned?.habits.callers ?? {})[0]?.actions;
  expect(actions?.['ssm:GetParameter']?.count).toBe(21);
  expect(actions?.['ec2:CreateSnapshot']).toBeUndefined();

  const again = builder();
  again.beginTrail(parseLearned(JSON.stringify(learned)), []);
  for (const event of [...daily, ...firstCall].toSorted((a, b) => a.at - b.at)) again.addEvent(event);
  expect(again.learned()).toEqual(learned);
  expect(ids(again.finish({ readAt: to, to, isStopped: false }).observations)).toEqual(['first-action']);

  // A longer range than before begins where the store knows too much: it is learned anew.
  const longer = createReadingBuilder({ from: from - 24 * hour, origin: 'account', pipelines: [] });
  longer.beginTrail(learned, []);
  for (const event of daily) longer.addEvent(event);
  expect(Object.values(longer.learned()?.habits.callers ?? {})[0]?.actions['ssm:GetParameter']?.count).toBe(
    20,
  );
  expect(parseLearned('{"until":1}')).toBeUndefined();
  expect(parseLearned('no')).toBeUndefined();
});

test('an outlier leads to its chart, a new peer to its connections', () => {
  const made = builder();
  made.addSeries({
    metric: 'Invocations',
    function: 'orders',
    account: '1',
    region: 'r',
    points: Array.from({ length: 40 * 24 }, (_, n) => {
      const at = to - (40 * 24 - n) * hour;
      return { at, value: n === 40 * 24 - 30 ? 4000 : 100 + (n % 7) };
    }),
  });
  const sums = Array.from(
    { length: 30 },
    (_, day): FlowSum => ({
      interfaceId: 'eni-1',
      source: '10.0.0.5',
      destination: day === 28 ? '10.0.255.29' : '10.0.10.193',
      port: 3306,
      protocol: 6,
      accepted: true,
      direction: '',
      hour: to / 1000 - (30 - day) * 86_400,
      records: 1,
      packets: 1,
      bytes: 100,
    }),
  );
  const interfaces = [
    { interfaceId: 'eni-1', addresses: ['10.0.0.5'], functions: ['orders'], account: '1', region: 'r' },
  ];
  made.addConnections(
    connectionsOf(() => sums, interfaces),
    interfaces,
    (address) => (address === '10.0.255.29' ? 'RDS stock' : ''),
  );
  made.addFunctions([
    { account: '1', region: 'r', name: 'orders' },
    { account: '1', region: 'r', name: 'quiet' },
  ]);
  made.addGap('one');
  made.addGap('one');
  const reading = made.finish({ readAt: to, to, isStopped: true });
  expect(reading.observations).toMatchObject([
    { id: 'metric-outlier', chart: 0 },
    {
      id: 'static-connection-set-deviation',
      entity: 0,
      message: expect.stringContaining('10.0.255.29 (RDS stock)'),
      source: 'orders',
      account: '1',
      region: 'r',
    },
  ]);
  expect(reading.functions).toMatchObject([
    { name: 'orders', charts: [0], entities: [0], calls: null },
    { name: 'quiet', charts: [], entities: [] },
  ]);
  expect(reading.gaps).toEqual(['one']);
});
