import { afterAll, expect, test } from 'vitest';
import { createDemoWorld } from '../../test/aws/demo-account.ts';
import { startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { createAccount, createWorld } from '../../test/aws/world.ts';
import { accountsByRole } from './role-accounts.ts';

const endpoint = await startAwsEndpoint(createDemoWorld());
afterAll(() => endpoint.close());
const base = { endpointUrl: endpoint.url, env: {} };
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
});

const arns = async (...args: Parameters<typeof accountsByRole>) =>
  (await accountsByRole(...args)).map(({ role }) => role?.arn);

test('one role in each named account, in the partition of the Region', async () => {
  const wish = { name: 'audit/Auditor', accounts: ['111122223333', '444455556666'] };
  expect(await arns(base, wish, ['eu-central-1'])).toEqual([
    'arn:aws:iam::111122223333:role/audit/Auditor',
    'arn:aws:iam::444455556666:role/audit/Auditor',
  ]);
  expect((await arns(base, wish, ['cn-north-1']))[0]).toBe('arn:aws-cn:iam::111122223333:role/audit/Auditor');
  const [first] = await accountsByRole(base, { ...wish, externalId: 'example' }, []);
  expect(first).toMatchObject({ endpointUrl: endpoint.url, role: { externalId: 'example' } });
});

test('what has no meaning is refused in words', async () => {
  await expect(accountsByRole(base, { name: 'Auditor', accounts: ['1234'] }, [])).rejects.toThrow(
    'no account id: 1234',
  );
  const arn = 'arn:aws:iam::111122223333:role/Auditor';
  await expect(accountsByRole(base, { name: arn, accounts: [] }, [])).rejects.toThrow('without its ARN');
});

test('every active account of the organization, page by page', async () => {
  const account = createAccount('111122223333');
  account.organization = {
    id: 'o-example',
    managementAccountId: account.id,
    rootId: 'r-root',
    accounts: Array.from({ length: 45 }, (_, index) => ({
      id: String(200000000000 + index),
      name: `team-${index}`,
      email: `team-${index}@example.com`,
      parentId: 'r-root',
      suspended: index === 7,
    })),
    units: [],
    policies: [],
  };
  const other = await startAwsEndpoint(createWorld([account]));
  try {
    const wish = { name: 'Auditor', accounts: 'organization' } as const;
    const found = await arns({ endpointUrl: other.url, env: {} }, wish, []);
    expect(found).toHaveLength(44);
    expect(found).toContain('arn:aws:iam::200000000044:role/Auditor');
    expect(found).not.toContain('arn:aws:iam::200000000007:role/Auditor');
  } finally {
    await other.close();
  }
});

test('an organization that is not told is said', async () => {
  endpoint.denied.add('organizations:ListAccounts');
  await expect(accountsByRole(base, { name: 'Auditor', accounts: 'organization' }, [])).rejects.toThrow(
    /organization's accounts cannot be listed: .*organizations:ListAccounts/,
  );
  endpoint.denied.clear();
});
