// GuardDuty's findings in the side bar, what unfolds below one, its page, the runbook of an incident, and Inspector's
// findings in the workspace's files, against a described account.
import { strict as assert } from 'node:assert';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import { cleanHandler, createIncidentWorld } from '../../aws/incident-scene.ts';
import type { UiSuite } from '../ui-suite.ts';
import type { Workbench } from '../workbench.ts';

let endpoint: AwsEndpoint | undefined;
const written = (): readonly string[] => [
  ...new Set(
    (endpoint?.requests ?? [])
      .map(({ action }) => action)
      .filter((action) => !/^(Get|List|Describe|Lookup|BatchGet|Head|Generate)/.test(action)),
  ),
];

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Search:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-search
      CodeUri: search
      Handler: index.handler
      Runtime: nodejs22.x
`;

const manifest = `{
  "name": "shop-search",
  "dependencies": {
    "tiny-left": "1.3.0"
  }
}
`;

/** The other views fold up, so that what unfolds can be seen. */
async function threatsView(vscode: Workbench): Promise<Locator> {
  const sidebar = await vscode.view('Lambda Protect');
  const others = sidebar.locator('.pane-header[aria-expanded="true"]');
  for (const label of await others.evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-label') ?? ''),
  ))
    if (!label.startsWith('Threats')) await sidebar.locator(`.pane-header[aria-label="${label}"]`).click();
  return sidebar;
}

function rowOf(sidebar: Locator, words: string | RegExp): Locator {
  return sidebar.locator('.monaco-list-row', { hasText: words }).first();
}

async function unfold(row: Locator): Promise<void> {
  await row.waitFor({ timeout: 60_000 });
  if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
}

const page = (vscode: Workbench) =>
  vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');

export const suite: UiSuite = {
  topic: 'threats',
  files: {
    'template.yaml': template,
    'search/index.js': cleanHandler,
    'search/lib/sync.js': '// What was here before.\n'.repeat(8),
    'search/package.json': manifest,
  },
  settings: { 'files.simpleDialog.enable': true, 'workbench.startupEditor': 'none' },
  async setUp() {
    const started = await startAwsEndpoint(createIncidentWorld());
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'a finding appears in the view Threats, with since when GuardDuty looks',
      async run(vscode) {
        await vscode.view('Lambda Protect');
        await vscode.command('Lambda Protect: Read GuardDuty Findings');
        const sidebar = await threatsView(vscode);
        const row = rowOf(sidebar, /shop-search.*C&CActivity/);
        await row.waitFor({ timeout: 60_000 });
        assert.match((await row.getAttribute('aria-label')) ?? '', /high threat: The function shop-search/);
        await rowOf(sidebar, /Lambda Protection is on in eu-central-1.*since 2025-01-01/).waitFor();
        await vscode.screenshot('threats-view');
      },
    },
    {
      name: 'unfolded, its evidence is gathered with progress that can be cancelled',
      async run(vscode) {
        const slow = endpoint?.disturbances.add({ service: 'cloudtrail', does: 'slow', delayMs: 1_500 });
        const sidebar = await threatsView(vscode);
        await unfold(rowOf(sidebar, /shop-search.*C&CActivity/));
        const toast = vscode.page.locator('.notifications-toasts .notification-list-item', {
          hasText: 'Evidence on shop-search',
        });
        await toast.first().waitFor({ timeout: 60_000 });
        await toast.getByRole('button', { name: 'Cancel' }).first().waitFor();
        await vscode.screenshot('threats-gathering');
        await rowOf(sidebar, /Rule hits\d+, in 6 files/).waitFor();
        await rowOf(sidebar, /Who changed it.*6 changes/).waitFor({ timeout: 60_000 });
        slow?.();
        await rowOf(sidebar, /Remote address.*2 places in files, 1 variable/).waitFor();
        await toast.first().waitFor({ state: 'detached' });
        await vscode.screenshot('threats-evidence');
      },
    },
    {
      name: 'a hit opens the deployed code at its line, read-only',
      async run(vscode) {
        const sidebar = await threatsView(vscode);
        await unfold(rowOf(sidebar, /^Rule hits/));
        await rowOf(sidebar, /lib\/sync\.js:/).click();
        await vscode.page.locator('.tab.active', { hasText: 'sync.js' }).waitFor();
        const editor = vscode.page.locator('.editor-group-container.active .monaco-editor').first();
        await editor.locator('.view-lines', { hasText: '198.51.100.7' }).waitFor();
        await editor.locator('.view-lines').first().click();
        await vscode.type('x');
        await vscode.page.getByText('Cannot edit in read-only editor').first().waitFor();
        await vscode.screenshot('threats-code');
        await vscode.page.keyboard.press('Escape');
        await unfold(rowOf(sidebar, /^Rule hits/));
      },
    },
    {
      name: 'a file opens beside that of the version before',
      async run(vscode) {
        const sidebar = await threatsView(vscode);
        await unfold(rowOf(sidebar, /Version before.*7 files differ/));
        await rowOf(sidebar, /^index\.js/).click();
        await vscode.page.locator('.monaco-diff-editor').first().waitFor();
        await vscode.page.locator('.tab.active', { hasText: 'version 1' }).waitFor();
        await vscode.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
        await vscode.screenshot('threats-diff');
        await vscode.theme('dark');
        await vscode.screenshot('threats-diff-dark');
        await vscode.theme('light');
      },
    },
    {
      name: 'its page tells what happened, whether that code still runs, and who changed it',
      async run(vscode) {
        const sidebar = await threatsView(vscode);
        await rowOf(sidebar, /shop-search.*C&CActivity/).click();
        await page(vscode).getByRole('heading', { name: 'Who it talked to' }).waitFor({ timeout: 60_000 });
        await page(vscode).getByText('198.51.100.7').first().waitFor();
        await page(vscode).getByText('has the same revision as in the finding').waitFor();
        await page(vscode).getByText('not the usual way').first().waitFor();
        await vscode.screenshot('threats-page');
        await vscode.theme('dark');
        await page(vscode).getByRole('heading', { name: 'Layers' }).scrollIntoViewIfNeeded();
        await vscode.screenshot('threats-page-dark');
        await vscode.theme('light');
        await vscode.page.keyboard.press('Control+F4');
      },
    },
    {
      name: 'what Inspector found is a problem of the file that matches, and its fix raises the version',
      async run(vscode) {
        await (await vscode.view('Lambda Protect')).locator('.composite.title').first().click();
        await vscode.command('View: Close All Editors');
        await vscode.open('search/package.json');
        await vscode.squiggles('error').first().waitFor();
        const rows = await vscode.problems();
        await rows.filter({ hasText: 'CVE-2026-00001 - tiny-left' }).first().waitFor();
        await rows.filter({ hasText: 'OS command injection' }).first().waitFor();
        await vscode.screenshot('threats-inspector');
        await vscode.open('search/package.json');
        await vscode.goTo(4, 20);
        await vscode.codeAction('Raise tiny-left to 1.3.4');
        await vscode.page.locator('.view-lines', { hasText: '1.3.4' }).first().waitFor();
        assert.match(await vscode.save('search/package.json'), /"tiny-left": "1\.3\.4"/);
        // Mended here, and not deployed: it is no longer an error.
        await vscode.squiggles('error').first().waitFor({ state: 'detached' });
        await vscode.squiggles('info').first().waitFor();
        await vscode.settings({ 'lambdaProtect.inspectorProblems': false });
        await vscode.squiggles('info').first().waitFor({ state: 'detached' });
        await vscode.settings({ 'lambdaProtect.inspectorProblems': true });
        await vscode.page.keyboard.press('Control+Shift+M');
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
        const state = page(vscode).getByLabel('State of: Read the code of that version');
        await state.selectOption('done');
        await page(vscode).getByLabel('Note on: Read the code of that version').fill('a new import');
        await page(vscode).getByLabel('Note on: Read the code of that version').press('Tab');
        await page(vscode).getByText('lib/sync.js:3').first().waitFor();
        await vscode.screenshot('threats-incident');
        await vscode.theme('dark');
        await vscode.screenshot('threats-incident-dark');
        await vscode.theme('light');
        await (await vscode.view('Lambda Protect')).locator('.composite.title').first().click();
        await vscode.command('View: Close All Editors');
        await vscode.command('Lambda Protect: Open Incident');
        await vscode.pick('shop-search');
        await state.waitFor();
        assert.equal(await state.inputValue(), 'done');
        assert.equal(
          await page(vscode).getByLabel('Note on: Read the code of that version').inputValue(),
          'a new import',
        );
        assert.deepEqual(written(), []);
      },
    },
    {
      name: 'a step keeps the evidence in a folder, and says so',
      async run(vscode) {
        await page(vscode).getByRole('button', { name: 'Keep Evidence…' }).click();
        // The dialog offers the workspace's folder, when it has looked into it.
        await vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: 'search' }).waitFor();
        await vscode.page.locator('.quick-input-widget').getByRole('button', { name: 'Keep Here' }).click();
        const told = page(vscode).getByText(/\d+ files of evidence were kept/);
        await told.waitFor({ timeout: 60_000 });
        const folder = readdirSync(vscode.folder).find((name) => name.startsWith('evidence-shop-search-'));
        assert.ok(folder !== undefined, await told.innerText());
        assert.ok(existsSync(join(vscode.folder, folder, 'package.zip')));
        await vscode.screenshot('threats-kept');
        assert.deepEqual(written(), []);
      },
    },
    {
      name: 'with an audit open, a function holds its findings',
      async run(vscode) {
        await vscode.view('Lambda Protect');
        await vscode.command('Lambda Protect: Audit Deployed Functions');
        await vscode.pick('The Region of the profile');
        const sidebar = await vscode.view('Lambda Protect');
        await vscode.notifications.filter({ hasText: /Audit of \d+ functions/ }).waitFor({ timeout: 60_000 });
        // Not the finding of the same name in the view Threats.
        await unfold(rowOf(sidebar, /^shop-search\s*\d+ error/));
        await rowOf(sidebar, /^Backdoor:Lambda\/C&CActivity\.B.*198\.51\.100\.7/).waitFor();
        await vscode.screenshot('threats-below-a-function');
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
        const sidebar = await threatsView(vscode);
        const folded = sidebar.locator('.pane-header[aria-label^="Threats"][aria-expanded="false"]');
        if (await folded.isVisible()) await folded.click();
        await rowOf(sidebar, 'Sample: ').waitFor();
        assert.deepEqual(written(), ['CreateSampleFindings']);
      },
    },
  ],
};
