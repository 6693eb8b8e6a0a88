// The Region's recorder of AWS Config, the policies of its log groups and what their records hold, as a collection
// brings them.
import { afterEach, expect, test } from 'vitest';
import { addFunction } from '../../../test/aws/describe.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../../test/aws/endpoint.ts';
import { writeLogEvent } from '../../../test/aws/services/logs.ts';
import { createAccount, createWorld, regionOf } from '../../../test/aws/world.ts';
import type { Region } from '../../core/model/account-snapshot.ts';
import { collect } from '../collect.ts';

const name = 'eu-west-1';
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

let endpoint: AwsEndpoint | undefined;
afterEach(() => endpoint?.close());

async function collected(
  describe: (state: ReturnType<typeof regionOf>) => void,
  denied?: string,
): Promise<Region | undefined> {
  const account = createAccount('111122223333');
  describe(regionOf(account, name));
  endpoint = await startAwsEndpoint(createWorld([account]));
  if (denied !== undefined) endpoint.disturbances.add({ action: denied, does: 'deny' });
  const snapshot = await collect({ accounts: [{ endpointUrl: endpoint.url }], regions: [name] });
  return snapshot.accounts[0]?.regions[0];
}

const recorders = [
  [{ allSupported: true }, true],
  [{ recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' } }, true],
  [{ resourceTypes: ['AWS::S3::Bucket'] }, false],
  [
    {
      resourceTypes: ['AWS::Lambda::Function'],
      recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
    },
    true,
  ],
  [
    {
      exclusionByResourceTypes: { resourceTypes: ['AWS::Lambda::Function'] },
      recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
    },
    false,
  ],
] as const;

test.each(recorders)('a recorder of %j records functions: %s', async (recordingGroup, recordsFunctions) => {
  const here = await collected((state) => {
    state.config.recorder = {
      name: 'default',
      recording: true,
      // A recorder's lists are the SDK's mutable ones.
      recordingGroup: structuredClone(recordingGroup) as object,
    };
  });
  expect(here?.surveillance.configRecorder).toEqual({
    known: true,
    value: { name: 'default', recording: true, recordsFunctions },
  });
});

test('no recorder is told from one that may not be seen', async () => {
  expect((await collected(() => undefined))?.surveillance.configRecorder).toEqual({
    known: true,
    value: null,
  });
  endpoint?.close();
  const here = await collected(() => undefined, 'DescribeConfigurationRecorders');
  expect(here?.surveillance.configRecorder).toMatchObject({ known: false, gap: { reason: 'denied' } });
});

test('resource policies of log groups come page by page', async () => {
  const here = await collected((state) => {
    for (let index = 0; index < 60; index += 1)
      state.logs.resourcePolicies.push({ policyName: `p${index}`, policyDocument: '{"Statement":[]}' });
  });
  const policies = here?.logs.policies;
  expect(policies?.known && policies.value.map((one) => one.name)).toHaveLength(60);
});

test('secrets in the newest records are counted by kind, and no record comes back', async () => {
  const account = createAccount('111122223333');
  addFunction(account, name, { name: 'orders' });
  const state = regionOf(account, name);
  const group = '/aws/lambda/orders';
  state.logs.groups.set(group, {
    logGroupName: group,
    arn: `arn:aws:logs:${name}:111122223333:log-group:${group}:*`,
  });
  const now = new Date('2026-11-21T00:00:00Z');
  const key = `AKIA${'IOSFODNN7EXAMPLF'}`;
  writeLogEvent({ region: state, now }, group, 'old', `key ${key}`, now.getTime() - 1000);
  for (const text of ['hello', `found ${key}`, `again ${key}`])
    writeLogEvent({ region: state, now }, group, 'new', text);
  endpoint = await startAwsEndpoint(createWorld([account]));
  const read = async (logSamples: number) => {
    const snapshot = await collect({
      accounts: [{ endpointUrl: endpoint?.url ?? '' }],
      regions: [name],
      logSamples,
    });
    expect(JSON.stringify(snapshot)).not.toContain(key);
    const groups = snapshot.accounts[0]?.regions[0]?.logs.groups;
    return groups?.known === true ? groups.value[0]?.secrets : undefined;
  };
  expect(await read(0)).toBeUndefined();
  expect(await read(2)).toEqual({
    known: true,
    value: { recordsRead: 2, kinds: [{ kind: 'aws-access-key-id', records: 2 }] },
  });
  endpoint.disturbances.add({ action: 'GetLogEvents', does: 'deny' });
  expect(await read(2)).toMatchObject({ known: false, gap: { reason: 'denied' } });
});
