import { afterAll, expect, test } from 'vitest';
import { createDemoWorld, demoAccountId } from '../../test/aws/demo-account.ts';
import { demoEnvironment } from '../../test/aws/demo-environment.ts';
import { startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { lambdaFinding } from '../../test/aws/services/guardduty.ts';
import { regionOf } from '../../test/aws/world.ts';
import { openConnection } from './clients.ts';
import { readThreatEvidence } from './read-threat-evidence.ts';
import { readThreatWatch } from './read-threats.ts';

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
const target = { account: demoAccountId, region: 'eu-central-1', via: 'default credentials' };

test('a finding comes with its function, its contact and the state of the detector', async () => {
  const { state, threats } = await readThreatWatch(connection, target, signal);
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
  const watch = await readThreatWatch(connection, { ...target, region: 'us-east-1' }, signal);
  expect(watch.state).toEqual({ known: true, value: null });
  expect(watch.threats).toEqual({ known: true, value: [] });
});

test('versions, history and Inspector’s findings are gathered for a function', async () => {
  const evidence = await readThreatEvidence(
    connection,
    {
      region: target.region,
      function: { arn: '', name: 'shop-search', version: '', revisionId: '', role: '' },
    },
    now.toISOString(),
    signal,
  );
  expect(evidence.versions.known && evidence.versions.value?.[0]?.version).toBe('$LATEST');
  expect(evidence.trail.known && evidence.trail.value.length).toBeGreaterThan(0);
  expect(evidence.weaknesses).toEqual({ known: true, value: [] });
});

test('a function that is gone is said to be', async () => {
  const evidence = await readThreatEvidence(
    connection,
    { region: target.region, function: { arn: '', name: 'gone', version: '', revisionId: '', role: '' } },
    now.toISOString(),
    signal,
  );
  expect(evidence.versions).toEqual({ known: true, value: null });
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
  const { threats } = await readThreatWatch(connection, target, signal);
  expect(threats.known && threats.value.length).toBe(5_000);
  expect(endpoint.requests.length - before).toBeLessThanOrEqual(204);
});

test('what may not be read is a gap that names the action', async () => {
  const denying = await startAwsEndpoint(createDemoWorld(now), {
    denied: ['guardduty:GetFindings', 'inspector2:ListFindings', 'guardduty:GetRemainingFreeTrialDays'],
  });
  const refused = openConnection({ env: demoEnvironment(denying.url), retries: 'by-caller' });
  try {
    const watch = await readThreatWatch(refused, target, signal);
    expect(watch.state).toMatchObject({ known: true, value: { trialDaysLeft: { known: false } } });
    expect(watch.threats).toMatchObject({
      known: false,
      gap: { action: 'guardduty:GetFindings', reason: 'denied' },
    });
    const evidence = await readThreatEvidence(
      refused,
      {
        region: target.region,
        function: { arn: '', name: 'shop-search', version: '', revisionId: '', role: '' },
      },
      now.toISOString(),
      signal,
    );
    expect(evidence.weaknesses).toMatchObject({ gap: { action: 'inspector2:ListFindings' } });
    expect(evidence.versions.known).toBe(true);
  } finally {
    refused.close();
    await denying.close();
  }
});
