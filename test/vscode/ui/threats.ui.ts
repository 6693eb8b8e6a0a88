// GuardDuty's findings in the side bar, the page of one, and the runbook of an incident, against a described account.
import { strict as assert } from 'node:assert';
import { createDemoWorld } from '../../aws/demo-account.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import type { UiSuite } from '../ui-suite.ts';

let endpoint: AwsEndpoint | undefined;
const written = (): readonly string[] => [
  ...new Set(
    (endpoint?.requests ?? [])
      .map(({ action }) => action)
      .filter((action) => !/^(Get|List|Describe|Lookup|BatchGet|Head|Generate)/.test(action)),
  ),
];

export const suite: UiSuite = {
  topic: 'threats',
  files: { 'README.md': '# Nothing but an account\n' },
  async setUp() {
    const started = await startAwsEndpoint(createDemoWorld());
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'a finding appears in the view Threats',
      async run(vscode) {
        await vscode.view('Lambda Protect');
        await vscode.command('Lambda Protect: Read GuardDuty Findings');
        const sidebar = await vscode.view('Lambda Protect');
        const row = sidebar.locator('.monaco-list-row', { hasText: /shop-search.*C&CActivity/ }).first();
        await row.waitFor({ timeout: 60_000 });
        assert.match((await row.getAttribute('aria-label')) ?? '', /high threat: The function shop-search/);
        await vscode.screenshot('threats-view');
        await row.click();
      },
    },
    {
      name: 'its page tells what happened, to whom, and whether that code still runs',
      async run(vscode) {
        const page = vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
        await page.getByRole('heading', { name: 'Who it talked to' }).waitFor({ timeout: 60_000 });
        await page.getByText('198.51.100.7').first().waitFor();
        await page.getByText('has the same revision as in the finding').waitFor();
        await page.getByText('ada').first().waitFor();
        await vscode.screenshot('threats-page');
        await vscode.page.keyboard.press('Control+F4');
      },
    },
    {
      name: 'an incident opens as a checklist that keeps its states',
      async run(vscode) {
        // Another page must not be in the way, nor have the keys.
        await (await vscode.view('Lambda Protect')).locator('.composite.title').first().click();
        await vscode.command('View: Close All Editors');
        await vscode.command('Lambda Protect: Open Incident');
        await vscode.pick('shop-search');
        const page = vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
        const state = page.getByLabel('State of: Read the code of that version');
        await state.selectOption('done');
        await page.getByLabel('Note on: Read the code of that version').fill('a new import');
        await page.getByLabel('Note on: Read the code of that version').press('Tab');
        await vscode.screenshot('threats-incident');
        await (await vscode.view('Lambda Protect')).locator('.composite.title').first().click();
        await vscode.command('View: Close All Editors');
        await vscode.command('Lambda Protect: Open Incident');
        await vscode.pick('shop-search');
        await state.waitFor();
        assert.equal(await state.inputValue(), 'done');
        assert.equal(
          await page.getByLabel('Note on: Read the code of that version').inputValue(),
          'a new import',
        );
        assert.deepEqual(written(), []);
      },
    },
    {
      name: 'sample findings are made after asking, and not before',
      async run(vscode) {
        await vscode.command('Lambda Protect: Create Sample GuardDuty Findings');
        const dialog = vscode.page.locator('.monaco-dialog-box');
        await dialog.getByText('guardduty:CreateSampleFindings').waitFor();
        assert.deepEqual(written(), []);
        await vscode.screenshot('threats-samples');
        await dialog.getByRole('button', { name: 'Make Sample Findings' }).click();
        const sidebar = await vscode.view('Lambda Protect');
        await sidebar.locator('.monaco-list-row', { hasText: 'Sample: ' }).first().waitFor();
        assert.deepEqual(written(), ['CreateSampleFindings']);
      },
    },
  ],
};
