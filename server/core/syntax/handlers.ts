// Which functions of a workspace Lambda will call: what deployment configurations name, joined with what looks like
// a handler in the code. The base of which files are scanned, and of what can be guarded.
import type { Confidence } from '../finding/finding.ts';
import { folderOf, joinPath } from '../text/path.ts';
import type { Span } from '../text/span.ts';
import type { ConfiguredFunction, ReaderContext } from './configuration/configured-function.ts';
import { configurationReaders } from './configuration/index.ts';
import { importResolvers } from './imports/index.ts';
import { resolveScriptFile } from './imports/javascript.ts';
import { languageIdOf } from './language-of.ts';
import { locateHandler } from './locate-handler.ts';
import { couldHaveHandlers, isTestFile } from './looks-like-handlers.ts';
import type { EntryPoint, HandlerForm } from './shapes/entry-point.ts';
import { entryPointFinders } from './shapes/index.ts';
import type { SourceFiles } from './source-files.ts';
import type { SyntaxTree } from './syntax-tree.ts';

export interface Handler {
  /** Absolute path of the file that defines it. */
  readonly file: string;
  readonly language: string;
  /** Its name in the file, as in a handler string: `lambda_handler`, `Api.handler`. */
  readonly exportName: string;
  /** Where the name stands, and the whole function. */
  readonly name: Span;
  readonly span: Span;
  readonly form: HandlerForm;
  readonly callback: boolean;
  readonly streaming: boolean;
  /** Every declaration that leads here; empty when only its shape says what it is. */
  readonly configured: readonly ConfiguredFunction[];
  /** `layer`: the configuration puts the guard around it without touching code. */
  readonly guarded: 'code' | 'layer' | 'no';
  /** `high`: a configuration names it; `medium`: nothing but a handler looks like this; `low`: it may be one. */
  readonly confidence: Confidence;
}

export interface Handlers {
  /** By file, then by place. */
  readonly handlers: readonly Handler[];
  /** Declared functions of this workspace whose code was not found here. */
  readonly unresolved: readonly ConfiguredFunction[];
}

/** What is known of files from an earlier search; valid as long as a file's text is the same. */
export interface HandlerMemo {
  readonly entryPoints: Map<string, { readonly text: string; readonly found: readonly EntryPoint[] }>;
  readonly configured: Map<string, { readonly text: string; readonly found: readonly ConfiguredFunction[] }>;
}

export function createHandlerMemo(): HandlerMemo {
  return { entryPoints: new Map(), configured: new Map() };
}

/** Needs the grammars of the workspace's languages loaded; a file of a language without one is passed over. */
export function findHandlers(context: ReaderContext, memo: HandlerMemo = createHandlerMemo()): Handlers {
  const { files } = context;
  const found = new Map<string, Handler>();
  const unresolved: ConfiguredFunction[] = [];
  for (const configured of findConfigured(context, memo)) {
    const located = locate(configured, context, memo);
    if (located.length === 0) {
      if (configured.handler !== undefined && configured.packaging.kind !== 'inline')
        unresolved.push(configured);
      continue;
    }
    for (const { file, entry } of located) add(found, file, entry, configured);
  }
  for (const file of files.paths) {
    for (const entry of likelyEntries(file, context, memo)) add(found, file, entry, undefined);
  }
  const assigned = [...found.values()].filter(({ form }) => form.form === 'python-assigned');
  const handlers = [...found.values()]
    .filter((handler) => !isInsideOfAnother(handler, assigned, files))
    .sort((a, b) => (a.file === b.file ? a.name.start - b.name.start : a.file < b.file ? -1 : 1));
  return { handlers, unresolved };
}

/** Whether a file has a handler by its own shape, without a look at the rest of the workspace. */
export function definesHandler(file: string, context: ReaderContext, memo: HandlerMemo): boolean {
  return likelyEntries(file, context, memo).length > 0;
}

function likelyEntries(file: string, context: ReaderContext, memo: HandlerMemo): readonly EntryPoint[] {
  const { files } = context;
  const language = languageIdOf(file);
  if (language === undefined || isTestFile(file, files) || file.endsWith('.d.ts')) return [];
  const text = files.read(file);
  if (text === undefined || !couldHaveHandlers(language, text)) return [];
  return entryPointsOf(file, context, memo).filter(
    (entry) => entry.likeness !== 'no' && entry.form.form !== 'reexport',
  );
}

function add(
  found: Map<string, Handler>,
  file: string,
  entry: EntryPoint,
  configured: ConfiguredFunction | undefined,
): void {
  const key = `${file}\n${entry.exportName}`;
  const before = found.get(key);
  if (before !== undefined && configured === undefined) return;
  const all = [...(before?.configured ?? []), ...(configured === undefined ? [] : [configured])];
  found.set(key, {
    file,
    language: languageIdOf(file) ?? '',
    exportName: entry.exportName,
    name: { start: entry.name.start, end: entry.name.end },
    span: { start: entry.span.start, end: entry.span.end },
    form: entry.form,
    callback: entry.callback,
    streaming: entry.streaming,
    configured: all,
    guarded: entry.guarded ? 'code' : all.length > 0 && all.every(isGuardedByLayer) ? 'layer' : 'no',
    confidence: all.length > 0 ? 'high' : entry.likeness === 'certain' ? 'medium' : 'low',
  });
}

/** `def go(…)`, `handler = protect_lambda(go)`: unless a configuration names it, `go` is what `handler` is made of. */
function isInsideOfAnother(inner: Handler, assigned: readonly Handler[], files: SourceFiles): boolean {
  if (inner.configured.length > 0 || inner.form.form !== 'python-def') return false;
  for (const outer of assigned) {
    if (outer.file !== inner.file || outer.form.form !== 'python-assigned') continue;
    const value = files.read(outer.file)?.slice(outer.form.value.start, outer.form.value.end) ?? '';
    if (new RegExp(`(?<![\\w.])${inner.exportName}\\b`).test(value)) return true;
  }
  return false;
}

/** Set for the whole function by the guard's layer. */
function isGuardedByLayer({ packaging: { environment } }: ConfiguredFunction): boolean {
  return (
    /protect-lambda/.test(environment['AWS_LAMBDA_EXEC_WRAPPER'] ?? '') ||
    environment['PROTECT_LAMBDA_HANDLER'] !== undefined
  );
}

export function findConfigured(context: ReaderContext, memo: HandlerMemo): readonly ConfiguredFunction[] {
  const all: ConfiguredFunction[] = [];
  for (const path of context.files.paths) {
    const readers = configurationReaders.filter((reader) => reader.mayRead(path));
    if (readers.length === 0 || isTestFile(path, context.files)) continue;
    const text = context.files.read(path);
    if (text === undefined) continue;
    // A source is read again only when it changed; a template may point to other files, and is small.
    const isSource = languageIdOf(path) !== undefined;
    const before = isSource ? memo.configured.get(path) : undefined;
    const found =
      before?.text === text ? before.found : readers.flatMap((reader) => reader.read(path, text, context));
    if (isSource) memo.configured.set(path, { text, found });
    all.push(...found);
  }
  return all;
}

interface Located {
  readonly file: string;
  readonly entry: EntryPoint;
}

function locate(
  configured: ConfiguredFunction,
  context: ReaderContext,
  memo: HandlerMemo,
): readonly Located[] {
  // Behind the layer's redirect the function's own handler stands in the environment.
  const own = configured.packaging.environment['PROTECT_LAMBDA_HANDLER'];
  const target = locateHandler(
    own === undefined ? configured : { ...configured, handler: own },
    context.files,
  );
  if (target === undefined) return [];
  const { exportName } = target;
  for (const file of target.files) {
    if (exportName !== undefined) {
      const entry = lookUp(file, exportName, context, memo, 0);
      if (entry !== undefined) return [entry];
    } else {
      const entries = entryPointsOf(file, context, memo).filter((entry) => entry.likeness !== 'no');
      if (entries.length > 0) return entries.map((entry) => ({ file, entry }));
    }
  }
  return [];
}

/** The definition behind a name, through re-exports and Python's imports. */
function lookUp(
  file: string,
  name: string,
  context: ReaderContext,
  memo: HandlerMemo,
  hops: number,
): Located | undefined {
  if (hops > 8) return undefined;
  const { files } = context;
  const entries = entryPointsOf(file, context, memo);
  const entry = entries.find((candidate) => candidate.exportName === name);
  if (entry === undefined) {
    for (const star of entries) {
      if (star.form.form !== 'reexport' || star.exportName !== '*') continue;
      const next = resolveScriptFile(joinPath(folderOf(file), star.form.module), files);
      const inner = next === undefined ? undefined : lookUp(next, name, context, memo, hops + 1);
      if (inner !== undefined) return inner;
    }
    return undefined;
  }
  const here = { file, entry };
  if (entry.form.form === 'reexport') {
    const next = entry.form.module.startsWith('.')
      ? resolveScriptFile(joinPath(folderOf(file), entry.form.module), files)
      : undefined;
    return (
      (next === undefined ? undefined : lookUp(next, entry.form.imported, context, memo, hops + 1)) ?? here
    );
  }
  if (entry.form.form === 'python-imported') {
    const text = files.read(file)?.slice(entry.form.statement.start, entry.form.statement.end) ?? '';
    const module = /^from\s+(\S+)/.exec(text)?.[1] ?? '';
    const imported = new RegExp(`(\\w+)\\s+as\\s+${name}\\b`).exec(text)?.[1] ?? name;
    const resolver = importResolvers['python'];
    for (const next of resolver?.resolve(module, file, files, foldersAbove(file)) ?? []) {
      const inner = lookUp(next, imported, context, memo, hops + 1);
      if (inner !== undefined) return inner;
    }
  }
  return here;
}

export function entryPointsOf(
  file: string,
  context: ReaderContext,
  memo: HandlerMemo,
): readonly EntryPoint[] {
  const language = languageIdOf(file);
  const text = context.files.read(file);
  if (language === undefined || text === undefined || entryPointFinders[language] === undefined) return [];
  const before = memo.entryPoints.get(file);
  if (before?.text === text) return before.found;
  const tree = context.parse(language, text);
  if (tree === undefined) return [];
  try {
    const found = entryPointsIn(tree);
    memo.entryPoints.set(file, { text, found });
    return found;
  } finally {
    tree.dispose();
  }
}

/** Entry points of one tree, free of it: they outlive its disposal. */
export function entryPointsIn(tree: SyntaxTree): readonly EntryPoint[] {
  return (entryPointFinders[tree.language]?.(tree) ?? []).map(withoutNodes);
}

/** Spans that are nodes of the tree become plain spans: the tree is disposed. */
function withoutNodes(entry: EntryPoint): EntryPoint {
  const form = Object.fromEntries(
    Object.entries(entry.form).map(([key, value]) => [
      key,
      isSpan(value) ? { start: value.start, end: value.end } : value,
    ]),
  ) as HandlerForm;
  return {
    ...entry,
    form,
    name: { start: entry.name.start, end: entry.name.end },
    span: { start: entry.span.start, end: entry.span.end },
  };
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

/** The file's folder and those above it, nearest first. */
export function foldersAbove(file: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    folders.push(folder);
    if (folder === '' || folder === folderOf(folder)) return folders;
  }
}
