// Everything that is checked without running the product: format and lint, types, and that what is generated is
// fresh. Ends with 1 when something is not right.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

const steps: readonly Step[] = [
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of core, without Node', command: ['tsc', '-p', 'server/core'] },
  { name: 'generated files are fresh', command: ['node', 'tools/generate.ts', '--check'] },
];

/** Runs every step, each with its output when it fails. */
export function check(): { readonly passed: number; readonly failed: number } {
  let failed = 0;
  for (const { name, command } of steps) {
    const [program = '', ...args] = command;
    const run = spawnSync(join(root, 'node_modules', '.bin', program), args, { cwd: root, encoding: 'utf8' });
    console.log(`${run.status === 0 ? 'ok  ' : 'FAIL'} ${name}`);
    if (run.status === 0) continue;
    failed++;
    console.log(`${run.stdout}${run.stderr}`.trim());
  }
  return { passed: steps.length - failed, failed };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exit(check().failed === 0 ? 0 : 1);
