// Everything that putting the guard around handlers takes, as data: edits of their files, the guard's own module or
// dependency, the rule files where the package will contain them, and words on what would leave them out. Nothing
// is written here.
import type { ReaderContext } from '../../syntax/configuration/configured-function.ts';
import type { Handler } from '../../syntax/handlers.ts';
import type { TextEdit } from '../../text/edit.ts';
import { folderOf, joinPath } from '../../text/path.ts';
import { guardEditors } from './index.ts';
import { planPackage } from './package.ts';

export type FileChange =
  | { readonly kind: 'create'; readonly path: string; readonly text: string; readonly why: string }
  | {
      readonly kind: 'edit';
      readonly path: string;
      readonly edits: readonly TextEdit[];
      readonly why: string;
    };

export interface GuardPlan {
  /** One per file at most. */
  readonly changes: readonly FileChange[];
  /** Names that are wrapped or unwrapped, by file. */
  readonly done: readonly { readonly file: string; readonly exportName: string }[];
  readonly left: readonly { readonly file: string; readonly exportName: string; readonly reason: string }[];
  /** Sentences for a person. */
  readonly warnings: readonly string[];
}

/** What the product brings: the guards and the rules as shipped. */
export interface GuardAssets {
  /** Text of `protect_lambda.py`. */
  readonly pythonModule: string | undefined;
  /** Files of the npm package `protect-lambda` by their path in it; `undefined` where it is not built. */
  readonly nodePackage: Readonly<Record<string, string>> | undefined;
  readonly nodeVersion: string;
  /** Name of a rule file to its text. */
  readonly rules: Readonly<Record<string, string>>;
}

/** `handlers`: those to guard, perhaps guarded already; they may be of many files and packages. */
export function planGuard(
  handlers: readonly Handler[],
  context: ReaderContext,
  assets: GuardAssets,
): GuardPlan {
  const code = editCode(handlers, context, 'wrap');
  const guarded = handlers.filter((handler) =>
    code.done.some(({ file, exportName }) => file === handler.file && exportName === handler.exportName),
  );
  const packages = planPackage(guarded, context, assets);
  return {
    changes: merge([...code.changes, ...packages.changes]),
    done: code.done,
    left: code.left,
    warnings: [...new Set([...code.warnings, ...packages.warnings])],
  };
}

/** Takes the guard out of the code; its files stay, for other handlers may use them. */
export function planUnguard(handlers: readonly Handler[], context: ReaderContext): GuardPlan {
  return editCode(handlers, context, 'unwrap');
}

function editCode(handlers: readonly Handler[], context: ReaderContext, how: 'wrap' | 'unwrap'): GuardPlan {
  const changes: FileChange[] = [];
  const done: { file: string; exportName: string }[] = [];
  const left: { file: string; exportName: string; reason: string }[] = [];
  const warnings: string[] = [];
  for (const file of new Set(handlers.map((handler) => handler.file))) {
    const mine = handlers.filter((handler) => handler.file === file);
    const language = mine[0]?.language ?? '';
    const text = context.files.read(file);
    const editor = guardEditors[language];
    const tree = text === undefined || editor === undefined ? undefined : context.parse(language, text);
    if (editor === undefined || tree === undefined) {
      for (const { exportName } of mine)
        left.push({ file, exportName, reason: 'the guard exists for Python and Node.js' });
      continue;
    }
    try {
      const moduleKind = moduleKindOf(file, context);
      const exportNames = mine.map(({ exportName }) => exportName);
      const result = editor[how]({ tree, exportNames, ...(moduleKind === undefined ? {} : { moduleKind }) });
      const why = how === 'wrap' ? 'puts the guard around the handler' : 'takes the guard off the handler';
      if (result.edits.length > 0) changes.push({ kind: 'edit', path: file, edits: result.edits, why });
      done.push(...result.done.map((exportName) => ({ file, exportName })));
      left.push(...result.left.map(({ exportName, reason }) => ({ file, exportName, reason })));
      warnings.push(...result.warnings);
    } finally {
      tree.dispose();
    }
  }
  return { changes, done, left, warnings };
}

/** What a file's ending says; for `.js` without a word of its own, `type` in the nearest package.json. */
export function moduleKindOf(
  file: string,
  { files, documents }: ReaderContext,
): 'module' | 'commonjs' | undefined {
  if (/\.m[jt]s$/.test(file)) return 'module';
  if (/\.c[jt]s$/.test(file)) return 'commonjs';
  const text = files.read(file) ?? '';
  if (
    !/\.js$/.test(file) ||
    /^\s*(import|export)\b|\bmodule\.exports\b|\bexports\.\w|\brequire\s*\(/m.test(text)
  )
    return undefined;
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    const manifest = files.read(joinPath(folder, 'package.json'));
    if (manifest !== undefined) {
      const root = documents.parseJson(manifest);
      const type = root?.kind === 'map' ? root.entries.find(({ key }) => key === 'type')?.value : undefined;
      return type?.kind === 'scalar' && type.value === 'module' ? 'module' : 'commonjs';
    }
    if (folder === folderOf(folder)) return undefined;
  }
}

/** Two edits of one file become one change. */
function merge(changes: readonly FileChange[]): readonly FileChange[] {
  const byPath = new Map<string, FileChange>();
  for (const change of changes) {
    const before = byPath.get(change.path);
    if (before?.kind === 'edit' && change.kind === 'edit') {
      byPath.set(change.path, {
        ...before,
        edits: [...before.edits, ...change.edits],
        why: `${before.why}; ${change.why}`,
      });
    } else if (before === undefined) byPath.set(change.path, change);
  }
  return [...byPath.values()];
}
