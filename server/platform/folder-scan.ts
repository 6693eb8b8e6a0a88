// The code rules over a folder. Rules first, functions second: only a file with a hit is asked whether it belongs to a
// function, so that most files are never parsed; what did not change since the last run is not even read.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Finding } from '../core/finding/finding.ts';
import { languageIdOf } from '../core/syntax/language-of.ts';
import { createFunctionIndex, type FunctionIndex } from './function-index.ts';
import { type CachedFile, type CachedScan, readScanCache, writeScanCache } from './scan-cache.ts';
import type { Scanner } from './scanner.ts';
import { decodeSource } from './source-text.ts';
import { createWorkspace } from './workspace.ts';

export interface FolderScanOptions {
  /** Every source file instead of those of functions. */
  readonly all: boolean;
  readonly signal: AbortSignal;
  /** Names the build that wrote the cache; `undefined`: no cache is read or written. */
  readonly cacheVersion: string | undefined;
}

export interface FolderScan {
  readonly findings: readonly Finding[];
  readonly leftOut: readonly { readonly path: string; readonly what: string }[];
  /** Source files that the rules looked at. */
  readonly files: number;
  /** Whether a function was found; `undefined` where it did not matter. */
  readonly hasFunctions: boolean | undefined;
}

type FileScan = CachedFile & { readonly path: string };

export async function scanFolder(
  folder: string,
  scanner: Scanner,
  options: FolderScanOptions,
): Promise<FolderScan> {
  const workspace = createWorkspace([folder]);
  const index = createFunctionIndex(workspace, scanner.parser);
  const sources = workspace.paths.filter((path) => languageIdOf(path) !== undefined);
  const { cacheVersion, signal } = options;
  const before: CachedScan = cacheVersion === undefined ? { files: {} } : readScanCache(folder, cacheVersion);
  await scanner.parser.load([...new Set(sources.map((path) => languageIdOf(path) ?? ''))]);

  const scanned: FileScan[] = [];
  const leftOut: { path: string; what: string }[] = [];
  for (const path of sources) {
    if (signal.aborted) {
      leftOut.push({ path: folder, what: 'the scan was stopped before its end' });
      break;
    }
    scanned.push(scanFile(path, scanner, before.files[path], index, options.all));
  }
  if (workspace.isCut) leftOut.push({ path: folder, what: 'more files than are looked at in one folder' });

  const speaking = scanned.filter(({ findings, leftOut: left }) => findings.length > 0 || left.length > 0);
  const scope = options.all ? undefined : await scopeOf(speaking, index, before, cacheVersion !== undefined);
  const counted = scope
    ? speaking.filter(({ path, hasHandler }) => hasHandler || scope.inScope.has(path))
    : speaking;
  for (const { path, leftOut: left } of counted) for (const what of left) leftOut.push({ path, what });
  if (cacheVersion !== undefined && !signal.aborted) {
    const files = Object.fromEntries(scanned.map(({ path, ...file }) => [path, file]));
    writeScanCache(
      folder,
      cacheVersion,
      scope?.print ? { files, scope: { print: scope.print, inScope: [...scope.inScope] } } : { files },
    );
  }
  return {
    findings: counted.flatMap(({ findings }) => findings),
    leftOut,
    files: scanned.length,
    hasFunctions:
      options.all || counted.length > 0
        ? undefined
        : sources.some((path) => index.definesHandler(path)) || (await index.handlers()).handlers.length > 0,
  };
}

function scanFile(
  path: string,
  scanner: Scanner,
  before: CachedFile | undefined,
  index: FunctionIndex,
  all: boolean,
): FileScan {
  const rules = scanner.rulesFor(dirname(path)).fingerprint;
  let mtimeMs = 0;
  let size = 0;
  try {
    ({ mtimeMs, size } = statSync(path));
    if (before?.mtimeMs === mtimeMs && before.size === size && before.rules === rules) {
      // A cache of a scan of all files may not know yet.
      const unasked = !all && before.hasHandler === undefined && before.findings.length > 0;
      return { ...before, path, ...(unasked ? { hasHandler: index.definesHandler(path) } : {}) };
    }
    const source = decodeSource(readFileSync(path));
    if (!source.ok) return { path, mtimeMs, size, rules, findings: [], leftOut: [source.reason] };
    const { findings, leftOut } = scanner.scanText({
      path,
      language: languageIdOf(path) ?? '',
      text: source.text,
    });
    const hasHandler = !all && findings.length > 0 ? { hasHandler: index.definesHandler(path) } : {};
    return { path, mtimeMs, size, rules, findings, leftOut, ...hasHandler };
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { path, mtimeMs, size, rules, findings: [], leftOut: [reason] };
  }
}

/** Which of the files without a handler of their own belong to a function; asked only where there are such. */
async function scopeOf(
  speaking: readonly FileScan[],
  index: FunctionIndex,
  before: CachedScan,
  keep: boolean,
): Promise<{ readonly inScope: ReadonlySet<string>; readonly print?: string }> {
  const others = speaking.filter(({ hasHandler }) => !hasHandler).map(({ path }) => path);
  if (others.length === 0) return { inScope: new Set() };
  const print = keep ? printOf(index.workspace.paths) : undefined;
  if (print !== undefined && before.scope?.print === print)
    return { inScope: new Set(before.scope.inScope), print };
  const all = new Set(await index.sources('functions'));
  const inScope = new Set(others.filter((path) => all.has(path)));
  return print === undefined ? { inScope } : { inScope, print };
}

/** Changes whenever a file of the folder does. */
function printOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    hash.update(`${path}\0${stat?.mtimeMs}\0${stat?.size}\n`);
  }
  return hash.digest('hex');
}
