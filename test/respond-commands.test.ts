// The rest of a response as a person does it: evidence kept before anything is changed, in a folder and in a bucket;
// what Inspector found mended in the workspace; the finding closed with a note.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { demoAccountId } from './aws/demo-account.ts';
import { addBucket, addFunction } from './aws/describe.ts';
import { startAwsEndpoint } from './aws/endpoint.ts';
import { createIncidentWorld, foreignLayer, sceneFunction, sceneRegion } from './aws/incident-scene.ts';
import type { BucketState } from './aws/services/s3.ts';
import { regionOf } from './aws/world.ts';
import { built, runCli } from './run-cli.ts';

const now = new Date('2026-11-21T06:00:00.000Z');
const world = createIncidentWorld(now);
const endpoint = await startAwsEndpoint(world);
const state = regionOf(endpoint.account, sceneRegion);
const finding = state.guardduty.detectors[0]?.findings[0];
const id = finding?.Id ?? '';
beforeAll(() => built('cli.mjs'), 120_000);
afterAll(() => endpoint.close());
vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
  world.buckets.clear();
});
afterEach(() => {
  endpoint.denied.clear();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  runCli([...args, '--endpoint-url', endpoint.url, '--region', sceneRegion], folder, {
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  });
function bucketNamed(name: string, more: Partial<BucketState> = {}): BucketState {
  addBucket(world, endpoint.account, sceneRegion, name, more);
  const made = world.buckets.get(name);
  if (!made) throw new Error('no bucket');
  return made;
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
interface Manifest {
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[];
  readonly refused: readonly { readonly what: string; readonly action: string }[];
  readonly finding?: string;
}

test('evidence is kept in a folder: hashes are right, no value of a variable and no line of a log is in it', async () => {
  const { code, out } = await run('respond', 'evidence', id, '--to', 'kept');
  expect(code).toBe(0);
  const read = (name: string) => readFileSync(join(folder, 'kept', name));
  const manifest = JSON.parse(read('manifest.json').toString()) as Manifest;
  expect(manifest.finding).toBe(id);
  const paths = manifest.files.map((one) => one.path);
  for (const name of [
    'package.zip',
    'configuration.json',
    'policies.json',
    'role.json',
    'logs.json',
    'triggers.json',
    'finding.json',
  ])
    expect(paths).toContain(name);
  for (const one of manifest.files) {
    expect(sha256(read(one.path)), one.path).toBe(one.sha256);
    expect(read(one.path).length).toBe(one.bytes);
    expect(out).toContain(`${one.sha256}  ${one.path}`);
  }
  expect(readdirSync(join(folder, 'kept')).toSorted()).toEqual([...paths, 'manifest.json'].toSorted());
  // The layer of another account is refused, and that is said.
  expect(manifest.refused.map((one) => one.what)).toContain(`layer ${foreignLayer}`);
  const texts = paths
    .filter((one) => one.endsWith('.json'))
    .map((one) => read(one).toString())
    .join();
  expect(texts).toContain('UPSTREAM');
  const values = Object.values(
    state.lambda.functions.get(sceneFunction)?.latest.Environment?.Variables ?? {},
  );
  expect(values.length).toBeGreaterThan(0);
  for (const value of values.filter((one) => one.length > 6)) expect(texts).not.toContain(value);
  // The state after must not take the place of the state before.
  for (const again of [
    ['respond', 'evidence', id, '--to', 'kept'],
    ['respond', 'plan', id, '--evidence', 'kept'],
    ['findings', 'show', id, '--evidence', 'kept'],
  ])
    expect(await run(...again)).toMatchObject({
      code: 2,
      err: expect.stringContaining('holds evidence already'),
    });
  expect(read('manifest.json').toString()).toBe(`${JSON.stringify(manifest, undefined, 2)}\n`);
});

test('evidence is kept in a bucket: hashes checked, nothing written over, the manifest last', async () => {
  const bucket = bucketNamed('team-evidence');
  endpoint.requests.length = 0;
  const { code, err } = await run('respond', 'plan', id, '--evidence', 's3://team-evidence/incidents/1');
  expect(code).toBe(0);
  expect(err).not.toContain('public');
  const keys = [...bucket.objects.keys()];
  expect(keys.at(-1)).toMatch(new RegExp(`^incidents/1/${sceneFunction}-2\\d{3}-.*Z/manifest\\.json$`));
  const root = keys.at(-1)?.replace('manifest.json', '') ?? '';
  const manifest = JSON.parse(
    Buffer.from(bucket.objects.get(`${root}manifest.json`) ?? []).toString(),
  ) as Manifest;
  for (const one of manifest.files)
    expect(sha256(bucket.objects.get(`${root}${one.path}`) ?? new Uint8Array())).toBe(one.sha256);
  const puts = endpoint.requests.filter((one) => one.action === 'PutObject');
  expect(puts).toHaveLength(keys.length);
  for (const { input } of puts) {
    expect(input).toMatchObject({ ExpectedBucketOwner: demoAccountId, IfNoneMatch: '*' });
    expect(input).toHaveProperty('ChecksumSHA256');
    expect(input).not.toHaveProperty('ACL');
    expect(input).not.toHaveProperty('ServerSideEncryption');
  }
});

test('a finding is shown and kept in a bucket, its report last', async () => {
  const bucket = bucketNamed('team-evidence');
  const { code, err } = await run('findings', 'show', id, '--evidence', 's3://team-evidence');
  expect(code).toBe(0);
  expect(err).toContain('files are kept in s3://team-evidence/');
  const keys = [...bucket.objects.keys()];
  expect(keys.at(-1)).toMatch(/\/report\.md$/);
  expect(keys.some((key) => key.endsWith('/package.zip'))).toBe(true);
});

test('a public bucket, none, another account’s: nothing is put; one that cannot be judged is told', async () => {
  const everybody = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open/*' }],
  });
  const open = bucketNamed('open', { policy: everybody, publicAccessBlock: undefined });
  const theirs = bucketNamed('theirs', { accountId: '444455556666' });
  const plain = bucketNamed('plain', { publicAccessBlock: undefined });
  const to = (bucket: string) => run('respond', 'evidence', sceneFunction, '--to', `s3://${bucket}`);
  expect(await to('open')).toMatchObject({ code: 2, err: expect.stringContaining('open is public') });
  expect(await to('none')).toMatchObject({ code: 2, err: expect.stringContaining('no bucket none') });
  expect(await to('theirs')).toMatchObject({
    code: 2,
    err: expect.stringContaining('s3:PutObject was refused'),
  });
  expect(await to('Not_A_Bucket')).toMatchObject({
    code: 2,
    err: expect.stringContaining('s3://bucket/prefix'),
  });
  expect(open.objects.size + theirs.objects.size).toBe(0);
  const kept = await to('plain');
  expect(kept).toMatchObject({
    code: 0,
    err: expect.stringContaining('public access to plain is not blocked'),
  });
  expect(plain.objects.size).toBeGreaterThan(5);
});

test('what is refused is named in the manifest, and the rest is kept', async () => {
  for (const action of ['iam:ListRolePolicies', 'lambda:GetPolicy', 'logs:DescribeLogStreams'])
    endpoint.denied.add(action);
  const { code, err } = await run('respond', 'evidence', sceneFunction, '--to', 'kept');
  expect(code).toBe(0);
  expect(err).toContain('inline policies');
  const manifest = JSON.parse(readFileSync(join(folder, 'kept/manifest.json'), 'utf8')) as Manifest;
  expect(manifest.refused.map((one) => one.action)).toEqual(
    expect.arrayContaining(['iam:ListRolePolicies', 'lambda:GetPolicy', 'logs:DescribeLogStreams']),
  );
  endpoint.denied.add('lambda:*');
  expect((await run('respond', 'evidence', sceneFunction, '--to', 'nothing')).code).toBe(2);
});

test('packages go to their fixed versions in the manifests; places of code findings are named', async () => {
  mkdirSync(join(folder, 'src/lib'), { recursive: true });
  const manifest = '{\n  "dependencies": {\n    "tiny-left": "~1.3.0"\n  }\n}\n';
  writeFileSync(join(folder, 'src/package.json'), manifest);
  writeFileSync(join(folder, 'src/lib/sync.js'), '\n\n\n\n\n');
  const [weak] = state.inspector.findings.flatMap(
    (one) => one.packageVulnerabilityDetails?.vulnerablePackages ?? [],
  );
  const first = await run('respond', 'mend', sceneFunction);
  expect(first.code).toBe(1);
  expect(first.out).toContain('src/lib/sync.js:5: ');
  expect(first.out).toMatch(new RegExp(`${weak?.name}.*${weak?.fixedInVersion}`));
  writeFileSync(
    join(folder, 'src/package.json'),
    `\uFEFF{\n  "dependencies": {\n    "${weak?.name}": "~${weak?.version}"\n  }\n}\n`,
  );
  const diff = await run('respond', 'mend', sceneFunction);
  expect(diff.out).toContain(`--- a/src/package.json\n+++ b/src/package.json`);
  expect(diff.out).toContain(
    `-    "${weak?.name}": "~${weak?.version}"\n+    "${weak?.name}": "~${weak?.fixedInVersion}"`,
  );
  const written = await run('respond', 'mend', sceneFunction, '--write');
  expect(written.code).toBe(0);
  expect(readFileSync(join(folder, 'src/package.json'), 'utf8')).toBe(
    `\uFEFF{\n  "dependencies": {\n    "${weak?.name}": "~${weak?.fixedInVersion}"\n  }\n}\n`,
  );
  const data = JSON.parse((await run('respond', 'mend', sceneFunction, 'src', '--format', 'json')).out) as {
    readonly manifests: readonly unknown[];
    readonly code: readonly unknown[];
  };
  expect(data.manifests).toMatchObject([{ file: 'src/package.json', mends: [{ kind: 'deploy', line: 3 }] }]);
  endpoint.denied.add('inspector2:ListFindings');
  expect(await run('respond', 'mend', sceneFunction)).toMatchObject({
    code: 2,
    err: expect.stringContaining('inspector2:ListFindings was denied'),
  });
});

test('a finding is closed with a note, undone but for the note', async () => {
  const alone = await run('respond', 'plan', id, '--note', 'ours');
  expect(alone).toMatchObject({ code: 2, err: expect.stringContaining('go with --archive') });
  const planned = await run('respond', 'plan', id, '--archive', '--note', 'a test of ours', '--not-useful');
  expect(planned.out).toContain('guardduty:UpdateFindingsFeedback');
  expect(planned.out).toContain('cannot be taken back');
  expect((await run('respond', 'apply', sceneFunction)).code).toBe(0);
  expect(finding?.Service).toMatchObject({ Archived: true, UserFeedback: 'NOT_USEFUL' });
  const undone = await run('respond', 'undo', sceneFunction);
  expect(undone.err).toContain('GuardDuty keeps what was said');
  expect(finding?.Service?.Archived).toBe(false);
});

test('another address or domain may be named; what is neither is refused', async () => {
  const wrong = await run('respond', 'plan', sceneFunction, '--remote', 'not an address');
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('no address and no domain') });
  const words = async (remote: string) =>
    (await run('respond', 'plan', sceneFunction, '--remote', remote)).out;
  expect(await words('203.0.113.9')).toContain('block-in-dns: no domain is known');
  expect(await words('evil.example')).toContain('block-in-network-acl: no remote address is known');
});

test('a container image has no package, and its digest is kept', async () => {
  addFunction(endpoint.account, sceneRegion, { name: 'imaged', image: true });
  const { code, err } = await run('respond', 'evidence', 'imaged', '--to', 'kept');
  expect(code).toBe(0);
  expect(err).toContain(
    'package of imaged could not be kept: lambda:GetFunction was not-asked (a container image)',
  );
  const kept = JSON.parse(readFileSync(join(folder, 'kept/configuration.json'), 'utf8')) as {
    image: unknown;
  };
  expect(kept.image).toMatchObject({ uri: expect.stringContaining('dkr.ecr') });
});

test('the network remedies are offered with the finding’s address', async () => {
  const { out } = await run('respond', 'plan', id, '--format', 'json');
  const { offers } = JSON.parse(out) as {
    offers: readonly { readonly id: string; readonly warnings: readonly string[] }[];
  };
  expect(offers.map((one) => one.id)).toEqual(
    expect.arrayContaining([
      'block-in-dns',
      'block-in-firewall',
      'block-in-network-acl',
      'no-egress',
      'remove-url',
      'newer-layers',
    ]),
  );
  expect(offers.find((one) => one.id === 'no-egress')?.warnings.join()).toMatch(
    /in no VPC|calls that run already/,
  );
});
