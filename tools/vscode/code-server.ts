// VS Code served to a browser (code-server): installed from the npm registry into the user's cache folder, without
// install scripts, a compiler or headers, as the lockfile beside this file says.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../server/platform/cache-folder.ts';

const run = promisify(execFile);
const recipe = join(import.meta.dirname, 'code-server');

/** The program's entry file, for the running Node (24 or later). Throws with npm's own words where it cannot be had. */
export async function codeServerEntry(say: (line: string) => void): Promise<string> {
  const lock = readFileSync(join(recipe, 'package-lock.json'));
  const version = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const home = cacheFolder('code-server');
  const folder = join(home, `${version}-${process.platform}-${process.arch}`);
  const entry = join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  if (existsSync(entry)) return entry;

  say('Installing the VS Code that is served to a browser (about 15 seconds, once) …');
  // Filled apart and renamed into place, so that nobody ever sees half of it.
  const partial = mkdtempSync(join(home, 'partial-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(join(recipe, file), join(partial, file));
    const program = join(partial, 'node_modules', 'code-server', 'lib', 'vscode');
    await npm(partial, ['ci']);
    await npm(program, ['install', '--omit=dev']);
    await npm(join(program, 'extensions'), ['install', '--omit=dev']);
    mkdirSync(dirname(folder), { recursive: true });
    try {
      renameSync(partial, folder);
    } catch (error) {
      // Somebody else was quicker: theirs is as good.
      if (!existsSync(entry)) throw error;
    }
    return entry;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  // Settings of the npm that called this script (its prefix, its lockfile) must not leak into this folder, its
  // registry must.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_(registry|cache|userconfig)$)/i.test(name),
    ),
  );
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npmFile = process.env['npm_execpath'];
  const [command, before] = npmFile?.endsWith('.js') ? [process.execPath, [npmFile]] : ['npm', []];
  try {
    await run(command, [...before, ...args, ...quiet], {
      cwd: folder,
      env,
      maxBuffer: 1 << 26,
      timeout: 300_000,
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`npm could not install code-server: ${words.trim().split('\n').slice(0, 6).join('\n')}`);
  }
}
