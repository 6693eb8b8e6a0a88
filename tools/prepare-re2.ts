// Gets the native RE2 add-on for the Node that runs this script, so that the fast engine is there after
// `npm ci`. Looks in the user's cache, tries re2's own prebuilt file, then builds from the sources in the
// package. It never fails an install: without a compiler the product runs on re2js alone.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../server/platform/cache-folder.ts';

const require = createRequire(import.meta.url);

function re2Folder(): string | undefined {
  try {
    return dirname(require.resolve('re2/package.json'));
  } catch {
    return undefined;
  }
}

function loads(file: string): boolean {
  const probe = `process.dlopen({ exports: {} }, ${JSON.stringify(file)})`;
  return spawnSync(process.execPath, ['-e', probe], { stdio: 'ignore' }).status === 0;
}

/** The headers that belong to the running Node: beside its binary, or in the npm package that carries it. */
function nodeHeaders(): string | undefined {
  const prefix = dirname(dirname(process.execPath));
  const candidates = [prefix, join(prefix, 'node_modules', `node-${process.platform}-${process.arch}`)];
  return candidates.find((folder) => {
    const file = join(folder, 'include', 'node', 'node_version.h');
    if (!existsSync(file)) return false;
    const abi = /#define NODE_MODULE_VERSION (\d+)/.exec(readFileSync(file, 'utf8'));
    return abi?.[1] === process.versions.modules;
  });
}

function environmentOf(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)_/.test(name));
  const version: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  return {
    ...Object.fromEntries(kept),
    npm_package_json: join(folder, 'package.json'),
    npm_package_version: String(version),
  };
}

function download(folder: string): boolean {
  if (process.env['RE2_DOWNLOAD_FORCE_BUILD']) return false;
  const script = require.resolve('install-artifact-from-github/bin/install-from-cache.js');
  const options = ['--artifact', 'build/Release/re2.node', '--host-var', 'RE2_DOWNLOAD_MIRROR'];
  const run = spawnSync(process.execPath, [script, ...options], {
    cwd: folder,
    env: environmentOf(folder),
    stdio: 'ignore',
    timeout: 60_000,
  });
  return run.status === 0;
}

function build(folder: string): boolean {
  const headers = nodeHeaders();
  const nodeGyp = require.resolve('node-gyp/bin/node-gyp.js');
  const where = headers ? [`--nodedir=${headers}`] : [];
  console.log('re2: building the native engine, about two minutes, once per machine and Node version');
  const run = spawnSync(process.execPath, [nodeGyp, 'rebuild', '-j', 'max', ...where], {
    cwd: folder,
    env: environmentOf(folder),
    encoding: 'utf8',
    timeout: 15 * 60_000,
  });
  if (run.status === 0) return true;
  const lines = `${run.stdout ?? ''}\n${run.stderr ?? ''}`.trim().split('\n');
  console.log(
    `re2: the build did not work: ${lines.findLast((line) => /error|not found|ERR!/i.test(line)) ?? 'no compiler'}`,
  );
  return false;
}

function main(): void {
  const folder = re2Folder();
  if (!folder) return;
  const target = join(folder, 'build', 'Release', 're2.node');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const cached = join(
    cacheFolder('re2'),
    `re2-${version}-${process.platform}-${process.arch}-${process.versions.modules}.node`,
  );

  if (existsSync(target) && loads(target)) return;
  if (existsSync(cached) && loads(cached)) {
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(cached, target);
    return;
  }
  if (!(download(folder) && loads(target)) && !(build(folder) && loads(target))) {
    rmSync(target, { force: true });
    console.log('re2: the native engine is not available here; re2js, in plain JavaScript, does its work');
    return;
  }
  spawnSync('strip', [target], { stdio: 'ignore' });
  const partial = `${cached}.${process.pid}`;
  copyFileSync(target, partial);
  renameSync(partial, cached);
  console.log(`re2: native engine ready for Node ${process.versions.node}`);
}

try {
  main();
} catch (error) {
  console.log(
    `re2: the native engine could not be prepared: ${error instanceof Error ? error.message : String(error)}`,
  );
}
