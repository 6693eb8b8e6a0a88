// What a person sees and does while they write a handler: a line is underlined as it is typed, the problem leads to
// its rule, the allow action edits the file, the status bar counts.
import { strict as assert } from 'node:assert';
import type { UiSuite } from '../ui-suite.ts';

const rules = `# Rules of this project.

#@ id: os-command
#@ message: the handler runs an operating-system command
#@ why: whoever sends the event chooses what runs with the rights of the function
#@ lang: python
#@ where: code
#@ cwe: 78
#+ subprocess.check_output(command, shell=True)
#- callback(result)
\\b(check_output|check_call|popen|system)\\s*\\(
`;

const handler = `import json
import subprocess


def handler(event, context):
    """Answers with the output of a command."""
    command = event["queryStringParameters"]["command"]

    return {"statusCode": 200, "body": json.dumps(command)}
`;

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: report
      Handler: app.handler
      Runtime: python3.13
`;

export const suite: UiSuite = {
  topic: 'live-diagnostics',
  files: { 'template.yaml': template, 'report/app.py': handler, 'rules/code_protect.txt': rules },
  tests: [
    {
      name: 'a call is underlined while it is typed',
      async run(vscode) {
        await vscode.open('report/app.py');
        await vscode.goTo(8, 1);
        await vscode.type('    output = subprocess.check_output(command, shell=True)');
        await vscode.squiggles('error').first().waitFor();
      },
    },
    {
      name: 'the status bar counts it',
      async run(vscode) {
        await vscode.statusItem.filter({ hasText: '1' }).waitFor();
        const label = await vscode.statusItem.locator('a').first().getAttribute('aria-label');
        assert.match(label ?? '', /1 error/);
      },
    },
    {
      name: 'the problem leads to its rule',
      async run(vscode) {
        const rows = await vscode.problems();
        const row = rows.filter({ hasText: 'operating-system command' }).first();
        await row.waitFor();
        await vscode.screenshot('problem');
        await row.locator('a', { hasText: 'os-command' }).click({ modifiers: ['Control'] });
        await vscode.page.locator('.tab.active[data-resource-name="code_protect.txt"]').waitFor();
        await vscode.screenshot('rule-of-a-problem');
      },
    },
    {
      name: 'the allow action edits the file and asks for a reason',
      async run(vscode) {
        await vscode.open('report/app.py');
        await vscode.goTo(8, 28);
        await vscode.codeAction('Allow');
        await vscode.squiggles('error').first().waitFor({ state: 'detached' });
        // The placeholder is selected: typing replaces it.
        await vscode.page.locator('.editor-group-container.active .selected-text').first().waitFor();
        await vscode.type('only the names of reports come in');
        const text = await vscode.save('report/app.py');
        assert.match(text, /^ {4}# protect: allow os-command -- only the names of reports come in$/m);
        await vscode.screenshot('allowed-line');
      },
    },
    {
      name: 'the status bar offers what can be done',
      async run(vscode) {
        await vscode.statusItem.filter({ hasNotText: '1' }).waitFor();
        await vscode.statusItem.click();
        await vscode.page
          .locator('.quick-input-list .monaco-list-row', { hasText: 'Restart Language Server' })
          .waitFor();
        await vscode.screenshot('actions');
        await vscode.page.keyboard.press('Escape');
      },
    },
    {
      name: 'it can be read in every theme',
      async run(vscode) {
        await vscode.open('report/app.py');
        await vscode.goTo(9, 1);
        await vscode.type('    subprocess.check_output(command)\n');
        await vscode.squiggles('error').first().waitFor();
        for (const theme of ['dark', 'high-contrast-light', 'high-contrast-dark', 'light'] as const) {
          await vscode.theme(theme);
          await vscode.screenshot(`live-diagnostics-${theme}`);
        }
      },
    },
  ],
};
