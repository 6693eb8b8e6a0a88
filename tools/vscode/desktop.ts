// An installed desktop VS Code, as `code` on the PATH.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const codeCommand = process.platform === 'win32' ? 'code.cmd' : 'code';

/** Whether a window can be shown here. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined;
}

/** The installed version, such as `1.139.1`, or undefined where there is none that can show a window. */
export async function desktopVsCode(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  try {
    const { stdout } = await run(codeCommand, ['--version'], {
      shell: process.platform === 'win32',
      timeout: 20_000,
    });
    return /^\d+\.\d+\.\d+/m.exec(stdout)?.[0];
  } catch {
    return undefined;
  }
}
