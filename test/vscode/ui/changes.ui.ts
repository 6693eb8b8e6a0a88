// Planned changes from the editor, against a described account: monitoring and the containment of a function are
// planned, read on their page, applied after a question, and undone to the very same account.
import { strict as assert } from 'node:assert';
import { accountState } from '../../aws/account-state.ts';
import { createDemoWorld, demoAccountId } from '../../aws/demo-account.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../aws/endpoint.ts';
import { writeLogEvent } from '../../aws/services/logs.ts';
import { type RegionState, regionOf } from '../../aws/world.ts';
import type { UiSuite } from '../ui-suite.ts';
import type { Workbench } from '../workbench.ts';

const region = 'eu-central-1';
let endpoint: AwsEndpoint | undefined;
let before: unknown;

const page = (vscode: Workbench) =>
  vscode.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
const dialog = (vscode: Workbench) => vscode.page.locator('.monaco-dialog-box');

function described(): AwsEndpoint {
  assert.ok(endpoint);
  return endpoint;
}

function shop(): RegionState {
  const account = described().world.accounts.get(demoAccountId);
  assert.ok(account);
  return regionOf(account, region);
}

const accountNow = () => accountState(described().account);

/** The account compared, apart from what the test itself wrote into a log. */
function withoutLogs(): unknown {
  return JSON.parse(JSON.stringify(accountNow(), (key, value) => (key === 'streams' ? undefined : value)));
}

async function closeAll(vscode: Workbench): Promise<void> {
  // A page may have the keys: a click on a heading takes them back.
  await (await vscode.view('Lambda Protect')).locator('.composite.title').first().click();
  await vscode.command('View: Close All Editors');
}

async function answerRegion(vscode: Workbench): Promise<void> {
  await vscode.page.getByText('the Region of the profile').first().waitFor();
  await vscode.answer(region);
}

async function shotBothThemes(vscode: Workbench, name: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await vscode.theme(theme);
    await vscode.screenshot(`${name}-${theme}`);
  }
}

async function countInView(vscode: Workbench, words: string): Promise<void> {
  await vscode.command('Lambda Protect: Read Violations');
  await vscode.pick('Last 24 hours');
  await answerRegions(vscode);
  const sidebar = await vscode.view('Lambda Protect');
  await sidebar
    .locator(`.monaco-list-row[aria-label*="function shop-orders, ${words}"]`)
    .first()
    .waitFor({ timeout: 60_000 });
}

async function answerRegions(vscode: Workbench): Promise<void> {
  await vscode.page.getByText('Regions, divided by commas').first().waitFor();
  await vscode.answer(region);
}

export const suite: UiSuite = {
  topic: 'changes',
  files: { 'README.md': '# Nothing but an account\n' },
  async setUp() {
    const started = await startAwsEndpoint(createDemoWorld());
    endpoint = started;
    return { settings: { 'lambdaProtect.endpointUrl': started.url }, stop: () => started.close() };
  },
  tests: [
    {
      name: 'monitoring is asked for and shown with every call, and nothing is done',
      async run(vscode) {
        await vscode.open('README.md');
        await countInView(vscode, '4 violations');
        before = withoutLogs();
        await vscode.command('Lambda Protect: Set Up Monitoring');
        await answerRegion(vscode);
        const input = vscode.page.locator('.quick-input-widget:not(.hidden)');
        await input.getByText('Whose violations are counted').waitFor({ timeout: 60_000 });
        await vscode.screenshot('changes-functions');
        await vscode.page.keyboard.press('Enter');
        await input.getByText('E-mail addresses').first().waitFor();
        await vscode.answer('team@example.com');
        await input.getByText('Number of violations').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await input.getByText('Preview the changes').waitFor();
        await vscode.screenshot('changes-how');
        await vscode.pick('Preview the changes');
        const shown = page(vscode);
        await shown
          .getByRole('heading', { name: 'Set up monitoring of violations' })
          .waitFor({ timeout: 60_000 });
        await shown.getByText('Not applied.').waitFor();
        await shown.getByText('sns:CreateTopic').first().waitFor();
        await shown.getByText('logs:DeleteMetricFilter').first().waitFor();
        await shotBothThemes(vscode, 'changes-plan');
        assert.deepEqual(withoutLogs(), before);
      },
    },
    {
      name: 'it is applied after a question, a violation is counted, and undo leaves the account as it was',
      async run(vscode) {
        const shown = page(vscode);
        await shown.getByRole('button', { name: /^Apply \d+ Changes…/ }).click();
        await dialog(vscode).getByText(`in account ${demoAccountId}, ${region}?`).waitFor();
        await vscode.screenshot('changes-question');
        assert.deepEqual(withoutLogs(), before);
        await dialog(vscode)
          .getByRole('button', { name: /^Apply \d+ Changes/ })
          .click();
        await shown.getByText(/Applied: \d+ changes made/).waitFor({ timeout: 60_000 });
        await shotBothThemes(vscode, 'changes-applied');
        assert.ok(
          shop().cloudwatch.alarms.some(({ AlarmName }) => AlarmName === 'lambda-protect-violations'),
        );

        writeLogEvent(
          { region: shop(), now: new Date() },
          '/aws/lambda/shop-orders',
          'live',
          '{"violation":"in","rule":"script-tag","mode":"block","path":"$.body.new","function":"shop-orders"}',
        );
        const counted = shop().cloudwatch.points.filter(({ namespace }) => namespace === 'LambdaProtect');
        assert.deepEqual(counted.map(({ name, value }) => [name, value]).toSorted(), [
          ['Violations', 1],
          ['ViolationsByRule', 1],
        ]);
        await countInView(vscode, '5 violations');

        await vscode.page.locator('.tab', { hasText: 'Set up monitoring' }).first().click();
        await shown.getByRole('button', { name: 'Undo…' }).click();
        await dialog(vscode)
          .getByRole('button', { name: /^Undo \d+ Changes/ })
          .click();
        await shown.getByText('Undone: what this plan made').waitFor({ timeout: 60_000 });
        await shown.getByText('team@example.com never confirmed').waitFor();
        await vscode.screenshot('changes-undone');
        shop().cloudwatch.points = shop().cloudwatch.points.filter(
          ({ namespace }) => namespace !== 'LambdaProtect',
        );
        assert.deepEqual(withoutLogs(), before);
        await closeAll(vscode);
      },
    },
    {
      name: 'the same as text changes nothing',
      async run(vscode) {
        await vscode.command('Lambda Protect: Set Up Monitoring');
        await answerRegion(vscode);
        const input = vscode.page.locator('.quick-input-widget:not(.hidden)');
        await input.getByText('Whose violations are counted').waitFor({ timeout: 60_000 });
        await vscode.page.keyboard.press('Enter');
        await input.getByText('E-mail addresses').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await input.getByText('Number of violations').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await vscode.pick('As text: CloudFormation');
        await vscode.page
          .locator('.monaco-editor .view-line', { hasText: 'AWSTemplateFormatVersion' })
          .first()
          .waitFor({ timeout: 60_000 });
        assert.deepEqual(withoutLogs(), before);
      },
    },
    {
      name: 'a function is contained from its finding: chosen by harm, shown, applied, and undone',
      async run(vscode) {
        await vscode.command('Lambda Protect: Read GuardDuty Findings');
        const sidebar = await vscode.view('Lambda Protect');
        const row = sidebar.locator('.monaco-list-row', { hasText: /shop-search.*C&CActivity/ }).first();
        await row.waitFor({ timeout: 60_000 });
        before = withoutLogs();
        await row.hover();
        await row.getByRole('button', { name: 'Contain Function' }).click();
        const input = vscode.page.locator('.quick-input-widget:not(.hidden)');
        await input.getByText('the least harmful first').first().waitFor({ timeout: 60_000 });
        await vscode.screenshot('changes-remedies');
        await vscode.pick('stop every invocation');
        await vscode.pick('revoke sessions');
        await vscode.page.keyboard.press('Enter');
        const shown = page(vscode);
        await shown.getByRole('heading', { name: 'Contain shop-search' }).waitFor({ timeout: 60_000 });
        await shown.getByText('also serves').first().waitFor();
        await shotBothThemes(vscode, 'changes-contain');
        assert.deepEqual(withoutLogs(), before);

        await shown.getByRole('button', { name: 'Apply 2 Changes…' }).click();
        await dialog(vscode).getByRole('button', { name: 'Apply 2 Changes' }).click();
        await shown.getByText('Applied: 2 changes made').waitFor({ timeout: 60_000 });
        assert.equal(shop().lambda.functions.get('shop-search')?.reserved, 0);
        await closeAll(vscode);

        await vscode.command('Lambda Protect: Undo Changes');
        await vscode.page.locator('.quick-input-widget', { hasText: 'contain shop-search' }).waitFor();
        await vscode.screenshot('changes-to-undo');
        await vscode.pick('contain shop-search');
        await shown.getByText('What undo does').waitFor();
        await shown.getByRole('button', { name: 'Undo…' }).click();
        await dialog(vscode).getByRole('button', { name: 'Undo 2 Changes' }).click();
        await shown.getByText('Undone: what this plan made').waitFor({ timeout: 60_000 });
        assert.deepEqual(withoutLogs(), before);
        await closeAll(vscode);
      },
    },
  ],
};
