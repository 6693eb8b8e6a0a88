// Node versions and AWS's runtime client for tests of the guard, installed from the npm registry into the user's
// cache folder, never into the repository. Where they cannot be had, the answer is a reason, so that a test can skip
// honestly. Two processes that ask at once share one installation.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../server/platform/cache-folder.ts';

const run = promisify(execFile);

/** One version of every line that AWS Lambda runs or ran lately. */
export const nodeVersions = { 18: '18.20.8', 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' } as const;
export type NodeLine = keyof typeof nodeVersions;

export const runtimeClientVersion = '4.0.2';

export type Installed =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

const LOCK_STALE_MS = 6 * 60_000;

/** The `node` binary of a line. The running one is used where it fits. */
export async function nodeBinary(line: NodeLine): Promise<Installed> {
  if (process.versions.node === nodeVersions[line]) return { ok: true, path: process.execPath };
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  // npm's package that carries the binary itself: no install script, no compiler.
  return install(`node-${nodeVersions[line]}`, join('node_modules', name, binary), async (folder) => {
    await npm(folder, ['install', '--ignore-scripts', `${name}@${nodeVersions[line]}`]);
  });
}

/**
 * The folder of AWS's runtime interface client, built from source once per machine (about a minute; it needs
 * autoconf, automake, libtool, cmake, make and g++).
 */
export async function runtimeClient(): Promise<Installed> {
  const path = join('node_modules', 'aws-lambda-ric');
  return install(
    `aws-lambda-ric-${runtimeClientVersion}-${process.platform}-${process.arch}`,
    path,
    async (folder) => {
      for (const tool of ['autoconf', 'automake', 'libtoolize', 'cmake', 'make', 'g++']) {
        await run(tool, ['--version']).catch(() => {
          throw new Error(
            `${tool} is not installed; on Debian: apt-get install autoconf automake libtool cmake make g++`,
          );
        });
      }
      await npm(folder, ['install', `aws-lambda-ric@${runtimeClientVersion}`]);
    },
  );
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  // The runtime client's own script must run. npm's settings of the calling script would point it elsewhere.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-save'];
  await run('npm', [...args, ...quiet], { cwd: folder, env, timeout: 5 * 60_000, maxBuffer: 1 << 26 });
}

/** Installs into a folder of its own and renames it into place, so that a half installation is never seen. */
async function install(
  name: string,
  wanted: string,
  fill: (folder: string) => Promise<void>,
): Promise<Installed> {
  const home = cacheFolder('node');
  const folder = join(home, name);
  const path = join(folder, wanted);
  const lock = `${folder}.lock`;
  for (;;) {
    if (existsSync(path)) return { ok: true, path };
    if (takeLock(lock)) break;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const partial = `${folder}.${process.pid}`;
  try {
    mkdirSync(partial, { recursive: true });
    writeFileSync(
      join(partial, 'package.json'),
      '{ "private": true, "allowScripts": { "aws-lambda-ric": true } }\n',
    );
    await fill(partial);
    if (!existsSync(join(partial, wanted)))
      return { ok: false, reason: `${name}: npm installed no ${wanted}` };
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
    return { ok: true, path };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `${name}: ${words.trim().split('\n').slice(0, 3).join(' ')}` };
  } finally {
    rmSync(partial, { recursive: true, force: true });
    rmSync(lock, { recursive: true, force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    try {
      if (Date.now() - statSync(lock).mtimeMs > LOCK_STALE_MS) rmSync(lock, { recursive: true, force: true });
    } catch {
      // Released between the two calls: the next round takes it.
    }
    return false;
  }
}
