// Where in a workspace a finding of Inspector belongs: the file of a code finding, the manifest that declares a vulnerable
// package. Where it may be two files, it is none of them: a problem at the wrong place is worse than none.
import type { Weakness, WeakPackage } from '../model/threat.ts';
import { folderOf, isInside, joinPath } from '../text/path.ts';
import { isManifest, type Mend, mendManifest, type PackageFix } from './mend/mend-manifest.ts';

export interface WorkspaceView {
  /** Absolute, with `/`. */
  readonly paths: readonly string[];
  read(path: string): string | undefined;
  /** Folders that declarations of a function of this name package; empty where none does. */
  foldersOf(functionName: string): readonly string[];
}

export type PlacedWeakness =
  | {
      readonly kind: 'code';
      readonly weakness: Weakness;
      readonly file: string;
      /** Counted from 1, as the deployed file has them. */
      readonly startLine: number;
      readonly endLine: number;
    }
  | {
      readonly kind: 'package';
      readonly weakness: Weakness;
      readonly file: string;
      readonly mend: Mend;
    };

export function placeWeaknesses(
  weaknesses: readonly Weakness[],
  view: WorkspaceView,
): readonly PlacedWeakness[] {
  const manifests = view.paths.filter(isManifest);
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string => {
    if (!texts.has(path)) texts.set(path, view.read(path));
    return texts.get(path) ?? '';
  };
  return weaknesses.flatMap((weakness): readonly PlacedWeakness[] => {
    const folders = view.foldersOf(weakness.function.name);
    const code = weakness.file && fileOf(weakness.file.path, folders, view.paths);
    if (weakness.file !== undefined && code !== undefined) {
      const { startLine, endLine } = weakness.file;
      return [{ kind: 'code', weakness, file: code, startLine, endLine }];
    }
    return weakness.packages.flatMap((one) => placePackage(one, weakness, folders, manifests, read));
  });
}

function fileOf(path: string, folders: readonly string[], paths: readonly string[]): string | undefined {
  const known = new Set(paths);
  const declared = [...new Set(folders.map((folder) => joinPath(folder, path)))].filter((one) =>
    known.has(one),
  );
  if (declared.length > 0) return declared.length === 1 ? declared[0] : undefined;
  // Where the workspace says where the function's files lie, and this one is not there, it was built from others.
  const found = paths.filter((one) => one.endsWith(`/${path}`));
  return found.length === 1 ? found[0] : undefined;
}

function placePackage(
  one: WeakPackage,
  weakness: Weakness,
  folders: readonly string[],
  manifests: readonly string[],
  read: (path: string) => string,
): readonly PlacedWeakness[] {
  // A layer has manifests of its own, elsewhere.
  if (one.layerArn !== '' || one.fixedIn === '') return [];
  const fix: PackageFix = {
    name: one.name,
    version: one.version,
    fixedIn: one.fixedIn,
    ...(one.manager === '' ? {} : { manager: one.manager }),
  };
  const mendsIn = (path: string): readonly PlacedWeakness[] =>
    mendManifest(path, read(path), [fix]).map((mend) => ({ kind: 'package', weakness, file: path, mend }));
  if (folders.length > 0) {
    const near = folders.flatMap((folder) => nearest(folder, manifests, (path) => mendsIn(path).length > 0));
    return [...new Set(near)].flatMap(mendsIn);
  }
  // Of a function that the workspace does not declare: only what is old here too.
  return manifests
    .flatMap(mendsIn)
    .filter((placed) => placed.kind === 'package' && placed.mend.kind === 'edit');
}

/** Those in the folder, else in the first folder above that has one which declares it. */
function nearest(
  folder: string,
  manifests: readonly string[],
  declares: (path: string) => boolean,
): readonly string[] {
  const below = manifests.filter((path) => isInside(path, folder) && declares(path));
  if (below.length > 0) return below;
  for (let above = folderOf(folder); above !== '' && above !== '/'; above = folderOf(above)) {
    const beside = manifests.filter((path) => folderOf(path) === above && declares(path));
    if (beside.length > 0) return beside;
  }
  return [];
}
