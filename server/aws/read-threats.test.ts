import { afterAll, expect, test } from 'vitest';
import { createDemoWorld, demoAccountId } from '../../test/aws/demo-account.ts';
import { demoEnvironment } from '../../test/aws/demo-environment.ts';
import { startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { lambdaFinding } from '../../test/aws/services/guardduty.ts';
import { regionOf } from '../../test/aws/world.ts';
import { openConnection } from './clients.ts';
import { listThreats, readThreatWatch } from './read-threats.ts';

const now = new Date('2026-11-21T06:00:00.000Z');
const world = createDemoWorld(now);
const endpoint = await startAwsEndpoint(world);
const connection = openConnection({ env: demoEnvironment(endpoint.url), retries: 'by-caller' });
Object.assign(process.env, demoEnvironment());
afterAll(async () => {
  connection.close();
  await endpoint.close();
});

const { signal } = new AbortController();
const open = { archived: false };
const target = { account: demoAccountId, region: 'eu-central-1', via: 'default credentials' };

test('a finding comes with its function, its contact and the state of the detector', async () => {
  const { state, threats } = await readThreatWatch(connection, target, open, signal);
  expect(state).toMatchObject({ known: true, value: { isEnabled: true, watchesFunctions: true } });
  expect(threats).toMatchObject({
    known: true,
    value: [
      {
        type: 'Backdoor:Lambda/C&CActivity.B',
        isSample: false,
        function: { name: 'shop-search', version: '$LATEST' },
        contact: { direction: 'out', address: '198.51.100.7', port: 443, country: 'Exampleland' },
        lastSeen: '2026-11-21T05:20:00.000Z',
      },
    ],
  });
});

test('a Region without a detector has a state and nothing to show', async () => {
  const watch = await readThreatWatch(connection, { ...target, region: 'us-east-1' }, open, signal);
  expect(watch.state).toEqual({ known: true, value: null });
  expect(watch.threats).toEqual({ known: true, value: [] });
});

test('findings are listed by criteria', async () => {
  const list = async (query: Parameters<typeof listThreats>[2]) => {
    const found = await listThreats(connection, target, query, signal);
    return found.known ? found.value.map(({ id }) => id) : found;
  };
  const id = '0123456789abcdef0123456789abcdef';
  expect(await list({ id })).toEqual([id]);
  expect(await list({ functionName: 'shop-search', archived: false, minSeverity: 8 })).toEqual([id]);
  expect(await list({ minSeverity: 9 })).toEqual([]);
  expect(await list({ functionName: 'shop-orders' })).toEqual([]);
  expect(await list({ archived: true })).toEqual([]);
  expect(await list({ since: now.getTime() - 3_600_000 })).toEqual([id]);
  expect(await list({ since: now.getTime() })).toEqual([]);
});

test('5,000 findings take two hundred requests', { timeout: 60_000 }, async () => {
  const account = [...world.accounts.values()].find(({ id }) => id === demoAccountId);
  if (account === undefined) throw new Error('no demo account');
  const region = regionOf(account, 'eu-central-1');
  const [detector] = region.guardduty.detectors;
  if (detector === undefined) throw new Error('no detector');
  for (let index = detector.findings.length; index < 5_000; index += 1)
    detector.findings.push(
      lambdaFinding({ account, region, now }, detector.id, { functionName: `example-${index % 100}` }),
    );
  const before = endpoint.requests.length;
  const { threats } = await readThreatWatch(connection, target, open, signal);
  expect(threats.known && threats.value.length).toBe(5_000);
  expect(endpoint.requests.length - before).toBeLessThanOrEqual(205);
});

test('what may not be read is a gap that names the action', async () => {
  const denying = await startAwsEndpoint(createDemoWorld(now), {
    denied: ['guardduty:GetFindings', 'inspector2:ListFindings', 'guardduty:GetRemainingFreeTrialDays'],
  });
  const refused = openConnection({ env: demoEnvironment(denying.url), retries: 'by-caller' });
  try {
    const watch = await readThreatWatch(refused, target, open, signal);
    expect(watch.state).toMatchObject({ known: true, value: { trialDaysLeft: { known: false } } });
    expect(watch.threats).toMatchObject({
      known: false,
      gap: { action: 'guardduty:GetFindings', reason: 'denied' },
    });
    expect(watch.weaknesses).toMatchObject({ known: false, gap: { action: 'inspector2:ListFindings' } });
  } finally {
    refused.close();
    await denying.close();
  }
});
