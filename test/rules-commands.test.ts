// `rules check`, `rules replay` and `event check` as a person runs them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

interface JsonReport {
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  readonly unknown: readonly { readonly id: string; readonly message: string }[];
  readonly summary: Readonly<Record<string, unknown>>;
}

async function json(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly report: JsonReport }> {
  const { code, out, err } = await runCli([...args, '--format', 'json'], folder);
  if (out === '') throw new Error(err);
  return { code, report: JSON.parse(out) };
}

test('rules check tells every kind of mistake at its place, and fails on errors', async () => {
  put({
    'in_protect.txt': '#@ sevrity: hint\n#+ nothing\n(a+)+$\npass(?=word)\nx\n',
    'code_protect.txt': '#@ id: a\nexec\\(\n#@ id: a\npre_exec\\(\n',
  });
  const { code, report } = await json('rules', 'check');
  expect(code).toBe(1);
  const found = report.findings.map(({ id, file, line, column }) => `${file}:${line}:${column} ${id}`).sort();
  expect(found).toEqual([
    'code_protect.txt:2:1 loose-word',
    'code_protect.txt:3:8 repeated-id',
    'code_protect.txt:4:1 subsumed-rule',
    'in_protect.txt:1:4 unknown-directive',
    'in_protect.txt:2:4 failing-example',
    'in_protect.txt:3:1 super-linear-pattern',
    'in_protect.txt:3:6 engine-difference',
    'in_protect.txt:4:5 not-re2',
  ]);
  const attack = report.findings.find(({ id }) => id === 'super-linear-pattern')?.message;
  expect(attack).toMatch(/exponential in Python and JavaScript, linear in RE2; attack string: 'a'/);
  expect(report.summary).toMatchObject({ files: 2, rules: 5, examples: 1 });
});

test('rules check is content with a good file, quickly where it shall be quick', async () => {
  put({
    'out_protect.txt': '#@ id: trace\n#+ Traceback (most recent call last)\nTraceback \\(most recent\n',
  });
  expect(await json('rules', 'check', 'out_protect.txt', '--quick')).toMatchObject({
    code: 0,
    report: { findings: [] },
  });
  expect((await runCli(['rules', 'check', 'other.txt'], folder)).code).toBe(2);
});

test('event check tells what would be blocked, with the decoding and without the content', async () => {
  put({
    'in_protect.txt': '#@ id: shell\n; *cat\n#@ id: watched\n#@ mode: monitor\nweird\n',
    'out_protect.txt': '#@ id: trace\nTraceback\n',
    'a.json': JSON.stringify({ body: 'x%3B cat /etc/secret-name', q: 'weird' }),
    'good.json': '{"q":"fine"}',
    'bad.json': '{"q":',
    'answer.json': '{"body":"Traceback (most recent call last)"}',
  });
  const { code, report } = await json('event', 'check', 'a.json', 'good.json', 'bad.json');
  expect(code).toBe(1);
  expect(report.findings.map(({ id, severity, file }) => `${file} ${severity} ${id}`)).toEqual([
    'a.json error shell',
    'a.json info watched',
  ]);
  expect(report.findings[0]?.message).toBe(
    'the event would be blocked by shell ($.body, revealed by percent-encoding)',
  );
  expect(JSON.stringify(report)).not.toContain('secret-name');
  expect(report.unknown.map(({ id }) => id)).toEqual(['not-json']);
  expect(report.summary).toMatchObject({ files: 2, blocked: 1 });
  expect((await json('event', 'check', 'good.json')).code).toBe(0);
  expect((await json('event', 'check', '--out', 'answer.json')).report.findings.map(({ id }) => id)).toEqual([
    'trace',
  ]);
  expect((await runCli(['event', 'check', 'absent.json'], folder)).code).toBe(2);
});

test('rules replay tells what is newly blocked and what newly passes', async () => {
  put({
    'code_protect.txt': '#@ id: run\nrun\\(\n',
    'in_protect.txt': '#@ id: word\nunion\n',
    'app.py': 'def lambda_handler(event, context):\n    run(event)\n    rerun(event)\n    os.system("x")\n',
    'events/a.json': '{"q":"the union"}',
    'events/b.json': '{"q":"union  select"}',
    'events/c.json': '{"q":"sleep(5)"}',
  });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'rules');
  expect(await json('rules', 'replay', '--all')).toMatchObject({ code: 0, report: { findings: [] } });
  put({
    'code_protect.txt': '#@ id: run\n\\brun\\(\n#@ id: system\n\\bsystem\\(\n',
    'in_protect.txt': '#@ id: word\nunion\\s+select|sleep\\(\n',
  });
  const { code, report } = await json('rules', 'replay', '--all', '--fail-on', 'warning');
  expect(code).toBe(1);
  expect(report.findings.map(({ id, file, line }) => `${id} ${file}:${line}`).sort()).toEqual([
    'newly-blocked app.py:4',
    'newly-blocked events/c.json:1',
    'newly-passing app.py:3',
    'newly-passing events/a.json:1',
  ]);
  expect(report.summary).toMatchObject({ files: 1, events: 3, newlyBlocked: 2, newlyPassing: 2 });
});

test('rules replay outside of git says so', async () => {
  put({ 'in_protect.txt': 'x\n' });
  const { code, err } = await runCli(['rules', 'replay'], folder, { GIT_CEILING_DIRECTORIES: tmpdir() });
  expect(code).toBe(2);
  expect(err).toContain('not a git repository');
});
