import { expect, test } from 'vitest';
import type { Series } from '../monitor/metrics/series.ts';
import { callsOf } from './calls.ts';
import type { Change } from './change.ts';
import { levelOf, proposeAlarms } from './metric-alarms.ts';
import { ownGroupName, proposeOwnGroup } from './own-group.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 8, 1);

function hourly(metric: string, days: number, value: (hour: number) => number): Series {
  const points = Array.from({ length: days * 24 }, (_, hour) => ({
    at: start + hour * hourMs,
    value: value(hour),
  }));
  return { metric, function: 'orders', points };
}

const busy = (hour: number) => Math.round(600 * (1 + 0.5 * Math.sin(hour / 3.82)) + ((hour * 7919) % 60));

test('a level is above what was usual and far below what would be abuse', () => {
  const { threshold, words } = levelOf(hourly('Invocations', 40, busy), 'Invocations');
  expect(threshold).toBeGreaterThan(960);
  expect(threshold).toBeLessThan(6000);
  expect(words).toContain('28 days');
  // A quiet past does not make an alarm of a handful.
  expect(
    levelOf(
      hourly('Errors', 40, () => 0),
      'Errors',
    ).threshold,
  ).toBe(5);
  expect(
    levelOf(
      hourly('Throttles', 40, () => 0),
      'Throttles',
    ).threshold,
  ).toBe(1);
});

test('a function without a past gets a level that says so', () => {
  expect(levelOf(undefined, 'Invocations')).toMatchObject({
    threshold: 10_000,
    words: expect.stringContaining('no past'),
  });
  expect(levelOf(hourly('Invocations', 2, busy), 'Invocations').threshold).toBe(10_000);
});

const settings = {
  region: 'eu-central-1',
  account: '111122223333',
  partition: 'aws',
  emails: ['team@example.com'],
  series: [hourly('Invocations', 40, busy)],
};

test('one alarm for each metric that lacks one, with the topic that it tells before it', () => {
  const missing = [
    { name: 'orders', by: ['a URL'], lastModified: '2026-10-01', metrics: ['Invocations', 'Errors'] },
  ];
  const { wishes, warnings } = proposeAlarms(missing, settings);
  expect(wishes.map(({ kind }) => kind)).toEqual(['topic', 'subscription', 'alarm', 'alarm']);
  const [, , alarm] = wishes;
  expect(alarm && callsOf({ ...alarm, before: null } as Change)).toMatchObject([
    {
      operation: 'PutMetricAlarm',
      input: {
        AlarmName: 'lambda-protect-orders-Invocations',
        Dimensions: [{ Name: 'FunctionName', Value: 'orders' }],
        Period: 3600,
        AlarmActions: ['arn:aws:sns:eu-central-1:111122223333:lambda-protect-violations'],
      },
    },
  ]);
  expect(warnings.join()).not.toContain('nobody');
  expect(proposeAlarms(missing, { ...settings, emails: [] }).warnings.join()).toContain('nobody');
  expect(proposeAlarms([], settings)).toEqual({ wishes: [], warnings: [] });
});

test('an own group stands beside the others, and is refused where there is no room or need', () => {
  const network = {
    region: 'eu-central-1',
    name: 'orders',
    vpcId: 'vpc-1',
    subnets: ['subnet-2', 'subnet-1'],
    groups: ['sg-1'],
    dualStack: false,
    publishedAliases: ['live'],
  };
  const proposed = proposeOwnGroup(network);
  expect(proposed).toMatchObject({
    wishes: [
      { kind: 'security-group', after: { ingress: [], egress: [] } },
      {
        kind: 'function-network',
        after: { subnets: ['subnet-1', 'subnet-2'], groups: [ownGroupName('orders'), 'sg-1'] },
      },
    ],
  });
  expect(JSON.stringify(proposed)).toContain('aliases live lead to published versions');
  expect(proposeOwnGroup({ ...network, groups: [ownGroupName('orders'), 'sg-1'] })).toHaveProperty('refused');
  expect(proposeOwnGroup({ ...network, groups: ['a', 'b', 'c', 'd', 'e'] })).toMatchObject({
    refused: expect.stringContaining('5'),
  });
});
