// The first steps that the extension offers: the walkthrough opens, and a rule file is made from it.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UiSuite } from '../ui-suite.ts';

export const suite: UiSuite = {
  topic: 'walkthrough',
  files: { 'app.py': 'def handler(event, context):\n    return None\n' },
  tests: [
    {
      name: 'it opens and names its steps',
      async run(vscode) {
        await vscode.command('Lambda Protect: Get Started');
        const page = vscode.page.locator('.gettingStartedContainer');
        await page.getByText('Protect your Lambda functions').first().waitFor();
        await page.getByText('Write a rule of your own').first().waitFor();
        await vscode.screenshot('walkthrough');
      },
    },
    {
      name: 'a rule file is created, and its examples hold',
      async run(vscode) {
        await vscode.command('Lambda Protect: Create Rule File');
        await vscode.pick('code_protect.txt');
        await vscode.page.locator('.tab.active[data-resource-name="code_protect.txt"]').waitFor();
        assert.match(
          readFileSync(join(vscode.folder, 'rules/code_protect.txt'), 'utf8'),
          /^#@ id: os-command$/m,
        );
        await vscode.page
          .locator('.codelens-decoration', { hasText: '2 of 2 examples pass' })
          .first()
          .waitFor();
        await vscode.screenshot('created-rule-file');
      },
    },
  ],
};
