// Runs tests in the browser-served VS Code with a headless Chromium: the extension-host suite against the staged
// extension, and the UI suites against the installed universal package.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumArguments } from '../../tools/vscode/chromium.ts';
import { type ServedVsCode, serveVsCode } from '../../tools/vscode/serve.ts';
import { demoEnvironment } from '../aws/demo-environment.ts';
import type { Stage } from './stage.ts';
import type { HostResult } from './suite/result.ts';
import { add, nothing, type Outcome, type UiSuite } from './ui-suite.ts';
import { createWorkbench } from './workbench.ts';

/** What would come between a test's keys and the text, or between a picture and the next one. */
const testSettings = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoIndent': 'none',
  'editor.cursorBlinking': 'solid',
  'files.autoSave': 'off',
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Light Modern',
} as const;

/** Nobody's keys, nobody's profiles: what a suite asks AWS goes to the endpoint that its settings name. */
const awsEnvironment = demoEnvironment();

const HOST_LIMIT_MS = 240_000;

export interface BrowserRun {
  readonly chromium: string;
  readonly stage: Stage;
  readonly vsix: string;
  /** An empty folder for profiles and workspaces. */
  readonly scratch: string;
  readonly screenshots: string;
  /** The extension-host suite runs as well. */
  readonly host: boolean;
  readonly uiFiles: readonly string[];
  say(line: string): void;
}

export async function runInBrowser(run: BrowserRun): Promise<Outcome> {
  const result = join(run.scratch, 'suite-result.json');
  const vscode = await serveVsCode({
    profile: join(run.scratch, 'profile'),
    install: [run.vsix],
    settings: testSettings,
    env: { ...awsEnvironment, LAMBDA_PROTECT_SUITE_RESULT: result },
    say: run.say,
  });
  try {
    const browser = await chromium.launch({ executablePath: run.chromium, args: [...chromiumArguments] });
    try {
      let outcome = nothing;
      if (run.host) outcome = add(outcome, await runHostSuite(run, vscode, browser, result));
      for (const file of run.uiFiles)
        outcome = add(outcome, await withSecondChance(run, vscode, browser, file));
      return outcome;
    } finally {
      await browser.close();
    }
  } finally {
    await vscode.stop();
  }
}

/**
 * A browser on a busy machine drops a key now and then: a suite that failed runs once more from nothing, which is said.
 * What fails twice has failed.
 */
async function withSecondChance(
  run: BrowserRun,
  vscode: ServedVsCode,
  browser: Browser,
  file: string,
): Promise<Outcome> {
  const first = await runUiSuite(run, vscode, browser, file);
  if (first.failed === 0) return first;
  run.say(`${first.failed} failed in ${file}: the suite runs once more in a new window`);
  return runUiSuite(run, vscode, browser, file);
}

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  return context.newPage();
}

async function runHostSuite(
  run: BrowserRun,
  vscode: ServedVsCode,
  browser: Browser,
  file: string,
): Promise<Outcome> {
  const folder = workspaceFolder(run.scratch, 'host', {});
  const page = await newPage(browser);
  const { host } = new URL(vscode.address);
  const uri = (path: string) => ({ scheme: 'vscode-remote', authority: host, path });
  // A built workbench takes these options from its configuration only, which the page carries in an attribute.
  await page.addInitScript(
    (options) => {
      const read = Element.prototype.getAttribute;
      Element.prototype.getAttribute = function (name: string): string | null {
        const value = read.call(this, name);
        if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings' || value === null)
          return value;
        return JSON.stringify({ ...JSON.parse(value), developmentOptions: options });
      };
    },
    { extensions: [uri(run.stage.folder)], extensionTestsPath: uri(run.stage.suite) },
  );
  const ended = new Promise<void>((resolve) => {
    void page.exposeFunction('codeAutomationExit', () => resolve());
    setTimeout(resolve, HOST_LIMIT_MS).unref();
  });
  const log: string[] = [];
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown) => {
    log.push(JSON.stringify(args).slice(0, 400));
  });
  await page.goto(vscode.page(folder));
  await ended;
  if (!existsSync(file)) {
    await page
      .screenshot({ path: join(run.screenshots, 'failed-extension-host.png') })
      .catch(() => undefined);
    run.say('✗ extension host: the suite ended without a result; the log of VS Code ends with');
    for (const line of log.slice(-30)) run.say(`    ${line}`);
    return { ...nothing, failed: 1 };
  }
  await page.context().close();
  return tellHostResults(file, run.say);
}

export function tellHostResults(file: string, say: (line: string) => void): Outcome {
  const results: readonly HostResult[] = JSON.parse(readFileSync(file, 'utf8'));
  let outcome = nothing;
  for (const { title, state, words } of results) {
    say(`${state === 'passed' ? '✓' : state === 'failed' ? '✗' : '-'} extension host: ${title}`);
    if (state === 'failed') say(words.replace(/^/gm, '    '));
    outcome = add(outcome, {
      passed: state === 'passed' ? 1 : 0,
      failed: state === 'failed' ? 1 : 0,
      skipped: state === 'skipped' ? [{ name: title, reason: words }] : [],
    });
  }
  // No test at all is a suite that did not load.
  return results.length === 0 ? { ...nothing, failed: 1 } : outcome;
}

async function runUiSuite(
  run: BrowserRun,
  vscode: ServedVsCode,
  browser: Browser,
  file: string,
): Promise<Outcome> {
  const { suite }: { suite: UiSuite } = await import(pathToFileURL(file).href);
  const folder = workspaceFolder(run.scratch, suite.topic, suite.files);
  const setup = await suite.setUp?.(folder);
  let outcome = nothing;
  try {
    const settings = { ...suite.settings, ...setup?.settings };
    if (Object.keys(settings).length > 0)
      write(join(folder, '.vscode', 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
    const page = await newPage(browser);
    const workbench = createWorkbench(page, folder, run.screenshots);
    await page.goto(vscode.page(folder));
    await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 60_000 });
    for (const { name, run: test } of suite.tests) {
      const begin = Date.now();
      try {
        await test(workbench);
        run.say(`✓ ${suite.topic}: ${name} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
        outcome = add(outcome, { ...nothing, passed: 1 });
      } catch (error) {
        await workbench
          .screenshot(`failed-${suite.topic}-${name.replace(/\W+/g, '-')}`)
          .catch(() => undefined);
        run.say(`✗ ${suite.topic}: ${name}`);
        run.say(
          (error instanceof Error ? (error.stack ?? error.message) : String(error)).replace(/^/gm, '    '),
        );
        outcome = add(outcome, { ...nothing, failed: 1 });
      }
    }
    await page.context().close();
  } finally {
    await setup?.stop();
  }
  return outcome;
}

/** The window's title says the topic. */
function workspaceFolder(scratch: string, topic: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(join(scratch, 'folders'), { recursive: true });
  const folder = join(mkdtempSync(join(scratch, 'folders', 'f-')), topic);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
  return folder;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
