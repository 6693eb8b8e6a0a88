// Bundles what runs: the extension for VS Code, the language server, the command line and their workers into
// `dist/`, with the grammars and the native RE2 file beside them.
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { buildGuard } from './build-guard.ts';
import { stampFile } from './build-stamp.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

/** Grammars that are shipped; `server/core/syntax/languages` names them. */
const grammars = ['python', 'javascript', 'typescript', 'tsx', 'java', 'go', 'ruby', 'c-sharp'];

/** Commands whose start counts beside their work: they lie in `cli.mjs` itself. */
const quickCommands = ['monitor-violations'];
/** What quick commands load on demand. */
const onDemand = ['live-violations'];

/** Bundles that run in Node on their own: every `*.worker.ts` of the server is one more. And what `cli.mjs` loads. */
function serverEntries(): Record<string, string> {
  const entries: Record<string, string> = { server: join(root, 'server/lsp/main.ts') };
  const cli = join(root, 'server/cli');
  for (const file of readdirSync(join(cli, 'commands'))) {
    const name = basename(file, '.ts');
    if (name !== 'index' && !name.endsWith('.test') && !quickCommands.includes(name))
      entries[`commands/${name}`] = join(cli, 'commands', file);
  }
  for (const name of onDemand) entries[`commands/${name}`] = join(cli, `${name}.ts`);
  for (const file of readdirSync(join(root, 'server'), { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.worker.ts')) entries[basename(file, '.ts')] = join(root, 'server', file);
  }
  return entries;
}

const common: esbuild.BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  sourcemap: false,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  // The JavaScript of the grammars' package is a second copy of web-tree-sitter.
  alias: { 'web-tree-sitter': fileURLToPath(import.meta.resolve('web-tree-sitter')) },
};

/** Builds beside, then swaps: who runs the old bundle meanwhile is not disturbed. */
export async function build(target = join(root, 'dist')): Promise<void> {
  const dist = join(root, 'out', `build-${process.pid}`);
  rmSync(dist, { recursive: true, force: true });
  await Promise.all([buildInto(dist), buildGuard()]);
  const old = join(root, 'out', `old-${process.pid}`);
  if (existsSync(target)) renameSync(target, old);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(dist, target);
  rmSync(old, { recursive: true, force: true });
}

async function buildInto(dist: string): Promise<void> {
  mkdirSync(join(dist, 'wasm'), { recursive: true });
  const extension = join(root, 'client/extension.ts');
  const webview = join(root, 'client/webview');
  const pages = existsSync(webview) ? readdirSync(webview).filter((file) => file.endsWith('.page.ts')) : [];
  await Promise.all([
    existsSync(extension) &&
      esbuild.build({
        ...common,
        entryPoints: [extension, join(root, 'client/protocol-library.ts')],
        outdir: dist,
        outExtension: { '.js': '.cjs' },
        format: 'cjs',
        external: ['vscode'],
        plugins: [apart('protocol-library')],
      }),
    esbuild.build({
      ...common,
      entryPoints: serverEntries(),
      outdir: dist,
      outExtension: { '.js': '.mjs' },
      chunkNames: 'chunks/[name]-[hash]',
      format: 'esm',
      splitting: true,
      external: ['re2'],
      mainFields: ['module', 'main'],
      // Libraries in CommonJS call `require` for Node's own modules and ask where they lie.
      banner: {
        js:
          "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" +
          'const __filename=import.meta.filename,__dirname=import.meta.dirname;',
      },
    }),
    // One file: each chunk more would be half a millisecond of every start.
    esbuild.build({
      ...common,
      entryPoints: { cli: join(root, 'server/cli/main.ts') },
      outdir: dist,
      outExtension: { '.js': '.mjs' },
      format: 'esm',
      plugins: [commandsApart(), builtinsByCall()],
    }),
    pages.length > 0 &&
      esbuild.build({
        ...common,
        platform: 'browser',
        target: 'es2022',
        entryPoints: pages.map((page) => join(webview, page)),
        outdir: join(dist, 'webview'),
        format: 'iife',
        loader: { '.css': 'css' },
      }),
  ]);
  copyGrammars(dist);
  copyNative(dist);
  writeFileSync(stampFile(dist), `${new Date().toISOString()}\n`);
}

/** What the command line loads on demand is a bundle of its own, but for quick commands. */
function commandsApart(): esbuild.Plugin {
  return {
    name: 'commands-apart',
    setup(building) {
      building.onResolve({ filter: /\.ts$/ }, ({ kind, path }) => {
        const name = basename(path, '.ts');
        if (kind !== 'dynamic-import' || quickCommands.includes(name)) return undefined;
        if (!(`commands/${name}` in serverEntries()))
          return {
            errors: [{ text: `no bundle of its own: ${path}; name it in onDemand of tools/build.ts` }],
          };
        return { path: `./commands/${name}.mjs`, external: true };
      });
    },
  };
}

/** An `import` of a module of Node's makes all that it exports, streams and readline among it: 3 ms for `node:fs`. */
function builtinsByCall(): esbuild.Plugin {
  return {
    name: 'builtins-by-call',
    setup(building) {
      building.onResolve({ filter: /^node:/ }, ({ path, kind }) =>
        kind === 'import-statement' ? { path, namespace: 'builtin' } : undefined,
      );
      building.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      }));
    },
  };
}

/** An import of this file of the client is left to run time, where its own bundle lies beside. */
function apart(name: string): esbuild.Plugin {
  return {
    name: 'apart',
    setup(building) {
      building.onResolve({ filter: new RegExp(`/${name}\\.ts$`) }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: `./${name}.cjs`, external: true },
      );
    },
  };
}

function copyGrammars(dist: string): void {
  const folder = dirname(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'));
  for (const name of grammars) {
    cpSync(join(folder, `tree-sitter-${name}.wasm`), join(dist, 'wasm', `tree-sitter-${name}.wasm`));
  }
  const runtime = join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm');
  cpSync(runtime, join(dist, 'wasm', 'web-tree-sitter.wasm'));
}

/** The add-on that `npm ci` prepared, named after the Node ABI that it loads into. */
function copyNative(dist: string): void {
  const built = join(dirname(require.resolve('re2/package.json')), 'build/Release/re2.node');
  if (!existsSync(built)) return;
  mkdirSync(join(dist, 'native'), { recursive: true });
  const name = `re2-${process.platform}-${process.arch}-${process.versions.modules}.node`;
  cpSync(built, join(dist, 'native', name));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
