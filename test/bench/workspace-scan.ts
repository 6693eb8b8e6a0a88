// A scan of a generated workspace of 2,000 files with the shipped rules, beside tools of the field over the same files
// in the same run. A tool that is not on the machine is left out, and that is said.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../server/platform/cache-folder.ts';
import type { Bench, Figure } from '../../tools/bench.ts';
import { median } from './support/lsp-peer.ts';
import { type BenchLanguage, numbers, source } from './support/sources.ts';

const root = join(import.meta.dirname, '..', '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const cli = join(root, 'dist', 'cli.mjs');

const kinds: readonly (readonly [BenchLanguage, string])[] = [
  ['python', 'py'],
  ['python', 'py'],
  ['typescript', 'ts'],
  ['javascript', 'js'],
];

/** 2,000 handlers of 60 to 300 lines; one in five breaks a rule. */
function writeWorkspace(folder: string): number {
  const next = numbers(11);
  let bytes = 0;
  for (let n = 0; n < 2000; n++) {
    const [language, extension] = kinds[n % kinds.length] ?? ['python', 'py'];
    const text = source(language, 60 + Math.floor(next() * 240), n, n % 5 === 0 ? 6 : 0);
    const inside = join(folder, 'functions', `f${Math.floor(n / 20)}`);
    mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `handler_${n}.${extension}`), text);
    bytes += Buffer.byteLength(text);
  }
  return bytes;
}

interface Timed {
  readonly seconds: number;
  readonly out: string;
}

/** Wall time of a whole program, from its start to its end. */
function timed(command: string, args: readonly string[], cwd: string): Timed {
  const start = performance.now();
  const run = spawnSync(command, [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (run.error) throw run.error;
  return { seconds: (performance.now() - start) / 1000, out: run.stdout };
}

function best(count: number, once: () => Timed): Timed {
  const runs = Array.from({ length: count }, once);
  const middle = median(runs.map(({ seconds }) => seconds));
  return { seconds: middle, out: runs[0]?.out ?? '' };
}

/** Highest resident memory of a program while it ran, in MiB, as Linux counts it. */
async function peakMemory(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<number | undefined> {
  const child = spawn(command, [...args], { cwd, stdio: 'ignore' });
  let peak = 0;
  const timer = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // Ended, or a system without /proc.
    }
  }, 5);
  await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  return peak === 0 ? undefined : peak / 1024;
}

/** eslint with its security plugin, kept outside of the project: it is only a measure. */
function eslint(): string | undefined {
  const folder = cacheFolder('bench-eslint');
  const program = join(folder, 'node_modules', '.bin', 'eslint');
  if (!existsSync(program)) {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    spawnSync(
      'npm',
      [
        'install',
        '--no-audit',
        '--no-fund',
        'eslint@9',
        'eslint-plugin-security@3',
        '@typescript-eslint/parser@8',
        'typescript@5',
      ],
      { cwd: folder },
    );
  }
  writeFileSync(
    join(folder, 'eslint.config.js'),
    `import security from 'eslint-plugin-security';
import parser from '@typescript-eslint/parser';
export default [
  { ...security.configs.recommended, files: ['**/*.js'] },
  { ...security.configs.recommended, files: ['**/*.ts'], languageOptions: { parser } },
];
`,
  );
  return existsSync(program) ? program : undefined;
}

function has(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

export const bench: Bench = {
  name: 'Workspace scan',
  async run() {
    const figures: Figure[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'lambda-protect-scan-'));
    try {
      const megabytes = writeWorkspace(folder) / 1e6;
      // A folder of rules of its own, so that nothing above it counts.
      const args = [
        cli,
        'scan',
        'functions',
        '--format',
        'json',
        '--fail-on',
        'never',
        '--rules',
        join(root, 'rules'),
      ];
      rmSync(cacheFolder('scan'), { recursive: true, force: true });
      const first = timed(process.execPath, args, folder);
      const found = JSON.parse(first.out).summary;
      if (found.files !== 2000 || found.findings < 200)
        throw new Error(`the scan saw ${JSON.stringify(found)}`);
      const cold = best(3, () => {
        rmSync(cacheFolder('scan'), { recursive: true, force: true });
        return timed(process.execPath, args, folder);
      });
      const again = best(3, () => timed(process.execPath, args, folder));
      if (again.out !== cold.out) throw new Error('the second scan says something else than the first');
      figures.push({ name: 'first scan', value: cold.seconds, unit: 's' });
      figures.push({ name: 'files', value: 2000 / cold.seconds, unit: 'files/s' });
      figures.push({ name: 'text', value: megabytes / cold.seconds, unit: 'MB/s' });
      figures.push({ name: 'findings', value: found.findings, unit: '' });
      const ratio = again.seconds / cold.seconds;
      figures.push({
        name: 'second scan to the first',
        value: ratio,
        unit: '×',
        must: 'at most 0.2',
        holds: ratio <= 0.2,
      });

      rmSync(cacheFolder('scan'), { recursive: true, force: true });
      const memory = await peakMemory(process.execPath, args, folder);
      if (memory !== undefined)
        figures.push({
          name: 'peak memory',
          value: memory,
          unit: 'MiB',
          must: 'under 200 MiB',
          holds: memory < 200,
        });

      cpSync(join(import.meta.dirname, 'ast-grep-rules'), join(folder, 'sg'), { recursive: true });
      writeFileSync(join(folder, 'sgconfig.yml'), 'ruleDirs: [sg]\n');
      const astGrep = best(3, () => timed(bin('ast-grep'), ['scan', '--json=compact', 'functions'], folder));
      if (JSON.parse(astGrep.out).length < 100) throw new Error('ast-grep finds nothing');
      const toAstGrep = cold.seconds / astGrep.seconds;
      figures.push({
        name: 'to ast-grep scan',
        value: toAstGrep,
        unit: '×',
        must: 'at most 1',
        holds: toAstGrep <= 1,
      });

      if (has('rg')) {
        const patterns = readFileSync(join(root, 'rules', 'code_protect.txt'), 'utf8')
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#'));
        writeFileSync(join(folder, 'patterns.txt'), patterns.join('\n'));
        const rg = best(3, () =>
          timed('rg', ['-c', '-f', join(folder, 'patterns.txt'), 'functions'], folder),
        );
        figures.push({
          name: 'to rg -f with the same patterns (lines only, no regions)',
          value: cold.seconds / rg.seconds,
          unit: '×',
        });
      }
      const lint = eslint();
      if (lint && has('bandit')) {
        const bandit = timed('bandit', ['-q', '-r', '-f', 'json', 'functions'], folder);
        const config = join(cacheFolder('bench-eslint'), 'eslint.config.js');
        cpSync(config, join(folder, 'eslint.config.js'));
        spawnSync('ln', [
          '-s',
          join(cacheFolder('bench-eslint'), 'node_modules'),
          join(folder, 'node_modules'),
        ]);
        const script = timed(lint, ['-f', 'json', 'functions'], folder);
        const both = bandit.seconds + script.seconds;
        const toBoth = cold.seconds / both;
        figures.push({
          name: 'to bandit and eslint with eslint-plugin-security',
          value: toBoth,
          unit: '×',
          must: 'under 0.08',
          holds: toBoth < 0.08,
        });
      } else console.log('bandit or eslint is not on this machine: that comparison is left out');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return figures;
  },
};
