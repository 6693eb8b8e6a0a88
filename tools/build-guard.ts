// Builds the guard for Node.js into guard/node/dist: one ES module and one CommonJS module from the same source, the
// types, and the regular-expression engine, which is loaded when it is first needed. The files belong together.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'guard', 'node');

/** Where the built modules lie. */
export const guardDist = join(folder, 'dist');

const notice =
  '/* protect-lambda 0.1.0, Apache-2.0. Contains re2js, MIT: https://www.npmjs.com/package/re2js */';

/** Built beside and moved into place file by file: who reads meanwhile never sees half a file. */
export async function buildGuard(target = guardDist): Promise<void> {
  const outdir = join(target, `.building-${process.pid}`);
  mkdirSync(outdir, { recursive: true });
  try {
    await buildInto(outdir);
    for (const name of readdirSync(outdir)) renameSync(join(outdir, name), join(target, name));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function buildInto(outdir: string): Promise<void> {
  const shared: BuildOptions = {
    entryPoints: [join(folder, 'src', 'index.ts')],
    bundle: true,
    platform: 'node',
    target: 'node18',
    minify: true,
    legalComments: 'eof',
    banner: { js: notice },
    external: ['./re2.cjs'],
    logLevel: 'warning',
    logOverride: { 'empty-import-meta': 'silent' },
  };
  await Promise.all([
    build({
      ...shared,
      format: 'esm',
      outfile: join(outdir, 'index.mjs'),
      // For modules that are loaded late; see src/lazy-modules.ts.
      banner: {
        js: `${notice}\nimport { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
      },
    }),
    build({ ...shared, format: 'cjs', outfile: join(outdir, 'index.cjs') }),
    build({
      ...shared,
      entryPoints: [join(root, 'server', 'platform', 'regex', 're2js-engine.ts')],
      format: 'cjs',
      outfile: join(outdir, 're2.cjs'),
      banner: {
        js: `/* re2js\n\n${readFileSync(join(root, 'node_modules/re2js/LICENSE'), 'utf8').trim()}\n*/`,
      },
    }),
  ]);
  for (const file of ['index.mjs', 'index.cjs', 're2.cjs']) refuseNewMethods(join(outdir, file));
  copyFileSync(join(folder, 'index.d.ts'), join(outdir, 'index.d.ts'));
  // The same types hold for both kinds of module.
  copyFileSync(join(folder, 'index.d.ts'), join(outdir, 'index.d.cts'));
}

/** esbuild lowers syntax, not methods: those that Node.js 18 lacks would fail inside a function. */
function refuseNewMethods(file: string): void {
  const found =
    /\.(?:toSorted|toReversed|toSpliced|isWellFormed|toWellFormed)\(|\b(?:Object|Map)\.groupBy\(/.exec(
      readFileSync(file, 'utf8'),
    );
  if (found !== null) throw new Error(`${file} calls ${found[0]}), which Node.js 18 does not have`);
}

if (process.argv[1] === import.meta.filename) await buildGuard();
