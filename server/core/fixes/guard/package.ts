// The packaging side of a guard: where its module, its dependency and the rule files must lie so that the deployed
// function has them, and which settings would leave them out.
import type { ConfiguredFunction, ReaderContext } from '../../syntax/configuration/configured-function.ts';
import { packageFolder } from '../../syntax/function-files.ts';
import { foldersAbove, type Handler } from '../../syntax/handlers.ts';
import { guardNames } from '../../syntax/shapes/entry-point.ts';
import type { SourceFiles } from '../../syntax/source-files.ts';
import { folderOf, isInside, joinPath, nameOf, relativePath } from '../../text/path.ts';
import { addDependency } from './dependency.ts';
import { excludes } from './package-patterns.ts';
import type { FileChange, GuardAssets } from './plan.ts';

interface PackagePlan {
  readonly changes: readonly FileChange[];
  readonly warnings: readonly string[];
}

const rulePlaces = ['', 'rules', '.protect-lambda'];

export function planPackage(
  handlers: readonly Handler[],
  context: ReaderContext,
  assets: GuardAssets,
): PackagePlan {
  const changes = new Map<string, FileChange>();
  const warnings = new Set<string>();
  const plan: Planning = {
    context,
    assets,
    put: (change) => void (changes.has(change.path) || changes.set(change.path, change)),
    warn: (sentence) => void warnings.add(sentence),
  };
  for (const handler of handlers) {
    const folder = packageFolder(handler, context.files) ?? folderOf(handler.file);
    if (handler.language === 'python') placePython(handler, folder, plan);
    else placeNode(handler, folder, plan);
    placeRules(handler, folder, plan);
    for (const configured of handler.configured) warnOfPackaging(handler, configured, folder, plan);
  }
  return { changes: [...changes.values()], warnings: [...warnings] };
}

interface Planning {
  readonly context: ReaderContext;
  readonly assets: GuardAssets;
  put(change: FileChange): void;
  warn(sentence: string): void;
}

/** Python imports the module from the root of the package. */
function placePython(
  { configured }: Handler,
  folder: string,
  { context, assets, put, warn }: Planning,
): void {
  const path = joinPath(folder, `${guardNames.python.module}.py`);
  if (context.files.has(path) || configured.some(hasLayer)) return;
  if (assets.pythonModule === undefined) warn(`copy ${guardNames.python.module}.py into ${folder}`);
  else put({ kind: 'create', path, text: assets.pythonModule, why: 'the guard, in the root of the package' });
}

/** Node resolves a dependency of the nearest package.json; the package comes along, for no registry has it yet. */
function placeNode(
  { configured, file }: Handler,
  folder: string,
  { context, assets, put, warn }: Planning,
): void {
  const { files } = context;
  const name = guardNames.node.module;
  if (configured.length > 0 && configured.every(hasLayer)) return;
  const home =
    foldersAbove(file).find(
      (above) => files.has(joinPath(above, 'package.json')) && isWithinRoots(above, files),
    ) ?? folder;
  const manifest = joinPath(home, 'package.json');
  if (assets.nodePackage === undefined) {
    put(addDependency(manifest, name, `^${assets.nodeVersion}`, context));
    warn(`${relativeTo(files, manifest)} now depends on ${name}: install it before the next build`);
    return;
  }
  for (const [path, text] of Object.entries(assets.nodePackage)) {
    const target = joinPath(home, `${name}/${path}`);
    if (!files.has(target))
      put({ kind: 'create', path: target, text, why: 'the guard as a package beside the function' });
  }
  const change = addDependency(manifest, name, `file:./${name}`, context);
  if (change.kind === 'create' || change.edits.length > 0) {
    put(change);
    warn(
      `${relativeTo(files, manifest)} now depends on ${name}: run npm install in ${relativeTo(files, home) || '.'} before the next build`,
    );
  }
}

/** The guard looks in the handler's folder and those above it up to the package's root. */
function placeRules({ file }: Handler, folder: string, { context, assets, put }: Planning): void {
  const { files } = context;
  const names = Object.keys(assets.rules);
  const placesOf = (above: string) => rulePlaces.map((place) => joinPath(above, place === '' ? '.' : place));
  const held = (above: string) =>
    placesOf(above).find((place) => names.some((name) => files.has(joinPath(place, name))));
  const above = foldersAbove(file);
  const inside = above
    .filter((one) => isInside(one, folder))
    .map(held)
    .find((place) => place !== undefined);
  if (inside !== undefined) return;
  const outside = above
    .filter((one) => isWithinRoots(one, files))
    .map(held)
    .find((place) => place !== undefined);
  for (const name of names) {
    const own = outside === undefined ? undefined : files.read(joinPath(outside, name));
    if (outside !== undefined && own === undefined) continue;
    const why =
      outside === undefined
        ? 'the rules as shipped'
        : `a copy of ${relativeTo(files, outside)}, which lies outside of the package`;
    put({
      kind: 'create',
      path: joinPath(folder, `rules/${name}`),
      text: own ?? assets.rules[name] ?? '',
      why,
    });
  }
}

function warnOfPackaging(
  { file, language }: Handler,
  configured: ConfiguredFunction,
  folder: string,
  { context, warn }: Planning,
): void {
  const { files } = context;
  const { packaging, name } = configured;
  const where = `${name} (${relativeTo(files, configured.file)})`;
  if (configured.folder !== undefined && !isInside(file, configured.folder)) {
    warn(`${where}: the handler lies outside of the packaged folder ${relativeTo(files, configured.folder)}`);
  }
  switch (packaging.kind) {
    case 'image':
      warn(
        `${where}: the Dockerfile must copy ${language === 'python' ? 'protect_lambda.py and ' : ''}rules/ to where the handler lies`,
      );
      warnOfIgnoreFile(joinPath(folder, '.dockerignore'), where, context, warn);
      break;
    case 'bundle':
      if (
        packaging.patterns?.some((pattern) => !pattern.startsWith('!') && pattern.includes('rules')) !== true
      ) {
        warn(
          `${where}: ${packaging.tool ?? 'the bundler'} takes no rule files along: ${bundleAdvice(configured)}`,
        );
      }
      break;
    case 'zip':
      for (const path of language === 'python'
        ? ['protect_lambda.py', 'rules/code_protect.txt']
        : ['rules/code_protect.txt']) {
        const pattern = excludes(packaging.patterns ?? [], path, configured.by);
        if (pattern !== undefined)
          warn(
            `${where}: the pattern ${pattern} leaves ${path} out of the package: add ${advisedPattern(configured, path)}`,
          );
      }
      if (configured.by === 'sam' && language !== 'python') warnOfNpmPack(folder, where, context, warn);
      break;
    case 'inline':
      warn(`${where}: code in a template has no files beside it: use the layer`);
      break;
  }
}

function bundleAdvice({ by, packaging }: ConfiguredFunction): string {
  if (by === 'serverless') return "add 'rules/**' to package.patterns";
  if (by === 'cdk') return 'copy rules/ in bundling.commandHooks.afterBundling, or use the layer';
  if (/esbuild/.test(packaging.tool ?? ''))
    return 'use the layer, or set PROTECT_LAMBDA_RULES to a folder of a layer of your own';
  return 'use the layer';
}

function advisedPattern({ by }: ConfiguredFunction, path: string): string {
  const glob = path.startsWith('rules/') ? 'rules/**' : path;
  return by === 'terraform'
    ? `"${glob.replace('**', '.*')}" behind it`
    : by === 'cdk'
      ? `an exception for ${glob}`
      : `'${glob}' behind it`;
}

/** SAM packs Node functions with `npm pack`: `files` and `.npmignore` decide. */
function warnOfNpmPack(
  folder: string,
  where: string,
  { files, documents }: ReaderContext,
  warn: (sentence: string) => void,
): void {
  const text = files.read(joinPath(folder, 'package.json'));
  const root = text === undefined ? undefined : documents.parseJson(text);
  const listed = root?.kind === 'map' ? root.entries.find(({ key }) => key === 'files')?.value : undefined;
  if (
    listed?.kind === 'list' &&
    !listed.items.some(
      (item) => item.kind === 'scalar' && /^(\.\/)?(rules|\*\*?)(\/|$)/.test(String(item.value)),
    )
  ) {
    warn(`${where}: "files" in package.json leaves rules/ out of the package: add "rules"`);
  }
  warnOfIgnoreFile(joinPath(folder, '.npmignore'), where, { files, documents, parse: () => undefined }, warn);
}

function warnOfIgnoreFile(
  path: string,
  where: string,
  { files }: ReaderContext,
  warn: (sentence: string) => void,
): void {
  const lines = (files.read(path) ?? '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const patterns = lines.map((line) => (line.startsWith('!') ? line.slice(1) : `!${line}`));
  const pattern = excludes(patterns, 'rules/code_protect.txt', 'ignore-file');
  if (pattern !== undefined) warn(`${where}: ${nameOf(path)} leaves rules/ out: add !rules`);
}

function hasLayer({ packaging }: ConfiguredFunction): boolean {
  return packaging.layers.some((layer) => /protect-?lambda/i.test(layer));
}

function isWithinRoots(folder: string, { roots }: SourceFiles): boolean {
  return roots.some((root) => isInside(folder, root));
}

function relativeTo({ roots }: SourceFiles, path: string): string {
  const root = roots.find((one) => isInside(path, one));
  return root === undefined ? path : relativePath(root, path);
}
