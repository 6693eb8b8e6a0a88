// Times and memory of programs that read files, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { median } from './lsp-peer.ts';

const cli = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli.mjs');

export function seconds(
  command: string,
  args: readonly string[],
  count = 3,
): { readonly seconds: number; readonly memoryMiB: number; readonly out: string } {
  const times: number[] = [];
  let out = '';
  let memoryMiB = 0;
  for (let round = 0; round < count; round++) {
    const start = performance.now();
    const run = spawnSync('/usr/bin/env', ['bash', '-c', 'ulimit -c 0; exec "$@"', 'run', command, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    times.push((performance.now() - start) / 1000);
    out = run.stdout;
    const told = /maxRSS (\d+)/.exec(run.stderr);
    if (told) memoryMiB = Number(told[1]) / 1024;
  }
  return { seconds: median(times), memoryMiB, out };
}

/** Tells the highest memory at the end of our own process. */
const tellMemory =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("maxRSS "+process.resourceUsage().maxRSS))';

export function commandOf(args: readonly string[]): readonly string[] {
  return [cli, ...args, '--format', 'json', '--fail-on', 'never'];
}

/** A command of ours with its JSON; the memory is taken of a run of its own. */
export function ours(args: readonly string[], count = 3) {
  const command = commandOf(args);
  const { memoryMiB } = seconds(process.execPath, ['--import', tellMemory, ...command], 1);
  return { ...seconds(process.execPath, command, count), memoryMiB };
}

export async function writeLines(path: string, count: number, line: (n: number) => string): Promise<void> {
  const stream = createWriteStream(path);
  let waiting = '';
  for (let n = 0; n < count; n++) {
    waiting += `${line(n)}\n`;
    if (waiting.length < 1 << 20) continue;
    if (!stream.write(waiting))
      await new Promise((resolve) => stream.once('drain', () => resolve(undefined)));
    waiting = '';
  }
  await new Promise((resolve) => stream.end(waiting, () => resolve(undefined)));
}
