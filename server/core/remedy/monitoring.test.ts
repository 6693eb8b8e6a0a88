// The description of monitoring: which filters a log group gets, and a dashboard that CloudWatch would draw.
import { expect, test } from 'vitest';
import { type MonitoringSettings, monitoringNames, monitoringWishes } from './monitoring.ts';

const settings: MonitoringSettings = {
  region: 'eu-central-1',
  account: '111122223333',
  partition: 'aws',
  functions: [
    { name: 'api', logGroup: '/aws/lambda/api', logFormat: 'json' },
    { name: 'jobs', logGroup: 'shared', logFormat: 'text' },
    { name: 'more', logGroup: 'shared' },
  ],
  emails: ['team@example.com', 'team@example.com'],
};

test('one filter counts, one tells rules apart, and one more where Lambda may wrap records', () => {
  const filters = monitoringWishes(settings).flatMap((wish) =>
    wish.kind === 'metric-filter' ? [[wish.target.logGroup, wish.target.name]] : [],
  );
  expect(filters).toEqual([
    ['/aws/lambda/api', monitoringNames.filter],
    ['/aws/lambda/api', monitoringNames.filterByRule],
    ['/aws/lambda/api', monitoringNames.filterWrapped],
    ['shared', monitoringNames.filter],
    ['shared', monitoringNames.filterByRule],
  ]);
});

test('an address is asked once, and a topic that is there is not made', () => {
  const kinds = (more: Partial<MonitoringSettings>) =>
    monitoringWishes({ ...settings, ...more }).map(({ kind }) => kind);
  expect(kinds({}).filter((kind) => kind !== 'metric-filter')).toEqual([
    'topic',
    'subscription',
    'alarm',
    'dashboard',
  ]);
  expect(kinds({ topic: 'arn:aws:sns:eu-central-1:111122223333:people' })).not.toContain('topic');
});

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title: string;
    readonly region?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly query?: string;
    readonly alarms?: readonly string[];
  };
}

function widgetsOf(given: MonitoringSettings): readonly Widget[] {
  const wish = monitoringWishes(given).at(-1);
  if (wish?.kind !== 'dashboard' || wish.after === null) throw new Error('no dashboard');
  return (wish.after.body as { readonly widgets: readonly Widget[] }).widgets;
}

test('the dashboard shows violations in all, by function, rule and kind, invocations beside them, and the latest', () => {
  expect(widgetsOf(settings).map(({ properties }) => properties.title)).toEqual([
    'Violations',
    'Invocations',
    'Alarm',
    'Violations by function',
    'Violations by rule',
    'Violations by kind',
    'Latest violations',
  ]);
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
const members: Readonly<Record<string, readonly string[]>> = {
  metric: ['title', 'region', 'view', 'stat', 'period', 'metrics'],
  alarm: ['title', 'alarms'],
  log: ['title', 'region', 'view', 'query'],
};

test('widgets stay on the grid of 24 columns, do not overlap, and keep to the limits, however many functions', () => {
  const functions = Array.from({ length: 700 }, (_, n) => ({ name: `f${n}`, logGroup: `/aws/lambda/f${n}` }));
  for (const given of [settings, { ...settings, functions }]) {
    const widgets = widgetsOf(given);
    const taken = new Set<string>();
    for (const { type, x, y, width, height, properties } of widgets) {
      expect(members[type]).toEqual(expect.arrayContaining(Object.keys(properties)));
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1)
        for (let row = y; row < y + height; row += 1) {
          expect(taken.has(`${column} ${row}`)).toBe(false);
          taken.add(`${column} ${row}`);
        }
      expect(properties.metrics?.length ?? 0).toBeLessThanOrEqual(500);
      expect(properties.query?.match(/SOURCE/g)?.length ?? 0).toBeLessThanOrEqual(50);
    }
    expect(JSON.stringify({ widgets }).length).toBeLessThan(100_000);
  }
});
