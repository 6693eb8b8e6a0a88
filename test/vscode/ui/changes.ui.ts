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

/** As the guard writes it. */
const record = {
  message: 'In Rule Violation for (?i)<script',
  violation: 'in',
  rule: 'script-tag',
  mode: 'block',
  path: '$.body.new',
  requestId: '00000000-0000-0000-0000-000000000099',
  function: 'shop-orders',
  version: '3',
  match: `sha256:${'0'.repeat(64)}`,
};

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
  return JSON.parse(
    JSON.stringify(accountNow(), (key, value) => (key === 'logs' ? { ...value, events: [] } : value)),
  );
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
      name: 'the same as text changes nothing',
      async run(vscode) {
        await vscode.open('README.md');
        await countInView(vscode, '4 violations');
        before = withoutLogs();
        await vscode.command('Lambda Protect: Set Up Monitoring');
        await answerRegion(vscode);
        const input = vscode.page.locator('.quick-input-widget:not(.hidden)');
        await input.getByText('Whose violations are counted').waitFor({ timeout: 60_000 });
        await vscode.page.keyboard.press('Enter');
        await input.getByText('E-mail addresses,').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await input.getByText('Number of violations in a time').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await vscode.pick('As text: CloudFormation');
        await vscode.page
          .locator('.monaco-editor .view-line', { hasText: 'AWSTemplateFormatVersion' })
          .first()
          .waitFor({ timeout: 60_000 });
        assert.deepEqual(withoutLogs(), before);
        // A text that is not saved would be asked about when all tabs are closed.
        await vscode.command('View: Revert and Close Editor');
      },
    },
    {
      name: 'monitoring is asked for and shown with every call, and nothing is done',
      async run(vscode) {
        await vscode.command('Lambda Protect: Set Up Monitoring');
        await answerRegion(vscode);
        const input = vscode.page.locator('.quick-input-widget:not(.hidden)');
        await input.getByText('Whose violations are counted').waitFor({ timeout: 60_000 });
        await vscode.screenshot('changes-functions');
        await vscode.page.keyboard.press('Enter');
        await input.getByText('E-mail addresses,').first().waitFor();
        await vscode.answer('team@example.com');
        await input.getByText('Number of violations in a time').first().waitFor();
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
          JSON.stringify(record),
        );
        const counted = shop().cloudwatch.points.filter(({ namespace }) => namespace === 'LambdaProtect');
        assert.deepEqual(counted.map(({ name, value }) => [name, value]).toSorted(), [
          ['Violations', 1],
          ['ViolationsByRule', 1],
        ]);
        await countInView(vscode, '5 violations');
        const alarms = (await vscode.view('Lambda Protect')).locator('.monaco-list-row', {
          hasText: /Alarms\s*1, 1 in ALARM/,
        });
        await alarms.first().waitFor();
        await vscode.screenshot('changes-alarm');

        await vscode.page.locator('.tab', { hasText: 'Set up monitoring' }).first().click();
        await shown.getByRole('button', { name: 'Undo…' }).click();
        await dialog(vscode)
          .getByRole('button', { name: /^Undo \d+ Changes/ })
          .click();
        await shown.getByText('Undone: what this plan made').waitFor({ timeout: 60_000 });
        await shown.getByText('team@example.com never confirmed').waitFor();
        await alarms.first().waitFor({ state: 'detached' });
        await vscode.screenshot('changes-undone');
        shop().cloudwatch.points = shop().cloudwatch.points.filter(
          ({ namespace }) => namespace !== 'LambdaProtect',
        );
        assert.deepEqual(withoutLogs(), before);
        await closeAll(vscode);
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
    {
      name: 'the page of a finding offers it in its title, of that finding',
      async run(vscode) {
        const sidebar = await vscode.view('Lambda Protect');
        const row = sidebar.locator('.monaco-list-row', { hasText: /shop-search.*C&CActivity/ }).first();
        await row.click();
        await page(vscode).getByRole('heading', { name: 'Who it talked to' }).waitFor({ timeout: 60_000 });
        const action = vscode.page.locator('.editor-actions [aria-label^="Contain Function"]');
        await action.waitFor();
        await vscode.screenshot('changes-finding-page');
        await action.click();
        await vscode.page
          .locator('.quick-input-widget:not(.hidden)')
          .getByText('shop-search, the least harmful first')
          .first()
          .waitFor({ timeout: 60_000 });
        await vscode.page.keyboard.press('Escape');
        await closeAll(vscode);
        await action.waitFor({ state: 'detached' });
      },
    },
    {
      name: 'the checklist of an incident opens the same, and writes down what was applied and undone',
      async run(vscode) {
        await vscode.command('Lambda Protect: Open Incident');
        await vscode.pick('shop-search');
        const shown = page(vscode);
        const state = shown.getByLabel('State of: Stop the function or its triggers');
        await state.waitFor({ timeout: 60_000 });
        await shown.getByRole('button', { name: 'Contain…' }).click();
        await vscode.page
          .locator('.quick-input-widget:not(.hidden)')
          .getByText('the least harmful first')
          .first()
          .waitFor({ timeout: 60_000 });
        await vscode.pick('stop every invocation');
        await vscode.page.keyboard.press('Enter');
        await shown.getByRole('button', { name: 'Apply 1 Change…' }).click();
        await dialog(vscode).getByRole('button', { name: 'Apply 1 Change' }).click();
        await shown.getByText('Applied: 1 change made').waitFor({ timeout: 60_000 });
        const note = shown.getByLabel('Note on: Stop the function or its triggers');
        await vscode.page.locator('.tab', { hasText: 'Incident: shop-search' }).first().click();
        await note.waitFor();
        assert.equal(await state.inputValue(), 'done');
        assert.match(await note.inputValue(), /applied: .*reserved concurrency of shop-search/);
        await vscode.screenshot('changes-incident');
        await vscode.page.locator('.tab', { hasText: 'Contain shop-search' }).first().click();
        await shown.getByRole('button', { name: 'Undo…' }).click();
        await dialog(vscode).getByRole('button', { name: 'Undo 1 Change' }).click();
        await shown.getByText('Undone: what this plan made').waitFor({ timeout: 60_000 });
        await vscode.page.locator('.tab', { hasText: 'Incident: shop-search' }).first().click();
        await note.waitFor();
        assert.equal(await state.inputValue(), 'open');
        assert.match(await note.inputValue(), /applied: .* undone$/);
        assert.deepEqual(withoutLogs(), before);
        await closeAll(vscode);
      },
    },
    {
      name: 'a change that stopped half-way is told after a restart, and taken back from its page',
      async run(vscode) {
        await vscode.command('Lambda Protect: Set Up Monitoring');
        await vscode.pick('default credentials');
        const input = vscode.page.locator('.quick-input-widget:not(.hidden)');
        await input.getByText('Whose violations are counted').waitFor({ timeout: 60_000 });
        await vscode.page.keyboard.press('Enter');
        await input.getByText('E-mail addresses,').first().waitFor();
        await vscode.answer('team@example.com');
        await input.getByText('Number of violations in a time').first().waitFor();
        await vscode.page.keyboard.press('Enter');
        await vscode.pick('Preview the changes');
        const shown = page(vscode);
        described().denied.add('sns:Subscribe');
        await shown.getByRole('button', { name: /^Apply \d+ Changes…/ }).click({ timeout: 60_000 });
        await dialog(vscode)
          .getByRole('button', { name: /^Apply \d+ Changes/ })
          .click();
        await shown.getByText('sns:Subscribe failed').waitFor({ timeout: 60_000 });
        await shown.getByText('Half applied').waitFor();
        await shotBothThemes(vscode, 'changes-half');
        described().denied.clear();
        await closeAll(vscode);

        await vscode.page.reload();
        await vscode.page.locator('.monaco-workbench .explorer-folders-view, .sidebar').first().waitFor();
        const told = vscode.page.locator('.notifications-toasts .notification-list-item', {
          hasText: 'was interrupted',
        });
        await told.waitFor({ timeout: 60_000 });
        await vscode.screenshot('changes-interrupted');
        await told.getByRole('button', { name: 'Show' }).click();
        await shown.getByText('Half applied').waitFor({ timeout: 60_000 });
        await shown.getByRole('button', { name: 'Undo What Was Made…' }).click();
        await dialog(vscode)
          .getByRole('button', { name: /^Undo \d+ Change/ })
          .click();
        await shown.getByText('Undone: what this plan made').waitFor({ timeout: 60_000 });
        assert.deepEqual(withoutLogs(), before);
      },
    },
  ],
};
