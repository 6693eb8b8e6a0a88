// Runs the extension-host suite in a desktop VS Code that @vscode/test-electron downloads, where there is a display
// to show it on and a host to download it from.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { cacheFolder } from '../../server/platform/cache-folder.ts';
import { hasDisplay } from '../../tools/vscode/desktop.ts';
import { tellHostResults } from './in-browser.ts';
import type { Stage } from './stage.ts';
import { nothing, type Outcome } from './ui-suite.ts';

/** Undefined where no desktop VS Code can be had: the browser-served one then takes over. */
export async function runInDesktop(
  stage: Stage,
  scratch: string,
  say: (line: string) => void,
): Promise<Outcome | undefined> {
  if (!hasDisplay()) return undefined;
  let executable: string;
  try {
    executable = await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: cacheFolder('vscode'),
      timeout: 30_000,
    });
  } catch (error) {
    say(`no desktop VS Code could be downloaded: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const folder = join(scratch, 'desktop');
  mkdirSync(folder, { recursive: true });
  const result = join(scratch, 'desktop-result.json');
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: stage.folder,
      extensionTestsPath: stage.suite,
      extensionTestsEnv: { LAMBDA_PROTECT_SUITE_RESULT: result },
      launchArgs: [
        folder,
        '--disable-extensions',
        '--disable-workspace-trust',
        '--user-data-dir',
        join(scratch, 'desktop-data'),
      ],
    });
  } catch (error) {
    say(`desktop VS Code: ${error instanceof Error ? error.message : String(error)}`);
  }
  return existsSync(result) ? tellHostResults(result, say) : { ...nothing, failed: 1 };
}
