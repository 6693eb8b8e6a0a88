// Deployed sources against those of the workspace: which folder has them, and where they differ. Line ends do not count.
import { relative } from 'node:path';
import type { CodeDrift } from '../core/model/function.ts';
import { languageIdOf } from '../core/syntax/language-of.ts';
import { folderOf } from '../core/text/path.ts';
import { createWorkspace } from './workspace.ts';

export interface WorkspaceSources {
  readonly root: string;
  /** File name → absolute paths of sources of that name. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  read(path: string): string | undefined;
}

export function readWorkspaceSources(root: string): WorkspaceSources {
  const workspace = createWorkspace([root]);
  const byName = new Map<string, string[]>();
  for (const path of workspace.paths) {
    if (languageIdOf(path) === undefined) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const paths = byName.get(name);
    if (paths) paths.push(path);
    else byName.set(name, [path]);
  }
  return { root, byName, read: (path) => workspace.read(path) };
}

/** A folder that has fewer of the package's files than this share is another function's. */
const leastShare = 0.5;
const maxListed = 100;

/** Undefined where no folder has at least half of the files, at the same paths. */
export function compareWithWorkspace(
  deployed: readonly (readonly [path: string, text: string])[],
  workspace: WorkspaceSources,
): CodeDrift | undefined {
  const shares = new Map<string, { found: number; same: number }>();
  for (const [path, text] of deployed) {
    for (const own of workspace.byName.get(path.slice(path.lastIndexOf('/') + 1)) ?? []) {
      if (own !== path && !own.endsWith(`/${path}`)) continue;
      const folder = own.slice(0, own.length - path.length);
      const share = shares.get(folder) ?? { found: 0, same: 0 };
      share.found += 1;
      if (isSame(workspace.read(own), text)) share.same += 1;
      shares.set(folder, share);
    }
  }
  const [best] = [...shares].sort(([, a], [, b]) => b.same - a.same || b.found - a.found);
  // Two folders with a handler of the same name and no file in common: nobody knows which one it is.
  if (!best || best[1].found < deployed.length * leastShare || (best[1].same === 0 && shares.size > 1))
    return undefined;
  const [folder, { same }] = best;
  const changed: string[] = [];
  const onlyDeployed: string[] = [];
  for (const [path, text] of deployed) {
    const own = workspace.read(folder + path);
    if (own === undefined) onlyDeployed.push(path);
    else if (!isSame(own, text)) changed.push(path);
  }
  return {
    folder: relative(workspace.root, folderOf(`${folder}x`)).replaceAll('\\', '/') || '.',
    sameCount: same,
    changed: changed.slice(0, maxListed),
    onlyDeployed: onlyDeployed.slice(0, maxListed),
  };
}

function isSame(own: string | undefined, deployed: string): boolean {
  return own !== undefined && plain(own) === plain(deployed);
}

function plain(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .trimEnd();
}
