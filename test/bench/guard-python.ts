// What the Python guard adds: to a warm invocation, against searching the same 50 patterns one by one with `re`, and to
// a cold start. With 50 patterns as people write them, and with the shipped in rules, whose 48 patterns hold 530 alternatives.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Bench, Figure } from '../../tools/bench.ts';

const program = join(import.meta.dirname, '..', '..', 'guard', 'python', 'bench.py');
const mostRatio = 0.1;
const mostColdMs = 40;

function numberOf(figures: unknown, name: string): number {
  const value: unknown =
    typeof figures === 'object' && figures !== null ? Reflect.get(figures, name) : undefined;
  if (typeof value !== 'number') throw new Error(`no figure from Python: ${name}`);
  return value;
}

async function run(): Promise<readonly Figure[]> {
  const child = spawnSync('python3', [program], { encoding: 'utf8' });
  if (child.status !== 0) throw new Error(`python3 failed: ${child.stderr}`);
  const figures: unknown = JSON.parse(child.stdout);
  const result: Figure[] = [];
  for (const size of ['1KB', '10KB', '1MB']) {
    const ratio = numberOf(figures, `ratio_${size}`);
    const event = `clean event of ${size}`;
    result.push({
      name: `added to an invocation, ${event}`,
      value: numberOf(figures, `warm_${size}_ms`),
      unit: 'ms',
    });
    result.push({
      name: `of searching 50 patterns one by one, ${event}`,
      value: ratio,
      unit: '',
      must: `at most ${mostRatio}`,
      holds: ratio <= mostRatio,
    });
    const shipped = numberOf(figures, `shipped_ratio_${size}`);
    result.push({ name: `the same with the shipped in rules, ${event}`, value: shipped, unit: '' });
  }
  const cold = numberOf(figures, 'cold_added_ms');
  result.push({
    name: 'added to a cold start, 300 lines and 50 rules, nothing compiled before',
    value: cold,
    unit: 'ms',
    must: `under ${mostColdMs}`,
    holds: cold < mostColdMs,
  });
  const compiled = numberOf(figures, 'cold_compiled_ms');
  result.push({ name: 'the same where the package brings compiled modules', value: compiled, unit: 'ms' });
  const shippedCold = numberOf(figures, 'shipped_cold_added_ms');
  result.push({ name: 'a cold start with the shipped in rules', value: shippedCold, unit: 'ms' });
  const shippedCompiled = numberOf(figures, 'shipped_cold_compiled_ms');
  result.push({
    name: 'the same where the package brings compiled modules',
    value: shippedCompiled,
    unit: 'ms',
  });
  return result;
}

export const bench: Bench = { name: 'guard-python', run };
