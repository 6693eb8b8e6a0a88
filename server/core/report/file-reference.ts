// How a report names a file: relative to the folder that the person stands in, or as a URI reference. Text in,
// text out; nothing here asks the machine whether the file exists.

const scheme = /^[a-z][a-z0-9+.-]+:/i;
const drive = /^[a-z]:[\\/]/i;

/** A path from a path or a `file:` URI, with `/` between its parts. */
export function toPath(file: string): string {
  if (/^file:\/\//i.test(file)) {
    const path = decode(file.replace(/^file:\/\/[^/]*/i, ''));
    return /^\/[a-z]:\//i.test(path) ? path.slice(1) : path;
  }
  return drive.test(file) || file.startsWith('\\\\') ? file.replaceAll('\\', '/') : file;
}

/** `file` seen from the folder `from`, with `/`; what is not absolute or lies on another drive stays as it is. */
export function relativePath(file: string, from: string): string {
  if (scheme.test(file) && !drive.test(file) && !/^file:/i.test(file)) return file;
  const path = toPath(file);
  const base = toPath(from);
  if (!isAbsolute(path) || !isAbsolute(base)) return path.replace(/^(\.\/)+/, '');
  const target = parts(path);
  const start = parts(base);
  if (drive.test(path) && target[0] !== start[0]) return path;
  let shared = 0;
  while (shared < target.length - 1 && shared < start.length && target[shared] === start[shared]) shared++;
  return [...start.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
}

/** A URI reference (RFC 3986) for a file: relative below `root`, else `file:`, else the URI that it already is. */
export function toUriReference(
  file: string,
  root: string | undefined,
): { readonly uri: string; readonly belowRoot: boolean } {
  if (scheme.test(file) && !drive.test(file) && !/^file:/i.test(file)) {
    return { uri: encodeUri(file), belowRoot: false };
  }
  const path = toPath(file);
  const relative = root === undefined ? path : relativePath(path, root);
  if (!isAbsolute(relative) && !relative.startsWith('../')) {
    return { uri: encodePath(relative.replace(/^(\.\/)+/, '')), belowRoot: true };
  }
  return { uri: isAbsolute(path) ? toFileUri(path) : encodePath(path), belowRoot: false };
}

/** A `file:` URI for an absolute path. */
export function toFileUri(path: string): string {
  const plain = toPath(path);
  return 'file://' + (plain.startsWith('/') ? '' : '/') + encodePath(plain);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || drive.test(path);
}

function parts(path: string): string[] {
  const result: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') result.pop();
    else if (part !== '' && part !== '.') result.push(part);
  }
  if (drive.test(path)) result[0] = path.slice(0, 2).toUpperCase();
  return result;
}

function encodePath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeSegment(part))
    .join('/')
    .replace(/^([a-z])%3A(?=\/)/i, '$1:');
}

function encodeSegment(part: string): string {
  return encodeURIComponent(wellFormed(part));
}

/** A lone surrogate cannot be encoded: it is replaced, as any writer of UTF-8 would. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** A URI as somebody wrote it, with what no URI may hold encoded; what is encoded already stays. */
function encodeUri(text: string): string {
  return wellFormed(text).replace(/[^\w!#$%&'()*+,\-./:;=?@[\]~]/gu, (unit) => encodeURIComponent(unit));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
