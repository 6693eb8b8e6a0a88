// `npm test`: everything that CI runs, in one go: checks, unit tests, whole-program tests, and the suites in a real
// VS Code. What cannot run here is counted as skipped with its reason; under CI a skip is a failure.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { check } from './check.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'out');

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

async function timed(name: string, run: () => Promise<Outcome> | Outcome): Promise<Outcome> {
  console.log(`\n== ${name}`);
  const start = performance.now();
  try {
    const outcome = await run();
    console.log(`== ${name}: ${words(outcome)} in ${Math.round((performance.now() - start) / 1000)} s`);
    return outcome;
  } catch (error) {
    console.log(
      `== ${name} did not run to its end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return { passed: 0, failed: 1, skipped: [] };
  }
}

/** What of vitest's JSON report counts here. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

async function unitTests(): Promise<Outcome> {
  const all = await vitest([]);
  const died = all.report.testResults.filter(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'pending'),
  );
  if (died.length === 0 || all.report.numFailedTests > 0) return outcomeOf(all);
  // A process that a signal killed leaves tests that neither passed nor failed; whether it was the test is seen by another run.
  const files = died.map(({ name }) => name);
  console.log(`the process of ${files.join(', ')} died; what it held runs once more`);
  const passedBefore = died
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'passed').length;
  const again = outcomeOf(await vitest(files));
  return {
    passed: all.report.numPassedTests - passedBefore + again.passed,
    failed: again.failed,
    skipped: [
      ...skippedOf(all.report.testResults.filter(({ name }) => !files.includes(name))),
      ...again.skipped,
    ],
  };
}

interface VitestRun {
  readonly code: number;
  readonly report: VitestReport;
}

/** `files`: none are all. */
async function vitest(files: readonly string[]): Promise<VitestRun> {
  const file = join(out, 'vitest.json');
  rmSync(file, { force: true });
  const code = await run('vitest', [
    'run',
    ...files,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return { code, report: JSON.parse(readFileSync(file, 'utf8')) as VitestReport };
}

function outcomeOf({ code, report }: VitestRun): Outcome {
  // A file that does not even load has no failed test, but a failed suite.
  const failed = Math.max(report.numFailedTests, code === 0 ? 0 : 1);
  return { passed: report.numPassedTests, failed, skipped: skippedOf(report.testResults) };
}

function skippedOf(results: VitestReport['testResults']): Outcome['skipped'] {
  return results
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName, status }) => ({ name: fullName, reason: `${status}; its file says why` }));
}

function run(program: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', program), args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('exit', (code) => resolve(code ?? 1));
    child.on('error', () => resolve(1));
  });
}

function words({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

mkdirSync(out, { recursive: true });
const outcomes = [
  await timed('checks', () => ({ ...check(), skipped: [] })),
  await timed('build', async () => {
    await build();
    return { passed: 1, failed: 0, skipped: [] };
  }),
  await timed('unit and whole-program tests', unitTests),
  await timed('in a real VS Code', async () => {
    const { runVscodeTests } = await import('../test/vscode/run.ts');
    return runVscodeTests();
  }),
];

const total: Outcome = {
  passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
  failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
  skipped: outcomes.flatMap(({ skipped }) => skipped),
};
if (total.skipped.length > 0) console.log('\nskipped:');
for (const { name, reason } of total.skipped) console.log(`  ${name}: ${reason}`);
console.log(`\n${words(total)}`);
process.exit(total.failed > 0 || (process.env['CI'] && total.skipped.length > 0) ? 1 : 0);
