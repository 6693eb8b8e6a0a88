// Finds the files of a workspace that are events or responses, by globs (library `picomatch`).
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import picomatch from 'picomatch';

export type EventKind = 'in' | 'out';

export interface EventGlobs {
  readonly events: readonly string[];
  readonly responses: readonly string[];
}

/** Where events and responses are when nobody says otherwise; the same as the editor's settings. */
export const defaultEventGlobs: EventGlobs = {
  events: ['**/events/**/*.json', '**/*.event.json', '**/.vscode/*event*.json'],
  responses: ['**/*.response.json', '**/responses/**/*.json'],
};

export interface EventMatcher {
  /** `path` is absolute; it is matched relative to the root that holds it. */
  kindOf(path: string, roots: readonly string[]): EventKind | undefined;
}

/** Requests for SAM in VS Code's launch configurations hold events too. */
const launchFile = /(^|\/)\.vscode\/launch\.json$/;

export function createEventMatcher({ events, responses }: EventGlobs): EventMatcher {
  const options = { dot: true };
  const isEvent = picomatch([...events], options);
  const isResponse = picomatch([...responses], options);
  return {
    kindOf(path, roots) {
      const slashed = path.replaceAll('\\', '/');
      if (!/\.jsonc?$/i.test(slashed)) return undefined;
      const root = roots.map((one) => one.replaceAll('\\', '/')).find((one) => slashed.startsWith(`${one}/`));
      const relative =
        root === undefined ? slashed.replace(/^\/|^[A-Za-z]:\//, '') : slashed.slice(root.length + 1);
      // A file that both name is what its name says first.
      if (isResponse(relative) && (!isEvent(relative) || /response/i.test(basename(slashed)))) return 'out';
      return isEvent(relative) || launchFile.test(slashed) ? 'in' : undefined;
    },
  };
}

const skipped = new Set([
  'node_modules',
  '.git',
  'dist',
  'out',
  'coverage',
  'cdk.out',
  '.aws-sam',
  '__pycache__',
  'venv',
  '.venv',
  'target',
]);
const MAX_ENTRIES = 100_000;
const MAX_FILES = 5000;
/** A larger file is data. */
const MAX_BYTES = 6 << 20;

export interface EventFile {
  readonly path: string;
  readonly kind: EventKind;
}

/** Sorted by path. Folders of libraries and builds are left out. */
export function findEventFiles(roots: readonly string[], matcher: EventMatcher): readonly EventFile[] {
  const found = [...walkEventFiles(roots, matcher)].filter((file) => file !== undefined);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The same, folder by folder: `undefined` behind each, so that others can be served meanwhile. */
export function* walkEventFiles(
  roots: readonly string[],
  matcher: EventMatcher,
): Generator<EventFile | undefined> {
  let entries = 0;
  let files = 0;
  const waiting = roots.map((root) => root.replaceAll('\\', '/').replace(/\/$/, ''));
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of entriesOf(folder)) {
      if (++entries > MAX_ENTRIES || files >= MAX_FILES) return;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) waiting.push(path);
        continue;
      }
      const kind = entry.isFile() ? matcher.kindOf(path, roots) : undefined;
      if (kind === undefined || sizeOf(path) > MAX_BYTES) continue;
      files++;
      yield { path, kind };
    }
    yield undefined;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
