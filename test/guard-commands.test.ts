// The guard through the real doors: the language server's command, and the command line on whole projects.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type * as lsp from 'vscode-languageserver-protocol';
import { type LspClient, startClient } from './lsp-client.ts';
import { runCli } from './run-cli.ts';

let folder = '';
let client: LspClient | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-guard-'));
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const projects = join(import.meta.dirname, 'fixtures/projects');
const textOf = (path: string) => readFileSync(join(folder, path), 'utf8');

test('one click wraps a handler, and brings what it needs', async () => {
  const app = 'def lambda_handler(event, context):\n    return 1\n';
  const template =
    'Resources:\n  A:\n    Type: AWS::Serverless::Function\n    Properties: { CodeUri: src, Handler: app.lambda_handler, Runtime: python3.13 }\n';
  for (const [path, text] of [
    ['src/app.py', app],
    ['template.yaml', template],
  ] as const) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  client = await startClient(folder, { pulls: true });
  const { connection, uri } = client;
  const edits: lsp.WorkspaceEdit[] = [];
  connection.onRequest('workspace/applyEdit', ({ edit }: lsp.ApplyWorkspaceEditParams) => {
    edits.push(edit);
    return { applied: true };
  });
  await client.open('src/app.py', 'python', app);
  let hint: lsp.Diagnostic | undefined;
  for (let tries = 0; hint === undefined && tries < 40; tries++) {
    hint = (await client.items('src/app.py')).find(({ code }) => code === 'handler-not-guarded');
    if (hint === undefined)
      await connection.sendRequest('textDocument/codeLens', { textDocument: { uri: uri('src/app.py') } });
  }
  expect(hint).toMatchObject({
    severity: 4,
    range: { start: { line: 0, character: 4 }, end: { line: 0, character: 18 } },
  });

  const lenses: lsp.CodeLens[] = await connection.sendRequest('textDocument/codeLens', {
    textDocument: { uri: uri('src/app.py') },
  });
  expect(lenses.map(({ command }) => command?.title)).toEqual(['Lambda handler, not guarded: wrap in guard']);

  const at = { line: 0, character: 6 };
  const actions: lsp.CodeAction[] = await connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri: uri('src/app.py') },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  });
  const action = actions.find(({ title }) => title === 'Wrap lambda_handler in guard');
  expect(action).toMatchObject({ isPreferred: true, kind: 'quickfix' });
  await connection.sendRequest('workspace/executeCommand', action?.command);
  expect(edits).toEqual([
    {
      changes: {
        [uri('src/app.py')]: [
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
            newText: 'from protect_lambda import protect_lambda\n\n\n',
          },
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
            newText: '@protect_lambda\n',
          },
        ],
      },
    },
  ]);
  expect(existsSync(join(folder, 'src/protect_lambda.py'))).toBe(true);
  expect(existsSync(join(folder, 'src/rules/code_protect.txt'))).toBe(true);
});

test('handlers as text, JSON and SARIF', async () => {
  cpSync(join(projects, 'sam-python'), folder, { recursive: true });
  const text = await runCli(['handlers'], folder);
  expect(text.out).toBe(
    'orders/app.py:6:5: lambda_handler [python; sam; not guarded]\nreports/reports/nightly.py:4:11: handler [python; sam; not guarded]\n',
  );
  expect(text.code).toBe(0);
  const json = JSON.parse((await runCli(['handlers', '--format', 'json'], folder)).out);
  expect(json).toMatchObject({
    version: 1,
    handlers: [
      {
        file: 'orders/app.py',
        line: 6,
        column: 5,
        name: 'lambda_handler',
        language: 'python',
        handler: 'app.lambda_handler',
        foundBy: ['sam'],
        guarded: false,
      },
      { file: 'reports/reports/nightly.py', handler: 'reports.nightly.handler' },
    ],
    summary: { handlers: 2, guarded: 0 },
  });
  const sarif = JSON.parse((await runCli(['handlers', '--format', 'sarif'], folder)).out);
  expect(sarif.runs[0].results).toHaveLength(2);
  expect((await runCli(['handlers', 'nowhere'], folder)).code).toBe(2);
});

test.each(['sam-python', 'sam-typescript', 'serverless-typescript', 'cdk-typescript', 'terraform'])(
  '%s: guard add guards every handler once, guard remove takes it off',
  async (project) => {
    cpSync(join(projects, project), folder, { recursive: true });
    const guardedOf = async () => {
      const { handlers } = JSON.parse((await runCli(['handlers', '--format', 'json'], folder)).out);
      return handlers.map(({ guarded }: { guarded: boolean }) => guarded);
    };
    const none = await guardedOf();
    expect(none.length).toBeGreaterThan(0);
    expect(new Set(none)).toEqual(new Set([false]));
    const dry = await runCli(['guard', 'add', '--dry-run'], folder);
    expect(dry.out).toContain('+++ b/');
    expect(await guardedOf()).toEqual(none);

    expect((await runCli(['guard', 'add'], folder)).code).toBe(0);
    expect(new Set(await guardedOf())).toEqual(new Set([true]));
    expect(await guardedOf()).toHaveLength(none.length);
    const again = await runCli(['guard', 'add'], folder);
    expect(again.out).toBe('');

    expect((await runCli(['guard', 'remove'], folder)).code).toBe(0);
    expect(new Set(await guardedOf())).toEqual(new Set([false]));
  },
);

test('packaging settings that would leave the rules out are changed', async () => {
  cpSync(join(projects, 'terraform'), folder, { recursive: true });
  await runCli(['guard', 'add'], folder);
  expect(textOf('main.tf')).toContain('patterns = [".*", "!.*\\\\.txt", "rules/.*"]');
  expect(textOf('importer/importer.py')).toContain('@protect_lambda\ndef lambda_handler');
  expect(existsSync(join(folder, 'worker/rules/code_protect.txt'))).toBe(true);
});

test('a bundler takes no rule files along: said with the way out', async () => {
  cpSync(join(projects, 'sam-typescript'), folder, { recursive: true });
  const { err } = await runCli(['guard', 'add'], folder);
  expect(err).toContain('Api (template.yaml): esbuild (Metadata.BuildMethod) takes no rule files along');
  expect(err).toContain('run npm install');
  expect(textOf('src/api.ts')).toContain('export const handler = middy(async');
  expect(textOf('src/api.ts')).toContain('.use(protectLambda.middleware())');
  expect(JSON.parse(textOf('package.json')).dependencies).toMatchObject({
    'protect-lambda': expect.stringMatching(/^(file:|\^)/),
  });
});
