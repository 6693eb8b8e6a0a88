import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDemoWorld, demoAccountId } from '../../../test/aws/demo-account.ts';
import { startAwsEndpoint } from '../../../test/aws/endpoint.ts';
import type { ThreatHooks } from './run-threats.ts';
import { runThreats } from './run-threats.ts';

const endpoint = await startAwsEndpoint(createDemoWorld());
const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
const serial = `arn:aws:iam::${demoAccountId}:mfa/ada`;
writeFileSync(
  join(folder, 'config'),
  `[profile base]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1
[profile guarded]
role_arn = arn:aws:iam::${demoAccountId}:role/shop-admin-tools-role
source_profile = base
mfa_serial = ${serial}
region = eu-central-1
`,
);
for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
  delete process.env[name];
Object.assign(process.env, {
  AWS_CONFIG_FILE: join(folder, 'config'),
  AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  AWS_EC2_METADATA_DISABLED: 'true',
});
afterAll(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (hooks: ThreatHooks) =>
  runThreats(
    {
      kind: 'read',
      accounts: [
        { access: { via: 'profile guarded', endpointUrl: endpoint.url }, regions: ['eu-central-1'] },
      ],
      archived: false,
    },
    hooks,
  );

test('a profile that wants the code of an MFA device has it asked for', async () => {
  const asked: string[] = [];
  const { watches, failures } = await read({
    async mfaCode(device) {
      asked.push(device);
      return '123456';
    },
  });
  expect({ asked, failures }).toEqual({ asked: [serial], failures: [] });
  expect(watches[0]?.threats.known && watches[0].threats.value).toHaveLength(1);
}, 30_000);

test('without a code the account is told, and nothing is read', async () => {
  const { watches, failures } = await read({ mfaCode: async () => null });
  expect(watches).toEqual([]);
  expect(failures).toEqual([
    { via: 'profile guarded', words: expect.stringContaining('no MFA code was given') },
  ]);
}, 30_000);
