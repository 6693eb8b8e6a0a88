// Runs every test that needs a VS Code, and gets that VS Code itself: a desktop one by @vscode/test-electron where it
// can be downloaded and shown, and the browser-served one with Chromium. What could not be run is counted as skipped,
// with its reason. Words on the command line choose topics: `node test/vscode/run.ts live-diagnostics`.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../tools/build.ts';
import { packStage } from '../../tools/package.ts';
import { ensureChromium } from '../../tools/vscode/chromium.ts';
import { runInBrowser } from './in-browser.ts';
import { runInDesktop } from './in-desktop.ts';
import { stageForTests, suiteTopics } from './stage.ts';
import { add, nothing, type Outcome } from './ui-suite.ts';

export async function runVscodeTests(only: readonly string[] = []): Promise<Outcome> {
  const say = (line: string): void => console.log(line);
  const wanted = (name: string): boolean =>
    only.length === 0 || only.includes(name.replace(/\.(test|ui)\.ts$/, ''));
  const topics = suiteTopics().filter(wanted);
  const ui = join(import.meta.dirname, 'ui');
  const uiFiles = readdirSync(ui)
    .filter((name) => name.endsWith('.ui.ts') && wanted(name))
    .map((name) => join(ui, name));
  const out = join(root, 'out', `vscode-tests-${process.pid}`);
  const scratch = mkdtempSync(join(tmpdir(), 'lambda-protect-vscode-'));
  const screenshots = join(root, 'out', 'screenshots');
  mkdirSync(screenshots, { recursive: true });
  try {
    const stage = await stageForTests(join(out, 'extension'), topics);
    const desktop = topics.length === 0 ? undefined : await runInDesktop(stage, scratch, say);
    const browser = await ensureChromium(say);
    if (!browser.ok) {
      const names = [...(desktop ? [] : ['extension-host suite']), 'UI tests', 'universal package'];
      return add(desktop ?? nothing, {
        ...nothing,
        skipped: names.map((name) => ({ name, reason: browser.reason })),
      });
    }
    const vsix = await packStage(stage.folder, join(out, 'package'));
    return add(
      desktop ?? nothing,
      await runInBrowser({
        chromium: browser.path,
        stage,
        vsix,
        scratch,
        screenshots,
        host: desktop === undefined && topics.length > 0,
        uiFiles,
        say,
      }),
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { passed, failed, skipped } = await runVscodeTests(process.argv.slice(2));
  for (const { name, reason } of skipped) console.log(`skipped ${name}: ${reason}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.exit(failed === 0 ? 0 : 1);
}
