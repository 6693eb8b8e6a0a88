import { afterAll, expect, test } from 'vitest';
import { createDemoWorld } from '../../test/aws/demo-account.ts';
import { startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { openConnection } from './clients.ts';
import { collect } from './collect.ts';
import { readPermissions, readPolicy, tryPermissions } from './permissions.ts';

const endpoint = await startAwsEndpoint(createDemoWorld());
afterAll(() => endpoint.close());
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

const reads =
  /^(Get|List|Describe|BatchGet|Lookup|Generate.*Details|GET|Simulate|FilterLogEvents$|TestMetricFilter$)/;

test('the read policy holds no action that writes', () => {
  const actions = readPolicy().Statement.flatMap((one) => one.Action);
  expect(actions.length).toBeGreaterThan(50);
  expect(actions.filter((action) => !reads.test(action.split(':')[1] ?? ''))).toEqual([]);
});

/** Operations whose permission has another name. */
const renamed: Readonly<Record<string, string>> = {
  's3:HeadBucket': 's3:ListBucket',
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
  'lambda:GetLayerVersionByArn': 'lambda:GetLayerVersion',
};

test('whatever an audit calls is in the policy', async () => {
  await collect({ accounts: [{ endpointUrl: endpoint.url }], regions: 'all' });
  const declared = new Set(readPermissions.flatMap((one) => one.actions));
  const called = endpoint.requests.map(({ service, action }) => {
    if (service.startsWith('apigateway')) return 'apigateway:GET';
    return renamed[`${service}:${action}`] ?? `${service}:${action}`;
  });
  // Asking who one is needs no permission.
  expect(
    [...new Set(called)].filter((action) => !declared.has(action) && action !== 'sts:GetCallerIdentity'),
  ).toEqual([]);
});

test('the permissions can be tried', async () => {
  const connection = openConnection({ endpointUrl: endpoint.url });
  const tried = await tryPermissions(connection, 'eu-central-1');
  connection.close();
  expect(tried.known && tried.value.every((one) => one.allowed)).toBe(true);
});
