// `npm run bench [NAME…] [--write]`: runs the benches of `test/bench/` one after the other and prints their figures;
// with `--write` they go into docs/performance.md, with the machine and the date. A bench compares within one run:
// figures of different machines or days are not to be compared.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.ts';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What is promised of it, in words, such as `at most 0.5`. */
  readonly must?: string;
  readonly holds?: boolean;
}

export interface Bench {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}

const root = join(import.meta.dirname, '..');
const folder = join(root, 'test', 'bench');
const page = join(root, 'docs', 'performance.md');

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

function round(value: number): string {
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function table(figures: readonly Figure[]): string {
  const verdict = ({ holds }: Figure) => (holds === undefined ? '' : holds ? 'yes' : '**no**');
  const rows = figures.map(
    (one) => `| ${one.name} | ${round(one.value)} ${one.unit} | ${one.must ?? ''} | ${verdict(one)} |`,
  );
  return ['| figure | measured | promised | holds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Replaces the block of this bench in the page, or adds it. */
function write(name: string, text: string): void {
  const begin = `<!-- bench: ${name} -->`;
  const end = `<!-- end: ${name} -->`;
  const now = existsSync(page) ? readFileSync(page, 'utf8') : '# Performance\n';
  const block = `${begin}\n${text}\n${end}`;
  const at = now.indexOf(begin);
  const until = now.indexOf(end);
  const next =
    at === -1
      ? `${now.trimEnd()}\n\n## ${name}\n\n${block}\n`
      : now.slice(0, at) + block + now.slice(until + end.length);
  writeFileSync(page, next);
}

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const keep = process.argv.includes('--write');
await build();
let broken = 0;
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort()) {
  if (wanted.length > 0 && !wanted.includes(file.replace(/\.ts$/, ''))) continue;
  const module = (await import(pathToFileURL(join(folder, file)).href)) as { bench?: Bench };
  if (!module.bench) continue;
  const { bench } = module;
  console.log(`\n${bench.name}`);
  try {
    const figures = await bench.run();
    console.log(table(figures));
    broken += figures.filter(({ holds }) => holds === false).length;
    const date = new Date().toISOString().slice(0, 10);
    if (keep) write(bench.name, `Measured ${date} on ${machine()}.\n\n${table(figures)}`);
  } catch (error) {
    broken++;
    console.log(
      `did not run to its end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}
if (broken > 0) console.log(`\n${broken} figures do not hold what is promised`);
process.exit(broken > 0 ? 1 : 0);
