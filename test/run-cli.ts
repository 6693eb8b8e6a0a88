// Runs the built command line as a person does, and gives back what it said.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from '../tools/build.ts';
import { isStale } from '../tools/build-stamp.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let fresh: Promise<void> | undefined;

/** A file of the bundle of this checkout, which is built when it is old: `npm test` has built it before. */
export async function built(name: string): Promise<string> {
  fresh ??= isStale(root, dist) ? build(dist) : Promise.resolve();
  await fresh;
  return join(dist, name);
}

export async function runCli(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const cli = await built('cli.mjs');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
