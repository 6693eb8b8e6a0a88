// The extension as the tests run it, in a folder that no other build touches: the bundles, what is shipped beside
// them, and the suite for the extension host.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { stageExtension } from '../../tools/package.ts';

export interface Stage {
  readonly folder: string;
  /** The suite's entry, without its ending, as VS Code wants it. */
  readonly suite: string;
}

export async function stageForTests(folder: string, topics: readonly string[]): Promise<Stage> {
  rmSync(folder, { recursive: true, force: true });
  await stageExtension(folder);
  const source = join(import.meta.dirname, 'suite');
  await esbuild.build({
    entryPoints: [join(source, 'index.ts'), ...topics.map((topic) => join(source, topic))],
    outdir: join(folder, 'suite'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return { folder, suite: join(folder, 'suite', 'index.cjs') };
}

export function suiteTopics(): readonly string[] {
  return readdirSync(join(import.meta.dirname, 'suite')).filter((name) => name.endsWith('.test.ts'));
}
