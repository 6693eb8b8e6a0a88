// Violations of deployed functions, from the view to the panel and the rule's line, followed live, against a described
// account behind a loopback endpoint.
import { strict as assert } from 'node:assert';
import { createDemoWorld, demoAccountId } from '../../aws/demo-account.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import { writeLogEvent } from '../../aws/services/logs.ts';
import { regionOf } from '../../aws/world.ts';
import type { UiSuite } from '../ui-suite.ts';
import type { Workbench } from '../workbench.ts';

let endpoint: AwsEndpoint | undefined;

const rows = async (vscode: Workbench) => (await vscode.view('Lambda Protect')).locator('.monaco-list-row');

const page = (vscode: Workbench) =>
  vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');

const asked = () => (endpoint?.requests ?? []).filter(({ action }) => action === 'FilterLogEvents').length;

export const suite: UiSuite = {
  topic: 'violations',
  files: {
    'rules/in_protect.txt': '#@ id: script-tag\n#@ message: markup in an event\n(?i)<script\n',
    'README.md': '# Rules of the shop\n',
  },
  async setUp() {
    const started = await startAwsEndpoint(createDemoWorld());
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'violations fill the view: function, rule, latest',
      async run(vscode) {
        await vscode.open('README.md');
        await vscode.command('Lambda Protect: Read Violations');
        await vscode.pick('Last 24 hours');
        await vscode.page.getByText('Regions, divided by commas').first().waitFor();
        await vscode.answer('eu-central-1');
        await vscode.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
        const found = await rows(vscode);
        const name = found.filter({ hasText: 'shop-orders' }).first();
        await name.waitFor({ timeout: 60_000 });
        assert.match(
          (await name.getAttribute('aria-label')) ?? '',
          /function shop-orders, 4 violations, last/,
        );
        await name.click();
        await found.filter({ hasText: 'script-tag' }).first().click();
        await found.filter({ hasText: '$.body.comment' }).first().waitFor();
        await vscode.screenshot('violations-view');
      },
    },
    {
      name: 'the panel shows the chart and the table, and a row leads to the rule',
      async run(vscode) {
        await vscode.command('Lambda Protect: Show Violations');
        const panel = page(vscode);
        await panel.getByRole('heading', { name: 'Violations: 4' }).waitFor();
        assert.equal(await panel.locator('tbody tr', { hasText: '$.body.comment' }).count(), 4);
        await panel.locator('#chart canvas').waitFor();
        await panel.locator('#chart').press('ArrowLeft');
        await panel.locator('.spoken', { hasText: 'shop-orders' }).waitFor();
        for (const theme of ['dark', 'high-contrast-light', 'light'] as const) {
          await vscode.theme(theme);
          await vscode.screenshot(`violations-panel-${theme}`);
        }
        await panel.getByRole('button', { name: 'Open the rule script-tag' }).first().click();
        await vscode.page.locator('.tab.active', { hasText: 'in_protect.txt' }).waitFor();
        const lens = vscode.page.locator('.codelens-decoration', { hasText: '4 hits in production, last' });
        await lens.first().waitFor();
        await vscode.screenshot('violations-rule');
      },
    },
    {
      name: 'new ones come in while the view is visible, and nothing is asked while it is hidden',
      async run(vscode) {
        await vscode.command('Lambda Protect: Follow New Violations');
        const dialog = vscode.page.locator('.monaco-dialog-box');
        await dialog.filter({ hasText: 'FilterLogEvents' }).waitFor();
        await dialog.getByRole('button', { name: 'Follow' }).click();
        const found = await rows(vscode);
        const before = asked();
        while (asked() === before) await vscode.page.waitForTimeout(100);
        const world = endpoint?.world;
        const account = world?.accounts.get(demoAccountId);
        assert.ok(account);
        writeLogEvent(
          { region: regionOf(account, 'eu-central-1'), now: new Date() },
          '/aws/lambda/shop-orders',
          'live',
          '{"violation":"in","rule":"script-tag","mode":"block","path":"$.body.live","function":"shop-orders"}',
        );
        await found.filter({ hasText: '$.body.live' }).first().waitFor({ timeout: 8000 });
        await vscode.page.locator('.activitybar .badge-content', { hasText: '1' }).first().waitFor();
        await vscode.screenshot('violations-live');
        await vscode.page.keyboard.press('Control+Shift+E');
        await vscode.page.waitForTimeout(2500);
        const hidden = asked();
        await vscode.page.waitForTimeout(3000);
        assert.equal(asked(), hidden);
      },
    },
  ],
};
