// Paths as text, with `/` on every system. Nothing here looks at a disk.

/** `a/./b/../c` to `a/c`. An absolute path (`/a`, `C:/a`) stays one; `..` above a relative start stays. */
export function normalizePath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const root = /^(?:[A-Za-z]:)?\//.exec(slashed)?.[0] ?? '';
  const parts: string[] = [];
  for (const part of slashed.slice(root.length).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || root === '') parts.push(part);
  }
  return root + parts.join('/');
}

/** `then` from `folder` on; an absolute `then` stands for itself. */
export function joinPath(folder: string, then: string): string {
  return normalizePath(/^(?:[A-Za-z]:)?[\\/]/.test(then) || folder === '' ? then : `${folder}/${then}`);
}

/** The folder of a path: `''` for a bare name, the root for what lies in it. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '';
  return slash === 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isInside(path: string, folder: string): boolean {
  return folder === '' || folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

/** `path` as seen from `folder`, with `..` where it lies outside. Both absolute, or both relative to the same place. */
export function relativePath(folder: string, path: string): string {
  const from = folder.split('/').filter((part) => part !== '');
  const to = path.split('/').filter((part) => part !== '');
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
