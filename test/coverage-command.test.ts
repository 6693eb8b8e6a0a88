// `monitor coverage` as a person runs it: which functions are guarded, how that is known, and what they lack.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoEnvironment } from './aws/demo-environment.ts';
import { addFunction } from './aws/describe.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { writeLogEvent } from './aws/services/logs.ts';
import { createAccount, regionOf } from './aws/world.ts';
import { built, runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 60_000 });
const region = 'eu-central-1';
const account = createAccount('111122223333');
const wrapped =
  'from protect_lambda import protect_lambda\n\n@protect_lambda\ndef handler(event, context):\n    return {}\n';
const guard = readFileSync(join(import.meta.dirname, '..', 'guard', 'python', 'protect_lambda.py'));
addFunction(account, region, {
  name: 'layered',
  environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/protect-lambda/wrap' },
});
addFunction(account, region, {
  name: 'packed',
  package: zipSync({ 'app.py': strToU8(wrapped), 'protect_lambda.py': new Uint8Array(guard) }),
});
addFunction(account, region, { name: 'bare' });
addFunction(account, region, { name: 'declared' });
addFunction(account, region, { name: 'talking' });
addFunction(account, region, { name: 'off', environment: { PROTECT_LAMBDA_MODE: 'off' } });
writeLogEvent(
  { region: regionOf(account, region), now: new Date() },
  '/aws/lambda/talking',
  '2026/11/01/[$LATEST]0',
  'In Rule Violation for evil',
);
const endpoint = await startAwsEndpoint(account);
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
  mkdirSync(join(folder, 'shop'));
  writeFileSync(join(folder, 'shop', 'app.py'), wrapped);
  writeFileSync(
    join(folder, 'shop', 'template.yaml'),
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  declared:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n      Runtime: python3.13\n      CodeUri: .\n',
  );
  await built('cli.mjs');
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await endpoint.close();
});

const coverage = (...args: readonly string[]) =>
  runCli(['monitor', 'coverage', '--region', region, ...args], folder, demoEnvironment(endpoint.url));
async function guarded(...args: readonly string[]) {
  const { out } = await coverage('--format', 'json', ...args);
  const found = JSON.parse(out) as {
    coverage: { function: string; guard: { guarded: string; words: string } }[];
  };
  return Object.fromEntries(found.coverage.map((one) => [one.function, one.guard.words]));
}

test('guarded functions are listed, with what tells that they are', async () => {
  expect(await guarded()).toEqual({
    layered: 'settings: AWS_LAMBDA_EXEC_WRAPPER is /opt/protect-lambda/wrap',
    talking: expect.stringContaining('log: a guard wrote on 20'),
  });
  const { out, err, code } = await coverage();
  expect(out).toMatch(/layered +yes +\/aws\/lambda\/layered +no +no +no +no metric filter/);
  expect(out).not.toContain('bare');
  expect(err).toContain('1 function without the guard');
  expect(err).toContain('3 functions: no sign of the guard');
  expect(code).toBe(1);
});

test('packages and workspaces tell more, when they are asked', async () => {
  expect(await guarded('shop')).toMatchObject({ declared: 'workspace: shop/app.py is guarded' });
  const found = await guarded('--code');
  expect(found).toMatchObject({
    packed: expect.stringContaining('code: app.py exports handler behind the guard'),
  });
  expect(Object.keys(found)).not.toContain('bare');
});

test('all of them, and those that are named; what is not there is said', async () => {
  expect(Object.keys(await guarded('--all')).toSorted()).toEqual([
    'bare',
    'declared',
    'layered',
    'off',
    'packed',
    'talking',
  ]);
  expect(await guarded('--function', 'off')).toEqual({ off: 'switched off: PROTECT_LAMBDA_MODE=off' });
  const missing = await coverage('--function', 'gone');
  expect(missing.code).toBe(2);
  expect(missing.err).toContain('no such function in eu-central-1: gone');
});

test('a log that may not be read leaves it unknown, and nothing is called covered', async () => {
  endpoint.denied.add('logs:FilterLogEvents');
  const { err } = await coverage();
  endpoint.denied.clear();
  expect(err).toContain('logs:FilterLogEvents was denied');
});
