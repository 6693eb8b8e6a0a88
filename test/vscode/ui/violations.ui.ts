// Violations of deployed functions: from the view to the panel, the rule's line, the handler and the log, with alarms, a
// query, a replay and log files, and followed live, against a described account behind a loopback endpoint.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDemoWorld, demoAccountId } from '../../aws/demo-account.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import { writeLogEvent } from '../../aws/services/logs.ts';
import { type RegionState, regionOf } from '../../aws/world.ts';
import type { UiSuite } from '../ui-suite.ts';
import type { Workbench } from '../workbench.ts';

let endpoint: AwsEndpoint | undefined;

const rows = async (vscode: Workbench) => (await vscode.view('Lambda Protect')).locator('.monaco-list-row');

const page = (vscode: Workbench) =>
  vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');

function region(): RegionState {
  const account = endpoint?.world.accounts.get(demoAccountId);
  assert.ok(account);
  return regionOf(account, 'eu-central-1');
}

/** An alarm of the shop's own on a metric filter of its own. */
function addAlarm(): void {
  const { logs, cloudwatch } = region();
  logs.filters.push({
    logGroupName: '/aws/lambda/shop-orders',
    filterName: 'violations',
    filterPattern: '?"Rule Violation for" ?"Rule violation for"',
    metricTransformations: [{ metricNamespace: 'Shop', metricName: 'Violations', metricValue: '1' }],
  });
  cloudwatch.alarms.push({
    AlarmName: 'shop-violations',
    Namespace: 'Shop',
    MetricName: 'Violations',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [`arn:aws:sns:eu-central-1:${demoAccountId}:people`],
  });
}

async function answerRegions(vscode: Workbench): Promise<void> {
  await vscode.page.getByText('Regions, divided by commas').first().waitFor();
  await vscode.answer('eu-central-1');
  await vscode.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

const template = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-orders
      Runtime: python3.13
      CodeUri: .
      Handler: app.lambda_handler
`;

export const suite: UiSuite = {
  topic: 'violations',
  files: {
    'rules/in_protect.txt': '#@ id: script-tag\n#@ message: markup in an event\n(?i)<script\n',
    'README.md': '# Rules of the shop\n',
    'template.yaml': template,
    'app.py': 'def lambda_handler(event, context):\n    return {"statusCode": 200}\n',
    'events/comment.json': '{"body": "<script>alert(1)</script>"}\n',
    'events/order.json': '{"body": "two apples"}\n',
    'logs/guard.log':
      '2026-11-20T08:00:00.000Z {"message":"Out Rule Violation for x","violation":"out","rule":"card-number","mode":"monitor","path":"$.card","function":"from-a-file"}\n',
  },
  async setUp() {
    const started = await startAwsEndpoint(createDemoWorld());
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'violations fill the view: function, alarm, rule, latest',
      async run(vscode) {
        await vscode.open('README.md');
        await vscode.command('Lambda Protect: Read Violations');
        await vscode.pick('Last 24 hours');
        await answerRegions(vscode);
        const found = await rows(vscode);
        const name = found.filter({ hasText: 'shop-orders' }).first();
        await name.waitFor({ timeout: 60_000 });
        assert.match(
          (await name.getAttribute('aria-label')) ?? '',
          /function shop-orders, 4 violations, last/,
        );
        await name.click();
        await found
          .filter({ hasText: 'No alarm' })
          .filter({ hasText: 'set up monitoring' })
          .first()
          .waitFor();
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
        await panel.getByRole('button', { name: 'Set Up Monitoring…' }).waitFor();
        assert.equal(await panel.locator('tbody tr', { hasText: '$.body.comment' }).count(), 4);
        await panel.locator('#chart canvas').waitFor();
        await panel.locator('#chart').press('ArrowLeft');
        await panel.locator('.spoken', { hasText: 'shop-orders' }).waitFor();
        await panel.getByRole('button', { name: 'Open the rule script-tag' }).first().click();
        await vscode.page.locator('.tab.active', { hasText: 'in_protect.txt' }).waitFor();
        const lens = vscode.page.locator('.codelens-decoration', { hasText: '4 hits in production, last' });
        await lens.first().waitFor();
        await vscode.screenshot('violations-rule');
      },
    },
    {
      name: 'a row leads to the handler and to the log, and the handler says what happened',
      async run(vscode) {
        await vscode.command('Lambda Protect: Show Violations');
        const panel = page(vscode);
        await panel.getByRole('button', { name: 'Open the log in the console of AWS' }).first().click();
        const dialog = vscode.page.locator('.monaco-dialog-box');
        await dialog.filter({ hasText: '1.console.aws.amazon.com/cloudwatch/home' }).waitFor();
        await vscode.page.evaluate('window.open = (url) => { window.openedUrl = String(url); return null; }');
        await dialog.getByRole('button', { name: 'Open', exact: true }).click();
        await vscode.page.waitForFunction('window.openedUrl !== undefined');
        assert.match(
          String(await vscode.page.evaluate('window.openedUrl')),
          /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-central-1#logsV2:log-groups\/log-group\/\$252Faws\$252Flambda\$252Fshop-orders\/log-events\//,
        );
        await dialog.waitFor({ state: 'hidden' });
        // One that opened nothing asks whether to try again.
        await vscode.page.keyboard.press('Escape');
        await panel.getByRole('button', { name: 'Open the handler of shop-orders' }).first().click();
        await vscode.page.locator('.tab.active', { hasText: 'app.py' }).waitFor();
        const lens = vscode.page.locator('.codelens-decoration a', {
          hasText: '4 violations in the last 24 hours, last',
        });
        await lens.first().waitFor();
        await vscode.screenshot('violations-handler');
        await lens.first().click();
        await panel.locator('#rows caption').waitFor();
        await panel.locator('select:has(option[value="shop-orders"]:checked)').waitFor();
        assert.equal(await panel.getByRole('combobox', { name: 'Function' }).inputValue(), 'shop-orders');
      },
    },
    {
      name: 'the panel is used by keyboard, and exported as CSV and PNG',
      async run(vscode) {
        await vscode.command('Lambda Protect: Show Violations');
        const panel = page(vscode);
        const kind = panel.getByRole('combobox', { name: 'Kind' });
        await kind.focus();
        await kind.press('ArrowDown');
        await panel.getByRole('heading', { name: 'Violations: 0' }).waitFor();
        // Drawn anew, the page leaves the keys where they were.
        await panel.locator('select:focus:has(option[value="code"]:checked)').waitFor();
        await kind.press('ArrowUp');
        await panel.getByRole('heading', { name: 'Violations: 4' }).waitFor();
        const heard = (await panel.locator('#chart').getAttribute('aria-label')) ?? '';
        assert.match(heard, /^Violations over time, 4 in all: shop-orders 4\. Arrow keys walk/);
        for (const [words, name] of [
          ['Export CSV…', 'violations.csv'],
          ['Export PNG…', 'violations.png'],
        ] as const) {
          await panel.getByRole('button', { name: words }).press('Enter');
          const dialog = vscode.page.locator('.quick-input-widget', { hasText: 'Export Violations' });
          await dialog.waitFor();
          await dialog.getByRole('button', { name: 'OK' }).click();
          await vscode.notifications.filter({ hasText: `The violations are in ${name}` }).waitFor();
        }
        const csv = readFileSync(join(vscode.folder, 'violations.csv'), 'utf8');
        assert.equal(csv.trim().split('\r\n').length, 5);
        const png = readFileSync(join(vscode.folder, 'violations.png'));
        assert.equal(png.subarray(1, 4).toString(), 'PNG');
        await vscode.command('Notifications: Clear All Notifications');
      },
    },
    {
      name: 'the rule of a violation is replayed against the workspace',
      async run(vscode) {
        await vscode.command('Lambda Protect: Show Violations');
        await page(vscode)
          .getByRole('button', { name: 'Replay the rule script-tag against the workspace' })
          .first()
          .click();
        const found = await rows(vscode);
        await found.filter({ hasText: 'Hit by script-tag' }).first().waitFor();
        await found.filter({ hasText: 'events/comment.json:1' }).first().waitFor();
        assert.equal(await found.filter({ hasText: 'events/order.json' }).count(), 0);
        await vscode.screenshot('violations-replay');
      },
    },
    {
      name: 'history is grouped in AWS, its price said before and its cost after',
      async run(vscode) {
        await vscode.command('Lambda Protect: Query Violations');
        await vscode.page.locator('.quick-input-widget input[placeholder*="USD a GB"]').waitFor();
        await vscode.pick('By source address');
        await vscode.pick('Last 24 hours');
        await answerRegions(vscode);
        const panel = page(vscode);
        await panel.getByRole('heading', { name: 'Query' }).waitFor();
        const answer = panel.locator('#query');
        await answer.getByText(/4 violations by source address, .* scanned, /).waitFor();
        await answer.getByText(/bear no source address/).waitFor();
        await answer.locator('tbody tr', { hasText: 'not recorded' }).waitFor();
        await answer.getByRole('button', { name: 'Export Query CSV…' }).waitFor();
      },
    },
    {
      name: 'new ones come in by Live Tail while somebody looks, an alarm rings, and nothing goes on unseen',
      async run(vscode) {
        addAlarm();
        await vscode.command('Lambda Protect: Follow New Violations');
        const dialog = vscode.page.locator('.monaco-dialog-box');
        await dialog.filter({ hasText: 'charged by the minute' }).waitFor();
        await vscode.screenshot('violations-cost');
        await dialog.getByRole('button', { name: 'Follow' }).click();
        const panel = page(vscode);
        await panel.locator('#following', { hasText: 'eu-central-1 by Live Tail' }).waitFor();
        const found = await rows(vscode);
        assert.equal(region().logs.tails.size, 1);
        const begun = performance.now();
        writeLogEvent(
          { region: region(), now: new Date() },
          '/aws/lambda/shop-orders',
          'live',
          '{"message":"In Rule Violation for x","violation":"in","rule":"script-tag","mode":"block","path":"$.body.live","function":"shop-orders"}',
        );
        await panel.locator('#rows tbody tr', { hasText: '$.body.live' }).waitFor({ timeout: 8000 });
        assert.ok(performance.now() - begun < 4000, `it took ${performance.now() - begun} ms`);
        await found.filter({ hasText: '$.body.live' }).first().waitFor({ timeout: 8000 });
        await vscode.page.locator('.activitybar .badge-content', { hasText: '1' }).first().waitFor();
        // Alarms are asked for twice a minute.
        await panel.locator('.alarm', { hasText: 'ALARM' }).waitFor({ timeout: 60_000 });
        await found.filter({ hasText: 'shop-violations' }).first().waitFor();
        for (const theme of ['dark', 'high-contrast-dark', 'high-contrast-light', 'light'] as const) {
          await vscode.theme(theme);
          await vscode.page.waitForTimeout(500);
          await vscode.screenshot(`violations-panel-${theme}`);
        }
        await vscode.command('View: Close All Editors');
        await vscode.page.waitForTimeout(500);
        assert.equal(region().logs.tails.size, 1, 'the view is still visible');
        await vscode.page.keyboard.press('Control+Shift+E');
        for (const end = Date.now() + 5000; region().logs.tails.size > 0; ) {
          assert.ok(Date.now() < end, 'a session is still open');
          await vscode.page.waitForTimeout(100);
        }
        const before = endpoint?.requests.length;
        await vscode.page.waitForTimeout(2500);
        assert.equal(endpoint?.requests.length, before);
      },
    },
    {
      name: 'exported log files fill the same panel',
      async run(vscode) {
        await vscode.command('Lambda Protect: Open Log Files With Violations');
        await vscode.pick('Files…');
        await vscode.page.locator('.quick-input-widget', { hasText: 'Open Log Files' }).waitFor();
        const file = join(vscode.folder, 'logs', 'guard.log');
        // The dialog writes the folder into its input when it has read it.
        await vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: 'README.md' }).waitFor();
        await vscode.page.locator('.quick-input-widget input[type="text"]').fill(file);
        await vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: 'guard.log' }).waitFor();
        await vscode.page.locator('.quick-input-widget').getByRole('button', { name: 'Read' }).click();
        const panel = page(vscode);
        await panel.getByRole('heading', { name: 'Violations: 1' }).waitFor();
        await panel
          .locator('tbody tr', { hasText: 'from-a-file' })
          .filter({ hasText: 'let through' })
          .waitFor();
        await vscode.screenshot('violations-files');
        await panel.getByRole('button', { name: 'Open the file that it was read from' }).click();
        await vscode.page.locator('.tab.active', { hasText: 'guard.log' }).waitFor();
      },
    },
  ],
};
