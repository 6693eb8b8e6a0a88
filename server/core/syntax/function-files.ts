// Which files of the workspace become part of a function: its handler's file, what that imports, transitively, and
// the rest of the folder that is packaged.
import { folderOf, isInside, joinPath } from '../text/path.ts';
import { foldersAbove, type Handler } from './handlers.ts';
import { importResolvers } from './imports/index.ts';
import { languageIdOf } from './language-of.ts';
import { isTestFile } from './looks-like-handlers.ts';
import { filesInside, type SourceFiles } from './source-files.ts';

export interface FunctionFiles {
  /** The handler's file first, then what it imports, in the order in which it was reached. */
  readonly imported: readonly string[];
  /** The other source files of the package folder. */
  readonly packaged: readonly string[];
}

/** Names that mark the folder a package begins in, where no configuration says it. */
const packageMarks = [
  'package.json',
  'requirements.txt',
  'pyproject.toml',
  'Pipfile',
  'setup.py',
  'go.mod',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Gemfile',
  'template.yaml',
  'template.yml',
  'serverless.yml',
  'serverless.ts',
  'cdk.json',
  'Dockerfile',
];

const maxPackageFiles = 300;

export interface ImportMemo {
  readonly imports: Map<string, { readonly text: string; readonly specifiers: readonly string[] }>;
}

export function createImportMemo(): ImportMemo {
  return { imports: new Map() };
}

export function functionFiles(
  handler: Handler,
  files: SourceFiles,
  memo: ImportMemo = createImportMemo(),
): FunctionFiles {
  const folder = packageFolder(handler, files);
  const imported = importedFrom(handler.file, folder, files, memo);
  const reached = new Set(imported);
  const packaged =
    folder === undefined || bundles(handler)
      ? []
      : filesInside(folder, files).filter(
          (file) => languageIdOf(file) !== undefined && !reached.has(file) && !isTestFile(file, files),
        );
  return { imported, packaged };
}

/** A bundler takes what is imported and nothing else. */
function bundles({ configured }: Handler): boolean {
  return configured.length > 0 && configured.every(({ packaging }) => packaging.kind === 'bundle');
}

/**
 * The folder that is packaged. Where a configuration gives the root of a whole repository (its own folder, as
 * Serverless does), the package is everything in it. Without a configuration: the handler's own folder.
 */
export function packageFolder(handler: Handler, files: SourceFiles): string | undefined {
  for (const { folder } of handler.configured) {
    if (folder !== undefined && isInside(handler.file, folder)) return folder;
  }
  const own = folderOf(handler.file);
  if (handler.configured.length > 0) return own;
  for (const folder of foldersAbove(handler.file).slice(0, 4)) {
    if (packageMarks.some((name) => files.has(joinPath(folder, name))))
      return isSmall(folder, files) ? folder : own;
  }
  return own;
}

/** A marked folder with hundreds of files is a repository, not a function. */
function isSmall(folder: string, files: SourceFiles): boolean {
  return filesInside(folder, files, maxPackageFiles + 1).length <= maxPackageFiles;
}

/** Whether a changed file imports what it did before, as far as `memo` knew it. */
export function importsAsBefore(file: string, files: SourceFiles, memo: ImportMemo): boolean {
  const resolver = importResolvers[languageIdOf(file) ?? ''];
  const known = memo.imports.get(file);
  const text = files.read(file);
  // A file that was never asked is imported by no function.
  if (resolver === undefined || known === undefined || text === undefined) return known === undefined;
  return resolver.importsOf(text).join('\n') === known.specifiers.join('\n');
}

function importedFrom(
  start: string,
  folder: string | undefined,
  files: SourceFiles,
  memo: ImportMemo,
): readonly string[] {
  const reached = new Set([start]);
  const roots = [...new Set([...(folder === undefined ? [] : [folder]), ...foldersAbove(start)])];
  for (const file of reached) {
    const resolver = importResolvers[languageIdOf(file) ?? ''];
    const text = files.read(file);
    if (resolver === undefined || text === undefined) continue;
    let known = memo.imports.get(file);
    if (known?.text !== text) {
      known = { text, specifiers: resolver.importsOf(text) };
      memo.imports.set(file, known);
    }
    for (const specifier of known.specifiers) {
      for (const next of resolver.resolve(specifier, file, files, roots)) reached.add(next);
    }
  }
  return [...reached];
}
