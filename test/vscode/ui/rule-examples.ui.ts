// The examples of a rule file in the Test Explorer: they run there, and a wrong one fails at its line.
import { strict as assert } from 'node:assert';
import type { UiSuite } from '../ui-suite.ts';

const rules = `#@ id: os-command
#+ subprocess.check_output(command)
#- callback(result)
\\b(check_output|popen)\\(

#@ id: debug-left-on
#+ app.run(debug=True)
#+ app.run(debug = True)
debug=True
`;

export const suite: UiSuite = {
  topic: 'rule-examples',
  files: { 'rules/code_protect.txt': rules },
  tests: [
    {
      name: 'examples run in the Test Explorer and fail at their line',
      async run(vscode) {
        const { page } = vscode;
        await vscode.open('rules/code_protect.txt');
        await page.locator('.testing-run-glyph').first().waitFor();
        await vscode.command('Test: Run All Tests');
        const sidebar = await vscode.view('Testing');
        const result = sidebar.locator('.test-explorer .result-summary');
        await result.filter({ hasText: '3/4' }).waitFor();
        await page
          .locator('.test-error-content-widget, .testing-inline-message-severity-0')
          .first()
          .waitFor();
        const words = await page.locator('.test-error-content-widget').first().innerText();
        assert.match(words, /debug-left-on must match and does not/);
        await vscode.screenshot('rule-examples');
      },
    },
  ],
};
