import { expect, test } from 'vitest';
import { is } from './example-snapshot.ts';
import { bucket, exampleArn, grant, mapping, policy, queue, restApi, url } from './examples.ts';
import { findTriggers, targetsOf } from './triggers.ts';

const none = { functionArn: exampleArn, policies: [], urls: [], mappings: [], callers: [] };

test('a permission and the notification of its bucket are one trigger with two proofs', () => {
  const found = findTriggers({
    ...none,
    policies: [
      policy(
        null,
        grant({
          Principal: { Service: 's3.amazonaws.com' },
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::example-uploads' } },
        }),
      ),
    ],
    callers: [bucket({ notifiedFunctionArns: is([exampleArn]) })],
  });
  expect(found).toEqual([
    {
      service: 's3',
      delivery: 'asynchronous',
      source: 'arn:aws:s3:::example-uploads',
      qualifier: null,
      proofs: ['policy', 'source'],
      enabled: true,
    },
  ]);
});

test('the qualifier of who is called is kept', () => {
  const found = findTriggers({
    ...none,
    mappings: [mapping({ functionArn: `${exampleArn}:live`, state: 'Disabled' })],
    callers: [
      restApi({
        routes: is([
          {
            method: 'GET',
            path: '/',
            authorization: 'NONE',
            apiKeyRequired: false,
            functionArn: `${exampleArn}:live`,
          },
        ]),
      }),
    ],
    urls: [url({ qualifier: 'live' })],
  });
  expect(
    found.map(({ service, qualifier, delivery, enabled }) => [service, qualifier, delivery, enabled]),
  ).toEqual([
    ['sqs', 'live', 'polled', false],
    ['apigateway', 'live', 'synchronous', true],
    ['url', 'live', 'synchronous', true],
  ]);
});

test('the permission of an API and the API are one trigger', () => {
  const found = findTriggers({
    ...none,
    policies: [
      policy(
        null,
        grant({
          Principal: { Service: 'apigateway.amazonaws.com' },
          Condition: {
            ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/*/GET/orders' },
          },
        }),
      ),
    ],
    callers: [restApi()],
  });
  expect(found).toMatchObject([
    {
      service: 'apigateway',
      source: 'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3',
      proofs: ['policy', 'source'],
    },
  ]);
});

test('a Deny, a user and another function are no triggers', () => {
  const found = findTriggers({
    ...none,
    policies: [
      policy(
        null,
        grant({ Effect: 'Deny', Principal: { Service: 's3.amazonaws.com' } }),
        grant({ Principal: { AWS: '111122223333' } }),
      ),
    ],
    callers: [bucket({ notifiedFunctionArns: is([`${exampleArn}-2`]) })],
  });
  expect(found).toEqual([]);
});

test('self-managed Kafka has no ARN', () => {
  const { sourceArn: _, ...own } = mapping({ selfManagedServers: ['kafka.example.com:9092'] });
  expect(findTriggers({ ...none, mappings: [own] })).toMatchObject([
    { service: 'kafka', delivery: 'polled', proofs: ['mapping'] },
  ]);
});

test('what could not be read names nobody', () => {
  const gap = { known: false, gap: { action: 'a', reason: 'denied', detail: '' } } as const;
  expect(targetsOf(bucket({ notifiedFunctionArns: gap }))).toEqual([]);
  expect(targetsOf(restApi({ routes: gap }))).toEqual([]);
  expect(targetsOf(queue())).toEqual([]);
});
