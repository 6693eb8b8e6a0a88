// Violations read from log files: beside `rg -c` over the same file, and memory over logs of every kind.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from '../../tools/bench.ts';
import { median } from './support/lsp-peer.ts';
import { commandOf, ours, seconds, writeLines } from './support/offline.ts';

const padding =
  'loaded order from the table of orders and wrote what it holds into the report of the day, as every line of this log about two hundred bytes long does';

const stamp = (n: number) => new Date(1_790_000_000_000 + n * 500).toISOString();

/** One line in a hundred is a record. */
const logLine = (n: number) =>
  n % 100 === 0
    ? recordLine(n, `rule-${n % 7}`)
    : `${stamp(n)} INFO e9b59241-cbb5-11e8-ac44-058b44f83258 ${n} ${padding}`;

function recordLine(n: number, rule: string): string {
  const record = {
    message: 'In Rule Violation for (?i)union select',
    violation: 'in',
    rule,
    mode: 'block',
    path: '$.body.q',
    requestId: `r-${n}`,
    function: `orders-${n % 5}`,
    version: '7',
  };
  return `${stamp(n)} ${JSON.stringify(record)}`;
}

/** Taken in turns, so that a busy moment meets both alike. */
function turns(commands: readonly (readonly string[])[], count: number): readonly number[] {
  const times = commands.map((): number[] => []);
  for (let round = 0; round < count; round++)
    for (const [index, [command = '', ...args]] of commands.entries())
      times[index]?.push(seconds(command, args, 1).seconds);
  return times.map(median);
}

export const bench: Bench = {
  name: 'Violations read offline',
  async run() {
    const figures: Figure[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-logs-'));
    const memory = (name: string, memoryMiB: number) =>
      figures.push({
        name: `${name}: memory`,
        value: memoryMiB,
        unit: 'MiB',
        must: 'under 200 MiB',
        holds: memoryMiB < 200,
      });
    try {
      const log = join(folder, 'log.txt');
      const lines = 1_000_000;
      await writeLines(log, lines, logLine);
      const args = ['monitor', 'violations', '--from', log];
      const counted = ours(args, 1);
      if (JSON.parse(counted.out).summary.violations !== lines / 100)
        throw new Error('violations are missing');
      const hasRg = spawnSync('rg', ['--version']).status === 0;
      const [mine = 0, bare = 0, rg = 0] = turns(
        [
          [process.execPath, ...commandOf(args)],
          [process.execPath, '-e', ''],
          ...(hasRg ? [['rg', '-c', 'Violation', log]] : []),
        ],
        15,
      );
      figures.push({ name: '1 million lines', value: mine, unit: 's', must: 'under 3 s', holds: mine < 3 });
      memory('1 million lines', counted.memoryMiB);
      if (hasRg) {
        const ratio = mine / rg;
        figures.push({ name: 'to rg -c', value: ratio, unit: '×', must: 'at most 4', holds: ratio <= 4 });
        figures.push({ name: "to rg -c, without Node.js's own start", value: (mine - bare) / rg, unit: '×' });
        figures.push({ name: 'rg -c', value: rg * 1000, unit: 'ms' });
        figures.push({ name: "Node.js's own start", value: bare * 1000, unit: 'ms' });
      }

      const dense = join(folder, 'dense.txt');
      await writeLines(dense, lines, (n) => recordLine(n, `rule-${n % 7}`));
      const all = ours(['monitor', 'violations', '--from', dense], 1);
      if (JSON.parse(all.out).summary.violations !== lines) throw new Error('violations are missing');
      figures.push({ name: '1 million records', value: all.seconds, unit: 's' });
      memory('1 million records', all.memoryMiB);

      const hostile = join(folder, 'hostile.txt');
      await writeLines(hostile, lines, (n) => recordLine(n, `rule-${n}`));
      memory('1 million rules', ours(['monitor', 'violations', '--from', hostile], 1).memoryMiB);

      const answer = join(folder, 'answer.json');
      await writeLines(answer, 200_000, (n) => {
        const event = JSON.stringify({ timestamp: 1_790_000_000_000 + n, message: recordLine(n, 'r') });
        return n === 0 ? `{"events": [${event},` : n === 199_999 ? `${event}]}` : `${event},`;
      });
      memory(
        '200,000 events of filter-log-events',
        ours(['monitor', 'violations', '--from', answer], 1).memoryMiB,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return figures;
  },
};
