// Findings while code is written, as the extension host sees them.
import { strict as assert } from 'node:assert';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { diagnosticsOf, openFile, writeFile } from './in-workspace.ts';

const extensionId = 'lambda-protect.lambda-protect';

const rules = `#@ id: os-command
#@ message: the handler runs an operating-system command
#@ lang: python
#@ where: code
\\b(check_output|popen|system)\\s*\\(
`;

const handler = `import subprocess


def handler(event, context):
    command = event["command"]
    return command
`;

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Run:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: live
      Handler: app.handler
      Runtime: python3.13
`;

suite('live diagnostics', () => {
  test('activation takes less than 50 ms', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert(extension, 'the extension is not there');
    const { activationMs }: { activationMs: number } = await extension.activate();
    assert(activationMs < 50, `activation took ${activationMs} ms`);
  });

  test('a typed call is reported with its rule, and goes with it', async () => {
    await writeFile('template.yaml', template);
    await writeFile('live/rules/code_protect.txt', rules);
    const editor = await openFile('live/app.py', handler);
    const { uri } = editor.document;
    const call = '    subprocess.check_output(command, shell=True)\n';
    await editor.edit((edit) => edit.insert(new vscode.Position(5, 0), call));
    const [found] = await diagnosticsOf(uri, 'os-command', 1);
    assert(found);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(editor.document.getText(found.range), 'check_output');
    assert(typeof found.code === 'object' && found.code.value === 'os-command', JSON.stringify(found.code));
    assert.match(found.message, /operating-system command/);

    await editor.edit((edit) => edit.delete(new vscode.Range(5, 0, 6, 0)));
    await diagnosticsOf(uri, 'os-command', 0);
  });

  test('the allow action writes a suppression, and an empty reason is reported', async () => {
    const editor = await openFile('live/allowed.py', `${handler}    subprocess.check_output(command)\n`);
    const { document } = editor;
    const [found] = await diagnosticsOf(document.uri, 'os-command', 1);
    assert(found);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      found.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const allow = actions.find((action) => /allow/i.test(action.title));
    assert(allow?.edit, `no allow action among: ${actions.map((action) => action.title).join(', ')}`);
    assert(await vscode.workspace.applyEdit(allow.edit));
    assert.match(document.getText(), /# protect: allow os-command -- \S/);
    await diagnosticsOf(document.uri, 'os-command', 0);
  });

  test('a restarted server reports again', async () => {
    const editor = await openFile('live/again.py', `${handler}    os.system(command)\n`);
    await diagnosticsOf(editor.document.uri, 'os-command', 1);
    await vscode.commands.executeCommand('lambdaProtect.restartServer');
    await diagnosticsOf(editor.document.uri, 'os-command', 1);
  });

  test('a server that crashes is started again', async () => {
    const editor = await openFile('live/crashed.py', `${handler}    os.system(command)\n`);
    const { uri } = editor.document;
    await diagnosticsOf(uri, 'os-command', 1);
    const api: { serverPid(): number | undefined } = vscode.extensions.getExtension(extensionId)?.exports;
    const before = api.serverPid();
    assert(before, 'no server runs');
    process.kill(before, 'SIGKILL');
    await diagnosticsOf(uri, 'os-command', 0);
    await diagnosticsOf(uri, 'os-command', 1);
    assert.notEqual(api.serverPid(), before);
  });

  test('switched off it reports nothing, switched on it reports again', async () => {
    const editor = await openFile('live/switched.py', `${handler}    os.system(command)\n`);
    await diagnosticsOf(editor.document.uri, 'os-command', 1);
    const settings = vscode.workspace.getConfiguration('lambdaProtect');
    try {
      await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
      await diagnosticsOf(editor.document.uri, 'os-command', 0);
    } finally {
      await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await diagnosticsOf(editor.document.uri, 'os-command', 1);
  });
});

suite('manifest', () => {
  test('every declared command is registered', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    const registered = new Set(await vscode.commands.getCommands(true));
    const declared: readonly { command: string }[] = extension?.packageJSON.contributes.commands;
    assert.deepEqual(
      declared.map(({ command }) => command).filter((id) => !registered.has(id)),
      [],
    );
  });

  test('the three file names are of our language', async () => {
    for (const name of ['code_protect.txt', 'in_protect.txt', 'out_protect.txt']) {
      const { document } = await openFile(`names/${name}`, '# nothing yet\n');
      assert.equal(document.languageId, 'lambda-protect-rules');
    }
  });
});
