// What Inspector found in a function, as work in a workspace: manifests to edit, places of code to open, layers to
// renew, and what nothing here declares.
import type { Weakness } from '../../model/threat.ts';
import { placeWeaknesses, type WorkspaceView } from '../place-weaknesses.ts';
import { isManifest, type Mend, mendManifest } from './mend-manifest.ts';
import { mergedFixes, type PackageFix } from './package-fix.ts';

export interface MendPlan {
  /** In the order of the paths. */
  readonly manifests: readonly {
    readonly path: string;
    readonly text: string;
    readonly mends: readonly Mend[];
  }[];
  readonly code: readonly {
    readonly weakness: Weakness;
    /** In the workspace; empty where no file has that path, several where it is not certain. */
    readonly paths: readonly string[];
    /** Counted from 1. */
    readonly line: number;
  }[];
  /** Packages that layers bring along. */
  readonly layers: readonly { readonly layerArn: string; readonly fixes: readonly PackageFix[] }[];
  /** With a fixed version, and declared in no manifest: other packages bring them along. */
  readonly undeclared: readonly PackageFix[];
  /** No version is known in which they are mended. */
  readonly unmendable: readonly PackageFix[];
}

/** Where the workspace declares the function, only its manifests and files are looked at; else all of them. */
export function planMend(weaknesses: readonly Weakness[], view: WorkspaceView): MendPlan {
  const placed = placeWeaknesses(weaknesses, view);
  const isDeclared = weaknesses.some((one) => view.foldersOf(one.function.name).length > 0);
  const ours = new Set(placed.filter((one) => one.kind === 'package').map((one) => one.file));
  const packages = weaknesses.flatMap((one) => one.packages);
  const own = packages.filter((one) => one.layerArn === '');
  const fixes = mergedFixes(own);
  const manifests = view.paths.flatMap((path) => {
    const isLookedAt = isDeclared ? ours.has(path) : isManifest(path);
    const text = isLookedAt ? view.read(path) : undefined;
    const mends = text === undefined ? [] : mendManifest(path, text, own);
    return text === undefined || mends.length === 0 ? [] : [{ path, text, mends }];
  });
  const declared = new Set(manifests.flatMap(({ mends }) => mends.map(({ fix }) => keyOf(fix))));
  return {
    manifests,
    code: weaknesses.flatMap((weakness) => {
      if (weakness.file === undefined) return [];
      const one = placed.find((other) => other.kind === 'code' && other.weakness === weakness);
      const paths = one === undefined ? placesOf(weakness.file.path, view.paths) : [one.file];
      return [{ weakness, paths, line: weakness.file.startLine }];
    }),
    layers: [...new Set(packages.map((one) => one.layerArn).filter((arn) => arn !== ''))].map((layerArn) => ({
      layerArn,
      fixes: mergedFixes(packages.filter((one) => one.layerArn === layerArn)),
    })),
    undeclared: fixes.filter((fix) => !declared.has(keyOf(fix))),
    unmendable: own.filter(
      (one, at) =>
        mergedFixes([one]).length === 0 && own.findIndex((other) => keyOf(other) === keyOf(one)) === at,
    ),
  };
}

const keyOf = ({ name, manager }: PackageFix) => `${manager ?? ''} ${name}`;

/** Those whose path ends as the one in the package; the longest end that any has. */
function placesOf(inPackage: string, paths: readonly string[]): readonly string[] {
  const parts = inPackage.replace(/^\/?(?:var\/task|opt)\//, '').split('/');
  for (let from = 0; from < parts.length; from += 1) {
    const end = `/${parts.slice(from).join('/')}`;
    const found = paths.filter((path) => path.endsWith(end));
    if (found.length > 0) return found;
  }
  return [];
}
