import { afterEach, expect, test } from 'vitest';
import { addFunction, addLogGroup } from '../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { writeLogEvent } from '../../test/aws/services/logs.ts';
import { createAccount, regionOf } from '../../test/aws/world.ts';
import { alarmState, alarmWords } from '../core/monitor/violations/alarms.ts';
import { createAsk } from './ask.ts';
import { openConnection } from './clients.ts';
import { readViolationAlarms } from './violation-alarms.ts';

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

const home = 'eu-central-1';
let endpoint: AwsEndpoint | undefined;
afterEach(() => endpoint?.close());

async function read(denied: readonly string[] = []) {
  const account = createAccount('111122223333');
  endpoint = await startAwsEndpoint(account, { denied });
  const names = ['orders', 'search', 'quiet'];
  for (const name of names) {
    addFunction(account, home, { name, logGroup: false });
    addLogGroup(account, home, { name: `/aws/lambda/${name}` });
  }
  const region = regionOf(account, home);
  const connection = openConnection({ endpointUrl: endpoint.url });
  const logs = await connection.client('logs', home);
  const cloudwatch = await connection.client('cloudwatch', home);
  const filter = (name: string, filterPattern: string, metricName: string) =>
    logs.putMetricFilter({
      logGroupName: `/aws/lambda/${name}`,
      filterName: 'own-name',
      filterPattern,
      metricTransformations: [{ metricNamespace: 'Shop', metricName, metricValue: '1' }],
    });
  await filter('orders', '?"Rule Violation for" ?"Rule violation for"', 'Broken');
  await filter('search', '"no violation"', 'Other');
  const alarm = (AlarmName: string, MetricName: string) =>
    cloudwatch.putMetricAlarm({
      AlarmName,
      Namespace: 'Shop',
      MetricName,
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [`arn:aws:sns:${home}:${account.id}:people`],
    });
  await alarm('broken-orders', 'Broken');
  await alarm('other', 'Other');
  const sources = names.map((name) => ({
    account: account.id,
    region: home,
    logGroup: `/aws/lambda/${name}`,
    functions: [name],
  }));
  const ask = createAsk({ signal: new AbortController().signal });
  return {
    now: () => readViolationAlarms(connection, ask, sources),
    write: () =>
      writeLogEvent(
        { region, now: new Date() },
        '/aws/lambda/orders',
        'stream',
        'In Rule Violation for (?i)<script',
      ),
  };
}

test('an alarm belongs to the functions that its metric truly counts, and rings at a violation', async () => {
  const { now, write } = await read();
  const before = await now();
  expect(before.gaps).toEqual([]);
  expect(before.read.alarms.map(({ name, functions, state }) => ({ name, functions, state }))).toEqual([
    { name: 'broken-orders', functions: ['orders'], state: 'OK' },
  ]);
  expect(['orders', 'search', 'quiet'].map((name) => alarmState(before.read, name))).toEqual([
    'OK',
    'none',
    'none',
  ]);
  write();
  const [alarm] = (await now()).read.alarms;
  expect(alarm).toMatchObject({ state: 'ALARM', tells: true });
  expect(alarm && alarmWords(alarm, (alarm.since ?? 0) + 180_000)).toBe('ALARM, 3 minutes ago');
  expect(alarm?.reason).toMatch(/^Threshold Crossed: /);
});

test('what may not be read is unknown, not missing', async () => {
  const { now } = await read(['logs:DescribeMetricFilters']);
  const { read: alarms, gaps } = await now();
  expect(alarmState(alarms, 'orders')).toBe('unknown');
  expect(gaps[0]?.gap).toMatchObject({ action: 'logs:DescribeMetricFilters', reason: 'denied' });
});

test('where patterns may not be tried, one that speaks of violations is believed', async () => {
  const { now } = await read(['logs:TestMetricFilter']);
  expect(alarmState((await now()).read, 'orders')).toBe('OK');
});
