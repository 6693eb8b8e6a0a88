// The packaging side of a guard: where its module, its dependency and the rule files must lie so that the deployed
// function has them, and which settings would leave them out.
import type { ConfiguredFunction, ReaderContext } from '../../syntax/configuration/configured-function.ts';
import { packageFolder } from '../../syntax/function-files.ts';
import { foldersAbove, type Handler } from '../../syntax/handlers.ts';
import { guardNames } from '../../syntax/shapes/entry-point.ts';
import type { SourceFiles } from '../../syntax/source-files.ts';
import type { TextEdit } from '../../text/edit.ts';
import { folderOf, isInside, joinPath, relativePath } from '../../text/path.ts';
import { addDependency } from './dependency.ts';
import { letIn } from './package-settings.ts';
import type { FileChange, GuardAssets } from './plan.ts';
import { relativeTo } from './workspace-path.ts';

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
    put: (change) => void changes.set(change.path, together(changes.get(change.path), change)),
    warn: (sentence) => void warnings.add(sentence),
  };
  for (const handler of handlers) {
    const folder = packageFolder(handler, context.files) ?? folderOf(handler.file);
    if (handler.language === 'python') placePython(handler, folder, plan);
    else placeNode(handler, folder, plan);
    const rules = placeRules(handler, folder, plan);
    for (const configured of handler.configured) letIn({ handler, configured, folder, rules }, plan);
  }
  return { changes: [...changes.values()], warnings: [...warnings] };
}

export interface Planning {
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

/**
 * The guard looks in the handler's folder and those above it up to the package's root. Answers with the folder of the
 * rules, as seen from there.
 */
function placeRules({ file }: Handler, folder: string, { context, assets, put }: Planning): string {
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
  if (inside !== undefined) return relativePath(folder, inside);
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
  return 'rules';
}

/** The first text of a created file counts; edits of one file are collected, each once. */
function together(before: FileChange | undefined, change: FileChange): FileChange {
  if (before === undefined) return change;
  if (before.kind === 'create' || change.kind === 'create') return before;
  const isKnown = ({ span, newText }: TextEdit) =>
    before.edits.some((edit) => edit.newText === newText && edit.span.start === span.start);
  const added = change.edits.filter((edit) => !isKnown(edit));
  return added.length === 0
    ? before
    : { ...before, edits: [...before.edits, ...added], why: `${before.why}; ${change.why}` };
}

function hasLayer({ packaging }: ConfiguredFunction): boolean {
  return packaging.layers.some((layer) => /protect-?lambda/i.test(layer));
}

function isWithinRoots(folder: string, { roots }: SourceFiles): boolean {
  return roots.some((root) => isInside(folder, root));
}
