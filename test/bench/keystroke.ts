// From a keystroke to the diagnostics of the new text, over stdio, beside `ast-grep lsp` with rules of the same classes.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, Figure } from '../../tools/bench.ts';
import { type LspPeer, median, quantile, startPeer } from './support/lsp-peer.ts';
import { numbers, source } from './support/sources.ts';

const root = join(import.meta.dirname, '..', '..');
const rounds = 100;
const warmUp = 60;

type Place = 'end of a line' | 'start of a line';

/**
 * Types a space on another line in each round: the text stays one that can be parsed. At the start of a line of Python
 * it moves the line to another block.
 */
async function type(peer: LspPeer, uri: string, text: string, place: Place): Promise<readonly number[]> {
  const next = numbers(7);
  const lengths = text.split('\n').map((line) => line.length);
  const times: number[] = [];
  for (let round = 0; round < rounds + warmUp; round++) {
    const line = 20 + Math.floor(next() * (lengths.length - 40));
    const length = lengths[line] ?? 0;
    const took = await peer.change(uri, line, place === 'end of a line' ? length : 0, ' ');
    lengths[line] = length + 1;
    if (round >= warmUp) times.push(took);
  }
  return times;
}

/** `count` rules of which none but the shipped ones hits, in an order by the seed. */
function manyRules(count: number, seed: number): string {
  const next = numbers(seed);
  const rules = Array.from(
    { length: count },
    (_, n) => `#@ id: extra-${n}\n#@ where: code\n\\b(forbidden_${n}|never_${n})\\w*\\s*\\(`,
  );
  return rules
    .map((rule) => ({ rule, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ rule }) => rule)
    .join('\n');
}

async function measure(
  folder: string,
  ours: boolean,
  file: string,
  language: string,
  text: string,
  place: Place = 'end of a line',
): Promise<readonly number[]> {
  const peer = await startPeer(
    ours
      ? {
          command: process.execPath,
          args: [join(root, 'dist', 'server.mjs'), '--stdio'],
          cwd: folder,
          pull: true,
        }
      : { command: join(root, 'node_modules', '.bin', 'ast-grep'), args: ['lsp'], cwd: folder, pull: false },
  );
  try {
    const uri = `file://${join(folder, file)}`;
    await peer.open(uri, language, text);
    if (peer.count === 0) throw new Error(`${ours ? 'our server' : 'ast-grep'} finds nothing in ${file}`);
    return await type(peer, uri, text, place);
  } finally {
    peer.close();
  }
}

/** A process from nothing, with the shipped rules, on a 300-line handler. */
async function firstDiagnostic(folder: string): Promise<number> {
  const text = source('python', 300, 1);
  const begin = performance.now();
  const peer = await startPeer({
    command: process.execPath,
    args: [join(root, 'dist', 'server.mjs'), '--stdio'],
    cwd: folder,
    pull: true,
  });
  try {
    await peer.open(`file://${join(folder, 'handler300.py')}`, 'python', text);
    if (peer.count === 0) throw new Error('the first answer has no finding');
    return performance.now() - begin;
  } finally {
    peer.close();
  }
}

export const bench: Bench = {
  name: 'Keystroke to diagnostics',
  async run() {
    const figures: Figure[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-keystroke-'));
    try {
      cpSync(join(import.meta.dirname, 'ast-grep-rules'), join(folder, 'sg'), { recursive: true });
      writeFileSync(join(folder, 'sgconfig.yml'), 'ruleDirs: [sg]\n');
      for (const [language, extension] of [
        ['python', 'py'],
        ['typescript', 'ts'],
      ] as const) {
        for (const lineCount of [300, 3000]) {
          const text = source(language, lineCount, 1);
          const file = `handler${lineCount}.${extension}`;
          writeFileSync(join(folder, file), text);
          const ours = await measure(folder, true, file, language, text);
          const theirs = await measure(folder, false, file, language, text);
          const limit = lineCount === 300 ? 0.5 : 0.35;
          const ratio = median(ours) / median(theirs);
          const what = `${language}, ${lineCount} lines`;
          figures.push({ name: `${what}: median`, value: median(ours), unit: 'ms' });
          figures.push({
            name: `${what}: 95th percentile`,
            value: quantile(ours, 0.95),
            unit: 'ms',
            must: 'at most 10 ms',
            holds: quantile(ours, 0.95) <= 10,
          });
          figures.push({ name: `${what}: median of ast-grep lsp`, value: median(theirs), unit: 'ms' });
          figures.push({
            name: `${what}: ours to ast-grep's`,
            value: ratio,
            unit: '×',
            must: `at most ${limit}`,
            holds: ratio <= limit,
          });
        }
      }
      const dear = await measure(
        folder,
        true,
        'handler3000.py',
        'python',
        source('python', 3000, 1),
        'start of a line',
      );
      figures.push({
        name: 'python, 3000 lines, each key re-indents a line: median',
        value: median(dear),
        unit: 'ms',
      });
      figures.push({
        name: 'python, 3000 lines, each key re-indents a line: 95th percentile',
        value: quantile(dear, 0.95),
        unit: 'ms',
      });
      const first: number[] = [];
      for (let round = 0; round < 5; round++) first.push(await firstDiagnostic(folder));
      const toFirst = median(first);
      figures.push({
        name: 'start of the server to the first diagnostic',
        value: toFirst,
        unit: 'ms',
        must: 'under 800 ms',
        holds: toFirst < 800,
      });
      const text = source('python', 3000, 1);
      const medians: number[] = [];
      for (const [count, seed] of [
        [50, 1],
        [200, 1],
        [200, 2],
        [200, 3],
      ] as const) {
        const own = join(folder, `rules-${count}-${seed}`);
        mkdirSync(own);
        writeFileSync(
          join(own, 'code_protect.txt'),
          `#@ id: os-command\n#@ where: code\n(check_output)\\s*\\(\n${manyRules(count, seed)}\n`,
        );
        medians.push(median(await measure(own, true, 'handler.py', 'python', text)));
      }
      const [of50 = Number.NaN, ...of200] = medians;
      const worst = Math.max(...of200) / of50;
      figures.push({ name: 'python, 3000 lines, 50 rules: median', value: of50, unit: 'ms' });
      figures.push({
        name: '200 rules to 50 rules, worst of three orders',
        value: worst,
        unit: '×',
        must: 'at most 2',
        holds: worst <= 2,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return figures;
  },
};
