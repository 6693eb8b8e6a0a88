// Rule files as a language: a broken rule is underlined while it is typed, a lens counts hits and leads to them, an
// event file shows the value that would be blocked.
import { strict as assert } from 'node:assert';
import type { UiSuite } from '../ui-suite.ts';

const rules = `#@ id: os-command
#@ message: the handler runs an operating-system command
#@ lang: python
#+ subprocess.check_output(command)
\\b(check_output|popen|system)\\s*\\(

`;

const eventRules = `#@ id: path-traversal
#@ message: a path climbs out of its folder
#@ target: value
#+ ../../etc/passwd
\\.\\./\\.\\./
`;

const handler = `import os
import subprocess


def handler(event, context):
    os.system(event["first"])
    subprocess.check_output(event["second"])
    return {"statusCode": 200}
`;

const event = `{
  "version": "2.0",
  "rawPath": "/download",
  "isBase64Encoded": false,
  "queryStringParameters": { "file": "..%2F..%2Fetc%2Fpasswd" }
}
`;

export const suite: UiSuite = {
  topic: 'rule-language',
  files: {
    'app.py': handler,
    'rules/code_protect.txt': rules,
    'rules/in_protect.txt': eventRules,
    'events/download.json': event,
  },
  tests: [
    {
      name: 'a rule that RE2 does not take is underlined while it is typed',
      async run(vscode) {
        await vscode.open('rules/code_protect.txt');
        await vscode.goTo(7, 1);
        await vscode.type('(?<!un)safe\\(');
        await vscode.squiggles('error').first().waitFor();
        const rows = await vscode.problems();
        await rows
          .filter({ hasText: /look-?behind/i })
          .first()
          .waitFor();
        await vscode.screenshot('rule-not-re2');
        // The good rule still works.
        await rows.filter({ hasText: 'operating-system command' }).first().waitFor();
      },
    },
    {
      name: 'a lens counts the hits and leads to them',
      async run(vscode) {
        const lens = vscode.page.locator('.codelens-decoration a', { hasText: /2 hits/ }).first();
        await lens.waitFor();
        await lens.click();
        const peek = vscode.page.locator('.peekview-widget');
        await peek.waitFor();
        await peek.locator('.ref-tree .monaco-list-row').first().waitFor();
        await vscode.screenshot('rule-lens');
        await vscode.page.keyboard.press('Escape');
      },
    },
    {
      name: 'hover says what a rule means',
      async run(vscode) {
        await vscode.goTo(5, 5);
        await vscode.command('Show or Focus Hover');
        const hover = vscode.page.locator('.monaco-hover:not(.hidden) .hover-contents').first();
        await hover.waitFor();
        assert((await hover.innerText()).length > 20);
        await vscode.screenshot('rule-hover');
        await vscode.page.keyboard.press('Escape');
      },
    },
    {
      name: 'an event file shows the value that would be blocked',
      async run(vscode) {
        await vscode.open('events/download.json');
        await vscode.squiggles('error').first().waitFor();
        const rows = await vscode.problems();
        await rows.filter({ hasText: 'climbs out of its folder' }).first().waitFor();
        await vscode.screenshot('event-blocked');
      },
    },
  ],
};
