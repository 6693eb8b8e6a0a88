// Whatever planning asks an imagined account is among the permissions that are stated for it.
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { createDemoWorld, demoAccountId } from '../../test/aws/demo-account.ts';
import { startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { openConnection } from './clients.ts';
import type { PlanScope } from './make-plan.ts';
import { readPermissions } from './permissions.ts';
import { planAlarms } from './plan-alarms.ts';
import { planMonitoring } from './plan-monitoring.ts';
import { planOwnGroup } from './plan-own-group.ts';
import { planProtection } from './plan-protection.ts';
import { offerResponse, planArchive, planResponse } from './plan-response.ts';

const endpoint = await startAwsEndpoint(createDemoWorld());
const region = 'eu-central-1';
vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1');
const connection = openConnection({ endpointUrl: endpoint.url, env: { AWS_REGION: region } });
const scope: PlanScope = {
  connection,
  region,
  identity: { account: demoAccountId, partition: 'aws', arn: '' },
  signal: new AbortController().signal,
  now: '2026-11-21T12:00:00Z',
};
const declared = new Set(readPermissions.flatMap((one) => one.actions));
beforeEach(() => {
  endpoint.requests.length = 0;
});
afterAll(async () => {
  connection.close();
  await endpoint.close();
});

test.each<[string, () => Promise<unknown>]>([
  ['monitoring', () => planMonitoring(scope, { functions: [], emails: ['a@example.com'], threshold: 1 })],
  ['own groups', () => planOwnGroup(scope, ['shop-search'])],
  ['alarms', () => planAlarms(scope, { functions: [], emails: ['a@example.com'] })],
  ['protection', () => planProtection(scope)],
  ['archive', () => planArchive(scope, 'shop-search', { id: '0'.repeat(32), detectorId: 'none' })],
  [
    'response',
    async () => {
      const response = await offerResponse(scope, {
        functionName: 'shop-search',
        suspectVersion: '$LATEST',
        remote: { address: '198.51.100.7', domain: 'bad.example', direction: 'out' },
      });
      if (!response) throw new Error('the demo account has that function');
      return planResponse(
        scope,
        response,
        response.offers.map(({ remedy }) => remedy.id),
      );
    },
  ],
])('planning %s asks nothing that is not stated, and writes nothing', async (_name, plan) => {
  await plan();
  const called = [...new Set(endpoint.requests.map(({ service, action }) => `${service}:${action}`))];
  expect(called.length).toBeGreaterThan(0);
  expect(called.filter((action) => !declared.has(action))).toEqual([]);
  expect(called.filter((action) => !/:(?:Get|List|Describe|Test)/.test(action))).toEqual([]);
});
