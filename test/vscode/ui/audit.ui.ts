// An audit of deployed functions from the side bar, against a described account behind a loopback endpoint.
import { strict as assert } from 'node:assert';
import { createDemoWorld } from '../../aws/demo-account.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import type { UiSuite } from '../ui-suite.ts';

let endpoint: AwsEndpoint | undefined;

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: shop-orders
      CodeUri: orders
      Handler: app.handler
      Runtime: python3.13
`;

const python = `import boto3

table = boto3.resource("dynamodb").Table("orders")
queue = boto3.client("sqs")


def handler(event, context):
    table.put_item(Item={"id": event["id"]})
    boto3.client("route53").list_hosted_zones()
    return {"statusCode": 200}
`;

export const suite: UiSuite = {
  topic: 'audit',
  files: { 'template.yaml': template, 'orders/app.py': python },
  async setUp() {
    const started = await startAwsEndpoint(createDemoWorld());
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'the view says what can be done before anything was',
      async run(vscode) {
        const sidebar = await vscode.view('Lambda Protect');
        await sidebar.getByText('Open Audit Snapshot').first().waitFor();
        await vscode.screenshot('audit-welcome');
        await sidebar.locator('.pane-header', { hasText: 'Handlers' }).click();
      },
    },
    {
      name: 'an audit fills the tree, the worst first',
      async run(vscode) {
        const { page } = vscode;
        await vscode.command('Lambda Protect: Audit Deployed Functions');
        await vscode.pick('The Region of the profile');
        const sidebar = await vscode.view('Lambda Protect');
        const rows = sidebar.locator('.monaco-list-row');
        await rows.filter({ hasText: 'shop-checkout' }).waitFor({ timeout: 60_000 });
        await vscode.notifications.filter({ hasText: /Audit of \d+ functions/ }).waitFor();
        const preview = rows.filter({ hasText: 'shop-checkout' });
        assert.match((await preview.getAttribute('aria-label')) ?? '', /function shop-checkout, \d+ errors?/);
        await preview.click();
        await rows.filter({ hasText: /URL/ }).first().waitFor();
        await vscode.screenshot('audit-functions');
        await page.keyboard.press('Escape');
      },
    },
    {
      name: 'a finding opens as a page with why and what to do',
      async run(vscode) {
        const sidebar = await vscode.view('Lambda Protect');
        await sidebar.locator('.monaco-list-row').filter({ hasText: /URL/ }).first().click();
        const page = vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
        await page.getByRole('heading', { name: 'What to do' }).waitFor();
        await page.getByText('shop-checkout').first().waitFor();
        await vscode.screenshot('audit-finding');
        for (const theme of ['dark', 'high-contrast-light', 'light'] as const) {
          await vscode.theme(theme);
          await vscode.screenshot(`audit-finding-${theme}`);
        }
      },
    },
    {
      name: 'who can change a function is said with the statement that lets them',
      async run(vscode) {
        const sidebar = await vscode.view('Lambda Protect');
        const rows = sidebar.locator('.monaco-list-row');
        await rows
          .filter({ hasText: /^shop-checkout/ })
          .first()
          .click();
        await rows
          .filter({ hasText: /^shop-orders/ })
          .first()
          .click();
        await rows.filter({ hasText: 'Who can change it' }).first().click();
        await rows.filter({ hasText: /grace/ }).first().waitFor();
        await vscode.screenshot('audit-access');
      },
    },
    {
      name: 'what was found can be looked through by check',
      async run(vscode) {
        const sidebar = await vscode.view('Lambda Protect');
        await vscode.command('Lambda Protect: Focus on Findings View');
        await sidebar.locator('.monaco-list-row[aria-label*="errors"]', { hasText: /^Errors/ }).waitFor();
        await vscode.screenshot('audit-findings');
      },
    },
    {
      name: 'what the code calls is laid beside what the role grants',
      async run(vscode) {
        await vscode.open('orders/app.py');
        const lens = vscode.page.locator('.codelens-decoration a', { hasText: 'shop-orders-role grants' });
        await lens.first().waitFor({ timeout: 60_000 });
        assert.match((await lens.first().textContent()) ?? '', /the code uses \d+.*1 not granted/);
        await vscode.screenshot('audit-needs-lens');
        await lens.first().click();
        const page = vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
        await page.getByRole('heading', { name: /no statement of the role allows it/ }).waitFor();
        await vscode.screenshot('audit-needs-page');
        await page.getByText('orders/app.py:9').first().waitFor();
      },
    },
    {
      name: 'nothing was written',
      async run() {
        const written = (endpoint?.requests ?? [])
          .map(({ action }) => action)
          .filter((action) => !/^(Get|List|Describe|Lookup|BatchGet|Head|Generate)/.test(action));
        assert.deepEqual([...new Set(written)], []);
      },
    },
  ],
};
