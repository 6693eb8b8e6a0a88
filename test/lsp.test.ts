// The language server through its real door: a process of its own over standard input and output.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type * as lsp from 'vscode-languageserver-protocol';
import { type ClientOptions, type LspClient, startClient } from './lsp-client.ts';
import { runCli } from './run-cli.ts';

let folder = '';
let client: LspClient | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-lsp-'));
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(
  files: Readonly<Record<string, string>>,
  options: Partial<ClientOptions> = {},
): Promise<LspClient> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  // The guard's hints are another test's matter.
  client = await startClient(folder, { pulls: true, settings: { guardHints: false }, ...options });
  return client;
}

const rules = '#@ id: os-command\n#@ message: runs a command\n#@ where: code\n(check_output|system)\\s*\\(\n';
const handler = `import subprocess

def lambda_handler(event, context):
    return subprocess.check_output(event["cmd"], shell=True)
`;
const placeOf = ({ code, range: { start, end } }: lsp.Diagnostic) =>
  `${start.line + 1}:${start.character + 1}-${end.character + 1} ${code}`;

test('a finding links to its rule, and follows the keystrokes', async () => {
  const editor = await start({ 'code_protect.txt': rules, 'app.py': handler });
  await editor.open('app.py', 'python', handler);
  const [found] = await editor.items('app.py');
  expect(found).toMatchObject({
    code: 'os-command',
    source: 'lambda-protect',
    message: 'runs a command',
    severity: 1,
    codeDescription: { href: `${editor.uri('code_protect.txt')}#L4` },
    relatedInformation: [
      { location: { uri: editor.uri('code_protect.txt'), range: { start: { line: 3, character: 0 } } } },
    ],
  });
  await editor.change('app.py', `# a line more\n${handler}`);
  expect((await editor.items('app.py')).map(placeOf)).toEqual(['5:23-35 os-command']);
  await editor.change('app.py', handler.replace('return', '# return'));
  expect(await editor.items('app.py')).toEqual([]);
});

test('an answer that would be the same is "unchanged"', async () => {
  const editor = await start({ 'code_protect.txt': rules, 'app.py': handler });
  await editor.open('app.py', 'python', handler);
  // Settings and the workspace's functions arrive in the first moments; then nothing changes any more.
  let { resultId } = await editor.pull('app.py');
  let again = await editor.pull('app.py', resultId);
  for (let moment = 0; moment < 100 && again.kind !== 'unchanged'; moment++) {
    ({ resultId } = again);
    again = await editor.pull('app.py', resultId);
  }
  expect(again).toEqual({ kind: 'unchanged', resultId });
  await editor.change('app.py', `${handler}\n`);
  expect(await editor.pull('app.py', resultId)).toMatchObject({ kind: 'full' });
});

test('a rule counts while it is typed, and the editor is asked to pull again', async () => {
  const editor = await start({ 'code_protect.txt': 'nothing_like_it\n', 'app.py': handler });
  await editor.open('app.py', 'python', handler);
  expect(await editor.items('app.py')).toEqual([]);
  await editor.open('code_protect.txt', 'lambda-protect-rules', 'nothing_like_it\n');
  const before = editor.refreshes;
  await editor.change('code_protect.txt', rules);
  await editor.until(() => editor.refreshes > before);
  expect((await editor.items('app.py')).map(placeOf)).toEqual(['4:23-35 os-command']);
});

test('a bad rule is marked in its file, and the good ones go on', async () => {
  const text = `(unclosed\n${rules}`;
  const editor = await start({ 'code_protect.txt': text, 'app.py': handler });
  await editor.open('code_protect.txt', 'lambda-protect-rules', text);
  await editor.open('app.py', 'python', handler);
  expect((await editor.items('app.py')).map(({ code }) => code)).toEqual(['os-command']);
  const wrong = (await editor.items('code_protect.txt')).filter(({ severity }) => severity === 1);
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every(({ range }) => range.start.line === 0)).toBe(true);
});

test('the allow action writes a comment that the scan honours', async () => {
  const editor = await start({ 'code_protect.txt': rules, 'app.py': handler });
  await editor.open('app.py', 'python', handler);
  const at = { line: 3, character: 25 };
  const actions: lsp.CodeAction[] = await editor.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: editor.uri('app.py') },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const allow = actions.find(({ title }) => title.startsWith('Allow os-command'));
  const [edit] = allow?.edit?.changes?.[editor.uri('app.py')] ?? [];
  expect(edit?.newText).toBe('    # protect: allow os-command -- reason\n');
  const lines = handler.split('\n');
  lines.splice(edit?.range.start.line ?? 0, 0, (edit?.newText ?? '').trimEnd());
  await editor.change('app.py', lines.join('\n'));
  expect(await editor.items('app.py')).toEqual([]);
});

test('"fix all" takes the safe edits only', async () => {
  const text =
    'import requests\ndef lambda_handler(event, context):\n    requests.get(A, verify=False)\n    requests.get(B, verify=False)\n    eval(event)\n';
  const editor = await start({
    'code_protect.txt': '#@ id: tls-off\n(verify\\s*=\\s*False)\n#@ id: dynamic-eval\n(eval)\\(\n',
    'app.py': text,
  });
  await editor.open('app.py', 'python', text);
  const actions: lsp.CodeAction[] = await editor.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: editor.uri('app.py') },
    range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
    context: { diagnostics: [], only: ['source.fixAll'] },
  });
  expect(
    actions.map(({ edit }) => edit?.changes?.[editor.uri('app.py')]?.map(({ newText }) => newText)),
  ).toEqual([['verify=True', 'verify=True']]);
});

test('hover says what, why and what instead', async () => {
  const editor = await start({
    'code_protect.txt': `#@ why: the event decides what runs\n#@ todo: call the library\n#@ cwe: 78\n${rules}`,
    'app.py': handler,
  });
  await editor.open('app.py', 'python', handler);
  const hover: lsp.Hover = await editor.connection.sendRequest('textDocument/hover', {
    textDocument: { uri: editor.uri('app.py') },
    position: { line: 3, character: 25 },
  });
  const { value } = hover.contents as lsp.MarkupContent;
  expect(value).toContain('runs a command');
  expect(value).toContain('the event decides what runs');
  expect(value).toContain('call the library');
  expect(value).toContain('CWE-78');
});

test('the workspace: functions only, open files by themselves, unchanged the second time', async () => {
  const helper = 'import os\n\ndef go(x):\n    os.system(x)\n';
  const editor = await start({
    'code_protect.txt': rules,
    'fn/app.py': handler,
    'fn/helper.py': helper,
    'scripts/deploy.py': helper,
  });
  await editor.open('fn/app.py', 'python', handler);
  const workspace = (previousResultIds: readonly lsp.PreviousResultId[]) =>
    editor.connection.sendRequest<lsp.WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds,
    });
  const sourcesOf = ({ items }: lsp.WorkspaceDiagnosticReport) =>
    items.filter(({ uri }) => uri.endsWith('.py'));
  const first = sourcesOf(await workspace([]));
  expect(first.map(({ uri }) => uri)).toEqual([editor.uri('fn/helper.py')]);
  const [report] = first;
  const previous = [{ uri: report?.uri ?? '', value: report?.resultId ?? '' }];
  expect(sourcesOf(await workspace(previous))).toEqual([
    { kind: 'unchanged', uri: report?.uri, version: null, resultId: report?.resultId },
  ]);
});

test('rule files and event files that are not open are looked at too', async () => {
  const editor = await start({
    'rules/code_protect.txt': `(unclosed\n${rules}`,
    'rules/in_protect.txt': '#@ id: union-select\n(?i)union select\n',
    'fn/app.py': 'def lambda_handler(event, context):\n    return 1\n',
    'events/bad.json': '{ "q": "1 UNION SELECT 2" }\n',
    'events/good.json': '{ "q": "hello" }\n',
  });
  const { items } = await editor.connection.sendRequest<lsp.WorkspaceDiagnosticReport>(
    'workspace/diagnostic',
    { previousResultIds: [] },
  );
  const found = items.flatMap((report) =>
    report.kind === 'full' ? report.items.map(({ code }) => [report.uri, code]) : [],
  );
  expect(found).toContainEqual([editor.uri('events/bad.json'), 'union-select']);
  expect(found.some(([uri]) => uri === editor.uri('rules/code_protect.txt'))).toBe(true);
  expect(found.some(([uri]) => uri === editor.uri('events/good.json'))).toBe(false);
});

test('a file outside of every function is not looked at, unless the scope is all', async () => {
  const script = 'import os\nos.system("x")\n';
  const editor = await start({
    'code_protect.txt': rules,
    'fn/app.py': handler,
    'scripts/deploy.py': script,
  });
  await editor.open('scripts/deploy.py', 'python', script);
  expect(await editor.items('scripts/deploy.py')).toEqual([]);
  const before = editor.refreshes;
  await editor.configure({ scope: 'all', guardHints: false });
  await editor.until(() => editor.refreshes > before);
  expect((await editor.items('scripts/deploy.py')).map(({ code }) => code)).toEqual(['os-command']);
});

test('a new file that is not saved yet is looked at like the others', async () => {
  const editor = await start({ 'code_protect.txt': rules, 'fn/app.py': handler });
  await editor.open('new.py', 'python', handler);
  expect((await editor.items('new.py')).map(placeOf)).toEqual(['4:23-35 os-command']);
  await editor.until(() => editor.refreshes > 0);
  await editor.open('fn/later.py', 'python', 'x = 1\n');
  await editor.change('fn/later.py', handler);
  expect((await editor.items('fn/later.py')).map(placeOf)).toEqual(['4:23-35 os-command']);
});

test('a client that does not pull is pushed to, for open files and the others', async () => {
  const editor = await start(
    { 'code_protect.txt': rules, 'fn/app.py': handler, 'fn/helper.py': 'import os\nos.system("x")\n' },
    { pulls: false },
  );
  expect(editor.capabilities.diagnosticProvider).toBeUndefined();
  await editor.open('fn/app.py', 'python', handler);
  const own = await editor.until(() => editor.pushed.get(editor.uri('fn/app.py')));
  expect(own.map(placeOf)).toEqual(['4:23-35 os-command']);
  const other = await editor.until(() => editor.pushed.get(editor.uri('fn/helper.py')));
  expect(other.map(placeOf)).toEqual(['2:4-10 os-command']);
  await editor.change('fn/app.py', 'x = 1\n');
  await editor.until(() => editor.pushed.get(editor.uri('fn/app.py'))?.length === 0);
});

test('live view and command line say the same of a shipped fixture', async () => {
  const text = `import os, pickle, yaml, requests, hashlib\n\ndef lambda_handler(event, context):\n    os.system(event["x"])\n    pickle.loads(event["y"])\n    yaml.load(event["z"])\n    requests.get(event["u"], verify=False)\n    return hashlib.md5(b"x").hexdigest()\n`;
  const editor = await start({ 'app.py': text });
  await editor.open('app.py', 'python', text);
  const live = (await editor.items('app.py')).map(
    ({ range, code }) => `${range.start.line + 1}:${range.start.character + 1} ${code}`,
  );
  const { out } = await runCli(['scan', '--format', 'json', '--no-cache', 'app.py'], folder);
  const report: { findings: { line: number; column: number; id: string }[] } = JSON.parse(out);
  expect(live.length).toBeGreaterThan(4);
  expect(report.findings.map(({ line, column, id }) => `${line}:${column} ${id}`)).toEqual(live);
});

test('from the start of the server to the first diagnostic', async () => {
  const began = performance.now();
  const editor = await start({ 'code_protect.txt': rules, 'app.py': handler });
  await editor.open('app.py', 'python', handler);
  expect((await editor.items('app.py')).length).toBe(1);
  // The promise is 800 ms on a quiet machine (see the bench); here only that nothing waits for a time limit.
  expect(performance.now() - began).toBeLessThan(5_000);
});
