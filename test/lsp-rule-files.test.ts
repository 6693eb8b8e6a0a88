// Rule files and events in the language server, through its real door.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type * as lsp from 'vscode-languageserver-protocol';
import { runExamplesCommand, showPlacesCommand } from '../server/protocol/client-commands.ts';
import { type LspClient, startClient } from './lsp-client.ts';

let folder = '';
let client: LspClient | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-rules-'));
});
afterEach(async () => {
  await client?.close();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(files: Readonly<Record<string, string>>): Promise<LspClient> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const commands = [showPlacesCommand, runExamplesCommand];
  client = await startClient(folder, {
    pulls: true,
    settings: { scope: 'all' },
    initializationOptions: { commands },
  });
  return client;
}

const codeRules = '#@ id: os-command\n#+ run(x)\n#- stroll(x)\n(system|run)\\w*\\(\n';
const app = `import os

def lambda_handler(event, context):
    runtime(event)
    os.system(event["cmd"])
    os.system("ls")  # protect: allow os-command -- a constant
`;

function textOf(text: string, { start, end }: lsp.Range): string {
  const lines = text.split('\n');
  return start.line === end.line
    ? (lines[start.line] ?? '').slice(start.character, end.character)
    : `${start.line}..${end.line}`;
}

async function ask<R>(editor: LspClient, method: string, path: string, rest: object = {}): Promise<R> {
  return editor.connection.sendRequest<R>(`textDocument/${method}`, {
    textDocument: { uri: editor.uri(path) },
    ...rest,
  });
}

test('mistakes are underlined while they are written, each with its fix', async () => {
  const editor = await start({});
  const text = '#@ id: a\n#@ sevrity: hint\npassword(?==)\n';
  await editor.open('in_protect.txt', 'lambda-protect-rules', text);
  const items = await editor.items('in_protect.txt');
  expect(items.map(({ code, range }) => `${code} ${textOf(text, range)}`)).toEqual([
    'unknown-directive sevrity',
    'not-re2 (?=',
  ]);
  expect(items[0]?.codeDescription?.href).toMatch(/docs\/rule-language\.md#L\d+$/);
  const [second] = items.slice(1);
  const actions = await ask<lsp.CodeAction[]>(editor, 'codeAction', 'in_protect.txt', {
    range: second?.range,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toEqual(['Make what follows part of the match']);
  const edit = actions[0]?.edit?.changes?.[editor.uri('in_protect.txt')]?.[0];
  expect(edit?.newText).toBe('(password)=');
  await editor.change('in_protect.txt', '#@ id: a\n#@ severity: hint\n(password)=\n');
  expect(await editor.items('in_protect.txt')).toEqual([]);
});

test('what takes long arrives later', async () => {
  const editor = await start({});
  const text = '(a+)+$\n';
  await editor.open('in_protect.txt', 'lambda-protect-rules', text);
  const codes = async () => (await editor.items('in_protect.txt')).map(({ code }) => code);
  expect(await codes()).not.toContain('super-linear-pattern');
  let seen = await codes();
  for (let looks = 0; !seen.includes('super-linear-pattern') && looks < 20; looks++) {
    const before = editor.refreshes;
    await editor.until(() => editor.refreshes > before);
    seen = await codes();
  }
  expect(seen).toContain('super-linear-pattern');
});

test('lenses count hits and examples, and lead to them', async () => {
  const editor = await start({ 'code_protect.txt': codeRules, 'app.py': app });
  await editor.open('code_protect.txt', 'lambda-protect-rules', codeRules);
  const titles = async () =>
    (await ask<lsp.CodeLens[]>(editor, 'codeLens', 'code_protect.txt')).map(({ command }) => command?.title);
  expect(await titles()).toEqual(['hits: …', '2 of 2 examples pass']);
  let lenses: lsp.CodeLens[] = [];
  for (let tries = 0; tries < 100 && lenses[0]?.command?.title !== '2 hits in 1 handler'; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    lenses = await ask(editor, 'codeLens', 'code_protect.txt');
  }
  expect(lenses.map(({ command }) => command?.title)).toEqual([
    '2 hits in 1 handler',
    '2 of 2 examples pass',
  ]);
  expect(lenses[0]?.command).toMatchObject({
    command: showPlacesCommand,
    arguments: [
      {
        places: [{ uri: editor.uri('app.py') }, { uri: editor.uri('app.py'), range: { start: { line: 4 } } }],
      },
    ],
  });
  // Tightening says what it costs.
  const at = { start: { line: 3, character: 10 }, end: { line: 3, character: 10 } };
  const actions = await ask<lsp.CodeAction[]>(editor, 'codeAction', 'code_protect.txt', {
    range: at,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title).filter((title) => title.startsWith('Tighten'))).toEqual([
    'Tighten to the whole word (1 workspace line would stop matching)',
  ]);
});

test('definition, references and rename join rules with what they flag and what allows them', async () => {
  const editor = await start({ 'code_protect.txt': codeRules, 'app.py': app });
  await editor.open('app.py', 'python', app);
  const allow = { line: 5, character: 42 };
  const definition = await ask<lsp.Location>(editor, 'definition', 'app.py', { position: allow });
  expect(definition.uri).toBe(editor.uri('code_protect.txt'));
  expect(textOf(codeRules, definition.range)).toBe('os-command');
  const references = await ask<lsp.Location[]>(editor, 'references', 'app.py', {
    position: allow,
    context: { includeDeclaration: true },
  });
  expect(
    references.map(({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line + 1}`),
  ).toEqual(['code_protect.txt:1', 'app.py:4', 'app.py:5', 'app.py:6']);
  const edit = await ask<lsp.WorkspaceEdit>(editor, 'rename', 'app.py', {
    position: allow,
    newName: 'shell',
  });
  expect(Object.keys(edit.changes ?? {}).sort()).toEqual([
    editor.uri('app.py'),
    editor.uri('code_protect.txt'),
  ]);
  await expect(ask(editor, 'rename', 'app.py', { position: allow, newName: 'A b' })).rejects.toThrow(
    'kebab-case',
  );
});

test('hover, completion, colours, outline', async () => {
  const editor = await start({ 'code_protect.txt': codeRules, 'app.py': app });
  await editor.open('code_protect.txt', 'lambda-protect-rules', codeRules);
  const hover = await ask<lsp.Hover>(editor, 'hover', 'code_protect.txt', {
    position: { line: 3, character: 3 },
  });
  expect(hover.contents).toMatchObject({ kind: 'markdown' });
  expect(JSON.stringify(hover.contents)).toMatch(
    /system.*Costs .* on an event of 10 KB.*Matches, for example/s,
  );
  const completion = await ask<lsp.CompletionItem[]>(editor, 'completion', 'code_protect.txt', {
    position: { line: 4, character: 0 },
  });
  expect(completion.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['#@ id', 'rule: os-command', '\\b']),
  );
  const tokens = await ask<lsp.SemanticTokens>(editor, 'semanticTokens/full', 'code_protect.txt');
  expect(tokens.data.length).toBeGreaterThan(40);
  const symbols = await ask<lsp.DocumentSymbol[]>(editor, 'documentSymbol', 'code_protect.txt');
  expect(symbols.map(({ name }) => name)).toEqual(['os-command']);
});

test('an event shows the string that would be blocked, and how it was hidden', async () => {
  const body = Buffer.from('cmd=%3B%20cat').toString('base64');
  const event = `{ "isBase64Encoded": true,\n  "body": "${body}" }`;
  const editor = await start({ 'in_protect.txt': '#@ id: shell\n; cat\n', 'events/a.json': event });
  await editor.open('events/a.json', 'json', event);
  const items = await editor.items('events/a.json');
  expect(items.map(({ code, range, message }) => [code, textOf(event, range), message])).toEqual([
    [
      'shell',
      `"${body}"`,
      'the event would be blocked by shell ($.body, revealed by base64, then percent-encoding)',
    ],
  ]);
  expect(items[0]?.relatedInformation?.[0]?.location.uri).toBe(editor.uri('in_protect.txt'));
  await editor.open('in_protect.txt', 'lambda-protect-rules', '#@ id: shell\n#@ mode: off\n; cat\n');
  expect(await editor.items('events/a.json')).toEqual([]);
});

test('a changed rule file is played against the committed one', async () => {
  const editor = await start({
    'in_protect.txt': '#@ id: word\nunion\n',
    'events/a.json': '{"q":"the union"}',
    'events/b.json': '{"q":"sleep(5)"}',
  });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'rules');
  await editor.open('in_protect.txt', 'lambda-protect-rules', '#@ id: word\nsleep\\(\n');
  const params = { uri: editor.uri('in_protect.txt') };
  const summary = await editor.connection.sendRequest('lambdaProtect/replay', params);
  expect(summary).toEqual({ newlyBlocked: 1, newlyPassing: 1, files: 0, events: 2 });
  const tree = (parent?: string) =>
    editor.connection.sendRequest<{ id: string; label: string; description?: string }[]>(
      'lambdaProtect/tree',
      {
        view: 'replay',
        parent,
      },
    );
  expect((await tree()).map(({ label }) => label)).toEqual(['Newly blocked', 'Newly passing']);
  expect(await tree('blocked')).toMatchObject([{ label: 'events/b.json:1', description: 'word' }]);
  expect(await tree('passing')).toMatchObject([{ label: 'events/a.json:1' }]);
});

test('what is for rule files alone is offered for them alone', async () => {
  client = await startClient(folder, { pulls: true, registers: true });
  const { capabilities, registered } = client;
  const documentSelector = [{ language: 'lambda-protect-rules' }];
  for (const feature of ['completion', 'documentHighlight', 'documentSymbol', 'foldingRange', 'formatting']) {
    const options = await client.until(() => registered.get(`textDocument/${feature}`));
    expect(options, feature).toMatchObject({ documentSelector });
  }
  expect(capabilities).not.toHaveProperty('completionProvider');
  expect(capabilities).not.toHaveProperty('documentFormattingProvider');
  expect(capabilities.semanticTokensProvider).toMatchObject({ documentSelector });
  await client.until(() => registered.has('workspace/didChangeWatchedFiles'));
});
