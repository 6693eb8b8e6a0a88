import { afterEach, expect, test } from 'vitest';
import { addFunction, addLogGroup } from '../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { writeLogEvent } from '../../test/aws/services/logs.ts';
import { createAccount, regionOf } from '../../test/aws/world.ts';
import { type QueryGrouping, queryTable, sourceRemark } from '../core/monitor/violations/query.ts';
import { openConnection } from './clients.ts';
import { queryViolations } from './violation-query.ts';

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

const home = 'eu-central-1';
const hour = Date.UTC(2026, 10, 21, 10);
let endpoint: AwsEndpoint | undefined;
afterEach(() => endpoint?.close());

async function start() {
  const account = createAccount('111122223333');
  endpoint = await startAwsEndpoint(account);
  for (const name of ['orders', 'search', 'never-ran']) addFunction(account, home, { name, logGroup: false });
  addLogGroup(account, home, { name: '/aws/lambda/orders' });
  addLogGroup(account, home, { name: '/aws/lambda/search', class: 'INFREQUENT_ACCESS' });
  const region = regionOf(account, home);
  const write = (name: string, rule: string, at: number, more = {}) =>
    writeLogEvent(
      { region, now: new Date(at) },
      `/aws/lambda/${name}`,
      'stream',
      JSON.stringify({ message: `In Rule Violation for x`, violation: 'in', rule, function: name, ...more }),
      at,
    );
  write('orders', 'script-tag', hour + 1000, { source: '198.51.100.7' });
  write('orders', 'script-tag', hour + 2000, { source: '198.51.100.7' });
  write('orders', 'sql', hour - 1000);
  write('search', 'script-tag', hour + 3000);
  const connection = openConnection({ endpointUrl: endpoint.url });
  const stopper = new AbortController();
  const ask = (
    by: QueryGrouping,
    more: { timeLimitMs?: number; onProgress?: (bytes: number) => void } = {},
  ) =>
    queryViolations(connection, {
      region: home,
      logGroups: ['orders', 'search', 'never-ran'].map((name) => `/aws/lambda/${name}`),
      by,
      from: hour - 3_600_000,
      to: hour + 3_600_000,
      signal: stopper.signal,
      ...more,
    });
  return { ask, stopper, region, endpoint };
}

const stopped = (given: AwsEndpoint) => given.requests.filter(({ action }) => action === 'StopQuery').length;

test('each grouping, over groups of both classes and one that does not exist yet', async () => {
  const { ask } = await start();
  const rowsBy = async (by: QueryGrouping) => {
    const { groups, bytesScanned } = await ask(by);
    expect(bytesScanned).toBeGreaterThan(100);
    return queryTable(groups, by).rows;
  };
  expect(await rowsBy('rule')).toEqual([
    ['3', 'in', 'script-tag'],
    ['1', 'in', 'sql'],
  ]);
  expect(await rowsBy('function')).toEqual([
    ['3', 'orders'],
    ['1', 'search'],
  ]);
  expect(await rowsBy('hour')).toEqual([
    ['3', '2026-11-21 10:00'],
    ['1', '2026-11-21 09:00'],
  ]);
  expect(await rowsBy('source')).toEqual([
    ['2', '198.51.100.7'],
    ['2', 'not recorded'],
  ]);
  const { groups } = await ask('source');
  expect(sourceRemark(groups, 'source')).toMatch(/^2 of the violations bear no source address/);
});

test('a person who stops it stops it in AWS too', async () => {
  const { ask, stopper, region, endpoint: given } = await start();
  region.logs.queryMs = 60_000;
  const told: number[] = [];
  const running = ask('rule', { onProgress: (bytes) => told.push(bytes) });
  running.catch(() => undefined);
  await expect.poll(() => told.length, { timeout: 5000 }).toBeGreaterThan(0);
  stopper.abort();
  await expect(running).rejects.toThrow();
  expect(stopped(given)).toBe(1);
  expect([...region.logs.queries.values()].map(({ status }) => status)).toEqual(['Cancelled']);
});

test('when the time is over it is stopped, and that is said', async () => {
  const { ask, region, endpoint: given } = await start();
  region.logs.queryMs = 60_000;
  await expect(ask('rule', { timeLimitMs: 1 })).rejects.toThrow('was stopped; choose a shorter range');
  expect(stopped(given)).toBe(1);
});
