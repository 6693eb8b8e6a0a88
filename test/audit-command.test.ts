// The audit as a person runs it, against an imagined account: formats, exit codes, refusals, snapshots, profiles.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createDemoWorld } from './aws/demo-account.ts';
import { addFunction, addRole } from './aws/describe.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { createAccount } from './aws/world.ts';
import { built, runCli } from './run-cli.ts';

const world = createDemoWorld(new Date('2026-11-21T12:00:00Z'));
const other = createAccount('444455556666');
world.accounts.set(other.id, other);
addFunction(other, 'eu-central-1', { name: 'elsewhere' });
addRole(other, {
  name: 'auditor',
  trust: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}',
});
const endpoint = await startAwsEndpoint(world);
beforeAll(() => built('cli.mjs'), 120_000);
afterAll(() => endpoint.close());
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
});
afterEach(() => {
  endpoint.denied.clear();
  endpoint.disturbances.clear();
  endpoint.requests.length = 0;
  rmSync(folder, { recursive: true, force: true });
});

const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
};
const bare = { AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' };
const at = () => ['--endpoint-url', endpoint.url];
const audit = (...args: string[]) => runCli(['audit', ...at(), ...args], folder, { ...bare, ...credentials });
const both = ['--region', 'eu-central-1,us-east-1'];

interface Report {
  readonly findings: readonly { id: string; function?: string; region: string; severity: string }[];
  readonly unknown: readonly { action?: string; reason?: string }[];
  readonly summary: { functions: number; verdicts: Record<string, number> };
}

test('an account is audited; nothing is written to it; the exit code says that there are findings', async () => {
  const { code, out } = await audit(...both, '--format', 'json');
  const report = JSON.parse(out) as Report;
  expect(code).toBe(1);
  expect(report.summary.functions).toBe(12);
  const found = report.findings.map((one) => `${one.function} ${one.id}`);
  expect(found).toEqual(
    expect.arrayContaining([
      'shop-checkout public-function-url',
      'shop-checkout secret-in-env',
      'edge-rewrite public-invoke-policy',
      'mailer dangling-trigger',
    ]),
  );
  expect(out).not.toContain('sk_live_');
  const writes = endpoint.requests.filter(
    (one) => !/^(Get|List|Describe|BatchGet|Lookup|Head|Generate)/.test(one.action),
  );
  expect(writes).toEqual([]);
});

test('every format', async () => {
  const save = join(folder, 'audit.json');
  expect((await audit('--region', 'us-east-1', '--save', save, '--quiet')).code).toBe(1);
  const again = (...args: string[]) =>
    runCli(['audit', '--snapshot', save, '--now', '2026-11-21', ...args], folder);
  const sarif = JSON.parse((await again('--format', 'sarif')).out) as { version: string };
  expect(sarif.version).toBe('2.1.0');
  expect((await again('--format', 'html')).out).toContain('<html');
  expect((await again('--format', 'markdown')).out).toContain('# ');
  const first = await again('--format', 'json');
  expect((await again('--format', 'json')).out).toBe(first.out);
  expect((await again('--fail-on', 'never')).code).toBe(0);
  expect(readFileSync(save, 'utf8')).not.toContain('sk_live_');
});

test('refusals are unknown and never passed; where nothing can be listed the exit code is 2', async () => {
  const fine = JSON.parse((await audit('--region', 'us-east-1', '--format', 'json')).out) as Report;
  endpoint.denied.add('lambda:GetPolicy');
  const { out } = await audit('--region', 'us-east-1', '--format', 'json');
  const report = JSON.parse(out) as Report;
  expect(report.unknown.some((one) => one.action === 'lambda:GetPolicy' && one.reason === 'denied')).toBe(
    true,
  );
  expect(report.summary.verdicts['pass']).toBeLessThan(fine.summary.verdicts['pass'] ?? 0);
  endpoint.denied.add('lambda:*');
  expect((await audit('--region', 'us-east-1')).code).toBe(2);
});

test('what changed since an earlier audit is told, and unchanged functions are not asked for', async () => {
  const save = join(folder, 'one.json');
  await audit('--region', 'us-east-1', '--save', save);
  endpoint.requests.length = 0;
  addFunction(endpoint.account, 'us-east-1', { name: 'brand-new' });
  const { err } = await audit('--region', 'us-east-1', '--previous', save);
  expect(err).toContain('1 new');
  expect(err).toContain('brand-new');
  const asked = endpoint.requests.flatMap((one) =>
    one.service === 'lambda' &&
    typeof one.input === 'object' &&
    one.input !== null &&
    'FunctionName' in one.input
      ? [one.input.FunctionName]
      : [],
  );
  expect(new Set(asked)).toEqual(new Set(['brand-new']));
});

test('profiles, a role in another account, and one that cannot be taken on', async () => {
  const config = join(folder, 'config');
  const shared = join(folder, 'credentials');
  writeFileSync(
    config,
    '[profile shop]\nregion = us-east-1\n[profile there]\nrole_arn = arn:aws:iam::444455556666:role/auditor\nsource_profile = shop\nregion = eu-central-1\n',
  );
  writeFileSync(
    shared,
    `[shop]\naws_access_key_id = ${credentials.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${credentials.AWS_SECRET_ACCESS_KEY}\n`,
  );
  const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: shared };
  const run = (...args: string[]) => runCli(['audit', ...at(), '--format', 'json', ...args], folder, env);
  const two = JSON.parse((await run('--profile', 'shop,there')).out) as Report;
  expect(new Set(two.findings.map((one) => one.region))).toEqual(new Set(['us-east-1', 'eu-central-1']));
  expect(two.findings.some((one) => one.function === 'elsewhere')).toBe(true);
  const roles = await run(
    '--profile',
    'shop',
    '--accounts',
    '444455556666,999900001111',
    '--role',
    'auditor',
    '--region',
    'eu-central-1',
  );
  expect(roles.err).toContain('role/auditor');
  expect(
    (JSON.parse(roles.out) as Report).findings.every(
      (one) => one.function === undefined || one.function === 'elsewhere',
    ),
  ).toBe(true);
});

test.each([
  [['--region', 'us-east-1', '--endpoint-url', 'http://example.com'], 'not encrypted'],
  [['--snapshot', 'nothing.json'], 'cannot read the snapshot'],
  [['--accounts', '444455556666'], '--role'],
])('%s is refused in words with exit code 2', async (args, words) => {
  const { code, err } = await runCli(['audit', ...args], folder, { ...bare, ...credentials });
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test('without credentials it says what to do', async () => {
  const { code, err } = await runCli(['audit', '--region', 'us-east-1', ...at()], folder, {
    ...bare,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
  });
  expect(code).toBe(2);
  expect(err).toContain('could not sign in');
});

test('deployed code is looked into on demand, and compared with the workspace', async () => {
  writeFileSync(join(folder, 'app.py'), 'def handler(event, context):\n    return None\n');
  const { out } = await audit('--region', 'eu-central-1', '--code', '--format', 'json');
  const found = (JSON.parse(out) as Report).findings.map((one) => `${one.function} ${one.id}`);
  expect(found).toContain('shop-checkout code-rule-hit');
  expect(found).toContain('shop-checkout deployed-code-differs');
  expect(found).not.toContain('shop-orders handler-not-guarded');
});
