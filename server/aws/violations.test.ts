import { afterEach, expect, test } from 'vitest';
import { addFunction, addLogGroup } from '../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { writeLogEvent } from '../../test/aws/services/logs.ts';
import { createAccount, regionOf } from '../../test/aws/world.ts';
import { openConnection } from './clients.ts';
import { openViolationReader } from './violations.ts';

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

let endpoint: AwsEndpoint | undefined;
afterEach(() => endpoint?.close());

const home = 'eu-central-1';
const now = Date.UTC(2026, 10, 21, 10);

async function start(denied: readonly string[] = []) {
  const account = createAccount('111122223333');
  endpoint = await startAwsEndpoint(account, { denied });
  const { url } = endpoint;
  addFunction(account, home, { name: 'orders', logging: { LogGroup: '/shop/orders' } });
  addFunction(account, home, { name: 'never-ran', logGroup: false });
  addLogGroup(account, home, { name: '/shop/orders' });
  const write = (message: string, at: number) =>
    writeLogEvent(
      { region: regionOf(account, home), now: new Date(now) },
      '/shop/orders',
      'stream',
      message,
      at,
    );
  const reader = openViolationReader({
    connection: openConnection({ endpointUrl: url, retries: 'by-caller' }),
    regions: [home],
    signal: new AbortController().signal,
  });
  return { reader, write };
}

test('records of the guard from the true log group, in the range, and nothing else of the log', async () => {
  const { reader, write } = await start();
  write('{"violation":"in","rule":"sql-injection","path":"$.body.q","match":"sha256:00"}', now - 1000);
  write('Code Rule Violation for eval', now - 2000);
  write('In Rule Violation for old', now - 90_000);
  write('a customer speaks of a Violation: card 4111', now - 1000);
  const { sources, gaps } = await reader.sources();
  expect(gaps).toEqual([]);
  expect(sources.map(({ logGroup }) => logGroup).sort()).toEqual(['/aws/lambda/never-ran', '/shop/orders']);
  const read = await Promise.all(sources.map((source) => reader.read(source, now - 60_000, now)));
  const violations = read.flatMap((one) => one.violations);
  expect(read.map(({ gap }) => gap)).toEqual([undefined, undefined]);
  expect(violations.map(({ rule, function: name, at }) => ({ rule, name, at }))).toEqual([
    { rule: 'eval', name: 'orders', at: now - 2000 },
    { rule: 'sql-injection', name: 'orders', at: now - 1000 },
  ]);
  expect(JSON.stringify(violations)).not.toMatch(/4111|sha256/);
  reader.close();
});

test('a refused log group is a gap with its action', async () => {
  const { reader } = await start(['logs:FilterLogEvents']);
  const { sources } = await reader.sources();
  const [source] = sources;
  const { gap } = source ? await reader.read(source, 0, now) : {};
  expect(gap?.gap).toMatchObject({ action: 'logs:FilterLogEvents', reason: 'denied' });
  reader.close();
});
