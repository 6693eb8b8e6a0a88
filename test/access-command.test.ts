// `access` and the written forms of `audit`, over a saved snapshot, as a person runs them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largeSnapshot } from '../server/core/audit/example-snapshot.ts';
import { runCli } from './run-cli.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-access-'));
  writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(largeSnapshot(60)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const access = (...words: readonly string[]) =>
  runCli(['access', ...words, '--snapshot', 'snapshot.json'], folder);

test('who can modify a function, by which statement', async () => {
  const { code, out } = await access('who-can-modify', 'service-3');
  expect(code).toBe(0);
  expect(out).toContain('who can modify arn:aws:lambda:eu-west-1:111122223333:function:service-3');
  expect(out).toMatch(/role service-0-role .*\n.*allowed by statement 3 of service-0-role\/inline/);
});

test('who can invoke a function', async () => {
  const { out } = await access('who-can-invoke', 'service-0');
  expect(out).toContain('https://service-0.lambda-url.eu-west-1.on.aws/ ($LATEST), without authentication');
  expect(out).toContain(
    's3.amazonaws.com: lambda:InvokeFunction if aws:SourceArn is like arn:aws:s3:::bucket-0',
  );
});

test('what a function can do, as JSON too', async () => {
  const { code, out } = await access(
    'what-can',
    'arn:aws:lambda:eu-west-1:111122223333:function:service-50',
    '--format',
    'json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    question: 'what-can',
    answer: { services: [{ service: '*' }, { service: 's3' }, { service: 'logs' }, { service: 'dynamodb' }] },
  });
});

test('what the code calls, beside what the role gives', async () => {
  const code = join(folder, 'code');
  mkdirSync(code);
  writeFileSync(
    join(code, 'app.py'),
    "import boto3\nfrom store import table\n\n\ndef handler(event, context):\n    table.put_item(Item=event)\n    boto3.client('sns').publish()\n",
  );
  writeFileSync(join(code, 'store.py'), "import boto3\ntable = boto3.resource('dynamodb').Table('t')\n");
  const { code: exit, out } = await access('code-needs', 'service-3', 'code/app.py');
  expect(exit).toBe(0);
  expect(out).toMatch(/called, and no statement of the role allows it\n {2}sns:Publish {2}code\/app.py:7\n/);
  expect(out).toMatch(/called\n {2}dynamodb:PutItem {2}code\/app.py:6\n/);
  expect(out).toMatch(/granted, and nothing calls it\n(?: {2}.*\n)* {2}s3:GetObject on /);
  const nowhere = await access('code-needs', 'service-3', 'snapshot.json');
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('no code of service-3 found')]);
});

test('wrong usage is told: exit code 2', async () => {
  for (const [words, said] of [
    [['who-can-modify', 'nothing'], 'no such function: nothing'],
    [['who-can-modify'], 'wants one function'],
    [['who-knows', 'service-0'], 'wants one of who-can-modify'],
  ] as const) {
    const { code, err, out } = await access(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  }
});

test('an audit as HTML and as Markdown', async () => {
  const audit = (format: string) =>
    runCli(['audit', '--snapshot', 'snapshot.json', '--format', format, '--fail-on', 'never'], folder);
  const html = await audit('html');
  expect([html.code, html.out.startsWith('<!doctype html>')]).toEqual([0, true]);
  expect((await audit('markdown')).out).toContain('# Audit of Lambda functions');
});
