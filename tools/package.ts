// `npm run package`: the extension as VSIX files in `out/`: one for this machine's platform with the native RE2 file
// inside, and a universal one that matches with re2js alone. Neither holds sources, tests or samples. And the Lambda
// layer with the guards.
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, root } from './build.ts';
import { buildLayer } from './layer.ts';

const run = promisify(execFile);
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');

/** What is shipped beside `dist/`. */
const shipped = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'client/media/icon.png',
  'client/media/activity.svg',
  'client/walkthrough',
  'syntaxes',
  'rules',
  'docs/images',
  'docs/rules.md',
  'docs/rule-language.md',
  'docs/checks',
  'guard/python/protect_lambda.py',
  'guard/node/dist',
  'guard/node/package.json',
] as const;

/** Parts of package.json that mean something to a checkout only. */
const checkoutOnly = ['scripts', 'allowScripts', 'devDependencies', 'dependencies', 'private', 'overrides'];

export interface Package {
  readonly file: string;
  /** `linux-x64`, …, or `universal`. */
  readonly target: string;
  readonly bytes: number;
}

export interface PackageOptions {
  /** Where the VSIX files go. */
  readonly out: string;
  readonly targets: readonly ('platform' | 'universal')[];
}

export async function packageExtension(options: PackageOptions): Promise<readonly Package[]> {
  mkdirSync(options.out, { recursive: true });
  const stage = join(options.out, `stage-${process.pid}`);
  try {
    await stageExtension(stage);
    const native = join(stage, 'dist', 'native');
    const hasNative = existsSync(native) && readdirSync(native).length > 0;
    const made: Package[] = [];
    // The platform's first: the universal one then takes the native files away.
    if (options.targets.includes('platform') && hasNative)
      made.push(await pack(stage, options.out, platformTarget()));
    if (options.targets.includes('universal') || !hasNative) {
      rmSync(native, { recursive: true, force: true });
      made.push(await pack(stage, options.out, undefined));
    }
    return made;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Builds into a folder and puts everything beside it that is shipped: a folder that VS Code runs as an extension. */
export async function stageExtension(stage: string): Promise<void> {
  await build(join(stage, 'dist'));
  rmSync(join(stage, 'dist', 'built-at'), { force: true });
  for (const path of shipped) {
    if (existsSync(join(root, path)))
      cpSync(join(root, path), join(stage, path), { recursive: true, filter: isShipped });
  }
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null) throw new Error('package.json holds no object');
  const kept = Object.fromEntries(Object.entries(manifest).filter(([name]) => !checkoutOnly.includes(name)));
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(kept, null, 2)}\n`);
  cpSync(join(root, '.vscodeignore'), join(stage, '.vscodeignore'));
}

/** Packs the universal VSIX out of a staged extension, which stays as it is, and gives the file. */
export async function packStage(stage: string, out: string): Promise<string> {
  mkdirSync(out, { recursive: true });
  const copy = join(out, 'universal');
  cpSync(stage, copy, { recursive: true, filter: (path) => !path.startsWith(join(stage, 'dist', 'native')) });
  return (await pack(copy, out, undefined)).file;
}

function isShipped(path: string): boolean {
  return !/\.(test\.[cm]?[jt]s|pyc)$|__pycache__/.test(path);
}

async function pack(stage: string, out: string, target: string | undefined): Promise<Package> {
  const name = target ?? 'universal';
  const file = join(out, `lambda-protect-${name}.vsix`);
  rmSync(file, { force: true });
  const options = [
    'package',
    ...['--out', file],
    ...(target === undefined ? [] : ['--target', target]),
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    // The rules' examples hold made-up keys and tokens, which is what they are there to find.
    '--allow-package-all-secrets',
  ];
  await run(process.execPath, [vsce, ...options], { cwd: stage });
  return { file, target: name, bytes: statSync(file).size };
}

/** VS Code's name of this platform. */
function platformTarget(): string {
  const isMusl = process.platform === 'linux' && existsSync('/etc/alpine-release');
  return `${isMusl ? 'alpine' : process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const made = await packageExtension({ out: join(root, 'out'), targets: ['platform', 'universal'] });
  for (const { file, target, bytes } of made) {
    console.log(
      `${target.padEnd(14)} ${(bytes / 1024 / 1024).toFixed(2)} MiB  ${relative(process.cwd(), file)}`,
    );
  }
  const layer = join(root, 'out', 'protect-lambda-layer.zip');
  const size = ((await buildLayer(layer)) / 1024 / 1024).toFixed(2);
  console.log(`${'layer'.padEnd(14)} ${size} MiB  ${relative(process.cwd(), layer)}`);
  if (!made.some(({ target }) => target !== 'universal'))
    console.log(
      'No native RE2 is built here, so there is only the universal package. “npm run prepare” builds it.',
    );
}
