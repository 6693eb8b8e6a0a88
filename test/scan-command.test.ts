// The command line as a whole: same verdicts from a file, a folder and an archive; formats; exit codes; bad input.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const scan = (...args: string[]) => runCli(['scan', '--no-cache', ...args], folder);

const handler = `import subprocess
import helper

def lambda_handler(event, context):
    return subprocess.check_output(event["cmd"], shell=True).decode("utf-8")
`;
const seed = '.*(call|check_output|system|popen|run|local|spawn).*\\(.*\n';

interface JsonReport {
  readonly findings: readonly {
    readonly id: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly endColumn: number;
  }[];
  readonly unknown: readonly { readonly message: string }[];
  readonly summary: Readonly<Record<string, unknown>>;
}

async function findings(...args: string[]): Promise<JsonReport> {
  return JSON.parse((await scan('--format', 'json', ...args)).out) as JsonReport;
}

test("the seed's rule and its example, in the nearest rules folder", async () => {
  write({ 'app.py': handler, 'rules/code_protect.txt': seed });
  const { code, out } = await scan('app.py');
  expect(out).toBe('app.py:5:23: error line-1: .*(call|check_output|system|popen|run|local|spawn).*\\(.*\n');
  expect(code).toBe(1);
});

test('a file, a folder and an archive give the same findings', async () => {
  write({
    'fn/app.py': handler,
    'fn/helper.py': 'import os\n\ndef go(x):\n    os.system(x)\n',
    'code_protect.txt': seed,
    'fn.zip': zipSync({
      'app.py': strToU8(handler),
      'helper.py': strToU8('import os\n\ndef go(x):\n    os.system(x)\n'),
    }),
  });
  const place = ({ file, ...rest }: JsonReport['findings'][number]) => ({
    ...rest,
    file: file.replace(/^.*\//, ''),
  });
  const fromFiles = (await findings('fn/app.py', 'fn/helper.py')).findings.map(place);
  expect(fromFiles.map(({ file, line, column, endColumn }) => [file, line, column, endColumn])).toEqual([
    ['app.py', 5, 23, 35],
    ['helper.py', 4, 8, 14],
  ]);
  expect((await findings('fn')).findings.map(place)).toEqual(fromFiles);
  expect((await findings('fn.zip')).findings.map(place)).toEqual(fromFiles);
});

test('the guard in a package is not the code of the function; another file of its name is', async () => {
  const guard = readFileSync(join(import.meta.dirname, '..', 'guard', 'python', 'protect_lambda.py'), 'utf8');
  write({
    'code_protect.txt': seed,
    'fn/app.py': 'import protect_lambda\n\ndef lambda_handler(event, context):\n    return 1\n',
    'fn/protect_lambda.py': guard,
  });
  expect((await findings('fn')).findings).toEqual([]);
  write({
    'fn.zip': zipSync({ 'protect_lambda.py': strToU8(guard) }),
    'fn/protect_lambda.py': `${guard}\nos.system("x")\n`,
  });
  expect((await findings('fn.zip')).findings).toEqual([]);
  expect((await findings('fn')).findings.length).toBeGreaterThan(0);
});

test('of a folder, only what belongs to functions; all with --all', async () => {
  write({
    'code_protect.txt': seed,
    'fn/app.py': handler,
    'fn/helper.py': 'import os\nos.system("x")\n',
    'scripts/deploy.py': 'import os\nos.system("x")\n',
  });
  const files = (report: JsonReport) => report.findings.map(({ file }) => file);
  expect(files(await findings('.'))).toEqual(['fn/app.py', 'fn/helper.py']);
  expect(files(await findings('.', '--all'))).toEqual(['fn/app.py', 'fn/helper.py', 'scripts/deploy.py']);
});

test('a second run over the cache says the same, and sees what changed', async () => {
  write({ 'code_protect.txt': seed, 'fn/app.py': handler });
  const cache = { LAMBDA_PROTECT_CACHE: join(folder, 'cache') };
  const cached = () => runCli(['scan', 'fn'], folder, cache);
  const first = await cached();
  expect((await cached()).out).toBe(first.out);
  write({ 'fn/app.py': `\n${handler}` });
  expect((await cached()).out).toBe(first.out.replace(':5:', ':6:'));
  write({ 'code_protect.txt': 'nothing_like_it' });
  expect((await cached()).out).toBe('');
});

test('both engines say the same', async () => {
  write({ 'code_protect.txt': seed, 'fn/app.py': handler });
  expect((await scan('fn', '--engine', 're2js')).out).toBe((await scan('fn')).out);
});

test('a suppressed finding is in SARIF with its reason, and nowhere as live', async () => {
  write({
    'code_protect.txt': '#@ id: os-command\n(check_output)',
    'app.py': handler.replace(
      '    return',
      '    # protect: allow os-command -- the command is constant\n    return',
    ),
  });
  const { code, out } = await scan('app.py', '--format', 'sarif');
  const [result] = JSON.parse(out).runs[0].results;
  expect(result.suppressions).toEqual([
    expect.objectContaining({ kind: 'inSource', justification: 'the command is constant' }),
  ]);
  expect(code).toBe(0);
  expect((await findings('app.py')).findings).toEqual([]);
});

test('a broken rule is told, and the others run', async () => {
  write({ 'code_protect.txt': `(unclosed\n${seed}`, 'app.py': handler });
  const { code, out, err } = await scan('app.py');
  expect(out).toContain('error line-2');
  expect(err).toContain('1 mistake in');
  expect(code).toBe(1);
});

test('what cannot be looked at is said: binary, wrong UTF-8, unknown language', async () => {
  write({
    'code_protect.txt': seed,
    'binary.py': new Uint8Array([0, 1, 2, 3]),
    'latin.py': new Uint8Array([...strToU8('# caf'), 0xe9, ...strToU8('\nos.system(x)\n')]),
    'notes.txt': 'os.system(x)',
  });
  const { unknown, findings: found } = await findings('binary.py', 'latin.py', 'notes.txt');
  expect(unknown.map(({ message }) => message.replace(/^.*\//, ''))).toEqual([
    'binary.py: a binary file',
    'notes.txt: not a source file of a language with code rules',
  ]);
  expect(found.map(({ file, line }) => [file, line])).toEqual([['latin.py', 2]]);
});

test('a minified line of 5 MB ends, with findings', async () => {
  const part = 'function a(b){return b.c?d(b,"text of no meaning"):/x+/.test(b)}';
  const line = `${part.repeat(Math.ceil(2_500_000 / part.length))};child.spawn(event.x);${part.repeat(Math.ceil(2_500_000 / part.length))}`;
  write({ 'code_protect.txt': '#@ id: s\n#@ where: code\n\\.(spawn)\\(', 'bundle.js': line });
  const start = performance.now();
  const { findings: found } = await findings('bundle.js');
  expect(found.map(({ id }) => id)).toEqual(['s']);
  expect(performance.now() - start).toBeLessThan(15_000);
});

test('10,000 rules are no reason to stop', async () => {
  const rules = Array.from({ length: 10_000 }, (_, n) => `never_${n}_called\\(`).join('\n');
  write({ 'code_protect.txt': `${rules}\n${seed}`, 'app.py': handler });
  const { out } = await scan('app.py');
  expect(out).toContain('app.py:5:23: error line-10001');
});

test('wrong usage ends with 2 and says why', async () => {
  write({ 'app.py': handler });
  expect(await scan('nowhere')).toMatchObject({
    code: 2,
    err: expect.stringContaining('no such file or folder: nowhere'),
  });
  expect(await scan('app.py', '--rules', 'nowhere')).toMatchObject({ code: 2 });
  expect(await scan('app.py', '--fail-on', 'sometimes')).toMatchObject({ code: 2 });
  expect(await scan('app.py', '--format', 'xml')).toMatchObject({ code: 2 });
  expect(await runCli(['dance'], folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining('unknown command: dance'),
  });
  expect(await scan('app.py', '--no-such-option')).toMatchObject({ code: 2 });
});

test('--fail-on decides the exit code', async () => {
  write({ 'code_protect.txt': '#@ severity: warning\n(check_output)', 'app.py': handler });
  expect((await scan('app.py')).code).toBe(0);
  expect((await scan('app.py', '--fail-on', 'warning')).code).toBe(1);
  expect((await scan('app.py', '--fail-on', 'never')).code).toBe(0);
});
