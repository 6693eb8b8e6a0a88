// Behaviour in the side bar: observations of a described account, the page of one with its chart, what is called normal
// and taken back, and what is usual of a function under its node.
import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import { createDemoWorld } from '../../aws/demo-account.ts';
import { addDemoBehaviour } from '../../aws/demo-behaviour.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import type { UiSuite } from '../ui-suite.ts';
import type { Workbench } from '../workbench.ts';

let endpoint: AwsEndpoint | undefined;
const written = (): readonly string[] => [
  ...new Set(
    (endpoint?.requests ?? [])
      .map(({ action }) => action)
      .filter((action) => !/^(Get|List|Describe|Lookup|BatchGet|Head|Generate|Filter|Simulate)/.test(action)),
  ),
];

const rows = async (vscode: Workbench) => (await vscode.view('Lambda Protect')).locator('.monaco-list-row');
const page = (vscode: Workbench) =>
  vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
const themes = ['dark', 'high-contrast-dark', 'high-contrast-light', 'light'] as const;

/** The view alone, so that its rows are on the screen. */
async function collapse(vscode: Workbench, ...views: readonly string[]): Promise<void> {
  const sidebar = await vscode.view('Lambda Protect');
  for (const name of views) {
    const header = sidebar.locator('.pane-header[aria-expanded="true"]', { hasText: name });
    if (await header.isVisible()) await header.locator('.title').click();
  }
}

/** Rows behind the last visible one are not drawn: End goes there. */
async function last(vscode: Workbench, words: string): Promise<Locator> {
  const found = await rows(vscode);
  const row = found.filter({ hasText: words }).first();
  await found
    .filter({ hasText: /observations? ·/ })
    .first()
    .click();
  await vscode.page.keyboard.press('End');
  await row.waitFor();
  return row;
}

async function closeEditors(vscode: Workbench): Promise<void> {
  // Another page must not have the keys.
  await (await vscode.view('Lambda Protect')).locator('.composite.title').first().click();
  await vscode.command('View: Close All Editors');
}

async function open(vscode: Workbench, words: string): Promise<void> {
  await closeEditors(vscode);
  await vscode.command('Lambda Protect: Open Observation');
  await vscode.page.locator('.quick-input-widget:not(.hidden) input').fill(words);
  await vscode.pick(words);
}

export const suite: UiSuite = {
  topic: 'behaviour',
  files: { 'README.md': '# Nothing but an account\n' },
  async setUp() {
    const started = await startAwsEndpoint(addDemoBehaviour(createDemoWorld()));
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'observations appear, and a query that costs is asked for before',
      async run(vscode) {
        await vscode.command('Lambda Protect: Read Behaviour');
        await vscode.pick('The Region of the profile');
        await vscode.page.getByText('Read Behaviour: sources').first().waitFor();
        await vscode.screenshot('behaviour-sources');
        await vscode.page.keyboard.press('Enter');
        await vscode.pick('Last 7 days');
        const dialog = vscode.page.locator('.monaco-dialog-box');
        await dialog.getByText('at most 31.0 GB, $0.15').waitFor({ timeout: 60_000 });
        await vscode.screenshot('behaviour-cost');
        await vscode.page.keyboard.press('Escape');
        const found = await rows(vscode);
        const denied = found.filter({ hasText: 'refused 5 different calls' }).first();
        await denied.waitFor({ timeout: 60_000 });
        assert.match(
          (await denied.getAttribute('aria-label')) ?? '',
          /^error: a function is refused many different calls\. shop-orders was refused 5/,
        );
        await collapse(vscode, 'Handlers', 'Functions');
        await vscode.screenshot('behaviour-view');
        assert.deepEqual(written(), []);
      },
    },
    {
      name: 'a metric outlier opens with its chart, the band and what is outside of it',
      async run(vscode) {
        await open(vscode, 'Invocations far above');
        const shown = page(vscode);
        await shown.getByRole('heading', { name: /^shop-checkout: Invocations far above/ }).waitFor();
        await shown.getByRole('columnheader', { name: 'Expected Value' }).waitFor();
        const chart = shown.getByRole('img', { name: /^Invocations over time\. .*outside of the band/ });
        await chart.locator('canvas').first().waitFor();
        await chart.press('Home');
        await shown.locator('.spoken', { hasText: /observed \d+, expected \d+, band/ }).waitFor();
        await shown.getByRole('button', { name: 'MITRE ATT&CK T1496 Resource Hijacking' }).waitFor();
        for (const theme of themes) {
          await vscode.theme(theme);
          await chart.locator('canvas').first().waitFor();
          await vscode.screenshot(`behaviour-metric-${theme}`);
        }
      },
    },
    {
      name: 'a new peer opens with the connections, a burst of refusals with its calls',
      async run(vscode) {
        await open(vscode, 'started talking to 10.0.255.29');
        const shown = page(vscode);
        const first = shown.getByRole('table', { name: 'Connections' }).locator('tbody tr').first();
        await first.filter({ hasText: '10.0.255.29' }).waitFor();
        assert.match(await first.innerText(), /^new/);
        await shown
          .getByRole('img', { name: /^Bytes out, bytes in/ })
          .locator('canvas')
          .first()
          .waitFor();
        await vscode.screenshot('behaviour-flows');
        await open(vscode, 'refused 5 different calls');
        const calls = shown.getByRole('table', { name: 'The calls' });
        await calls.getByText('iam:ListUsers').first().waitFor();
        await shown
          .getByText('layers layer:telemetry:1')
          .or(shown.getByText('telemetry:1'))
          .first()
          .waitFor();
        await vscode.screenshot('behaviour-trail');
      },
    },
    {
      name: 'what is acknowledged is gone, and undo brings it back',
      async run(vscode) {
        await open(vscode, 'Invocations far above');
        const shown = page(vscode);
        await shown.getByRole('button', { name: 'Acknowledge as Normal' }).click();
        const dialog = vscode.page.locator('.monaco-dialog-box');
        await dialog.getByText('It can be undone').waitFor();
        await dialog.getByRole('button', { name: 'Acknowledge as Normal' }).click();
        await shown.getByRole('button', { name: 'Undo Acknowledgement' }).waitFor();
        const found = await rows(vscode);
        const outlier = found.filter({ hasText: 'Invocations far above the expected' });
        await outlier.first().waitFor({ state: 'detached' });
        await vscode.screenshot('behaviour-acknowledged');
        await vscode.page
          .locator('.notification-toast', { hasText: 'Normal from now on' })
          .getByRole('button', { name: 'Undo' })
          .click();
        await outlier.first().waitFor();
        await shown.getByRole('button', { name: 'Acknowledge as Normal' }).waitFor();
      },
    },
    {
      name: 'alarms for a function without are a plan that is read first',
      async run(vscode) {
        await closeEditors(vscode);
        const found = await rows(vscode);
        await (await last(vscode, 'Reachable without alarms')).click();
        const checkout = found
          .filter({ hasText: /^shop-checkout/ })
          .filter({ hasText: 'a URL' })
          .first();
        await checkout.waitFor();
        await checkout.hover();
        await checkout.getByRole('button', { name: 'Plan Alarms' }).click();
        await vscode.page.getByText('Functions without alarms').first().waitFor({ timeout: 60_000 });
        await vscode.page.keyboard.press('Enter');
        await vscode.page.getByText('E-mail addresses').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await page(vscode).getByText('PutMetricAlarm').first().waitFor({ timeout: 60_000 });
        await vscode.screenshot('behaviour-alarms');
        assert.deepEqual(written(), []);
      },
    },
    {
      name: 'groups can be types, and a filter narrows',
      async run(vscode) {
        await vscode.command('Lambda Protect: Group Observations by Type');
        const found = await rows(vscode);
        await found.filter({ hasText: 'A steady set of internal connections changed' }).first().waitFor();
        await vscode.command('Lambda Protect: Filter Observations');
        await vscode.pick('Errors');
        await found.filter({ hasText: 'the filter hides them' }).first().waitFor();
        await vscode.screenshot('behaviour-types');
        await vscode.command('Lambda Protect: Filter Observations');
        await vscode.pick('All');
        await vscode.command('Lambda Protect: Group Observations by Function');
        await found.filter({ hasText: 'What is usual' }).first().waitFor();
      },
    },
    {
      name: 'what is usual of a function is under its node, and is a page',
      async run(vscode) {
        await closeEditors(vscode);
        await vscode.command('Lambda Protect: Audit Deployed Functions');
        await vscode.pick('The Region of the profile');
        const found = await rows(vscode);
        await found.filter({ hasText: 'shop-admin-tools' }).first().waitFor({ timeout: 60_000 });
        await collapse(vscode, 'Observations');
        const orders = found
          .filter({ hasText: /^shop-orders/ })
          .filter({ hasText: 'python3.13' })
          .first();
        await orders.waitFor({ timeout: 60_000 });
        await orders.click();
        const node = found.filter({ hasText: /^Behaviour/ }).first();
        await node.waitFor();
        await node.click();
        const shown = page(vscode);
        await shown.getByRole('heading', { name: 'Behaviour of shop-orders' }).waitFor();
        const calls = found.filter({ hasText: /^Usual calls/ }).first();
        // A click opens the page of it; the branch opens by its arrow.
        await node.locator('.monaco-tl-twistie').click();
        await calls.locator('.monaco-tl-twistie').click();
        await found.filter({ hasText: 'ssm:GetParameter' }).first().waitFor();
        await shown.getByRole('table', { name: 'Usual calls' }).getByText('GetSecretValue').waitFor();
        await vscode.screenshot('behaviour-function');
        assert.deepEqual(written(), []);
      },
    },
  ],
};
