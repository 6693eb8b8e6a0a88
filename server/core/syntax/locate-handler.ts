// From a handler string, as a configuration has it, to the source file and the name in it. Build folders lead back
// to their sources. Nothing is guessed where two files would do.
import { folderOf, isInside, joinPath } from '../text/path.ts';
import type { ConfiguredFunction } from './configuration/configured-function.ts';
import { resolveScriptFile } from './imports/javascript.ts';
import { filesInside, type SourceFiles } from './source-files.ts';

export interface HandlerTarget {
  /** Candidates; the first that has the name is meant. */
  readonly files: readonly string[];
  /** `undefined`: whatever in the files looks like a handler. */
  readonly exportName: string | undefined;
}

export function locateHandler(configured: ConfiguredFunction, files: SourceFiles): HandlerTarget | undefined {
  const { handler, entry } = configured;
  if (configured.packaging.kind === 'inline') return undefined;
  if (
    entry !== undefined &&
    files.has(entry) &&
    (handler === undefined || !handler.includes('.') || configured.by === 'cdk')
  ) {
    return { files: [entry], exportName: handler };
  }
  if (entry !== undefined && handler !== undefined) {
    const built = scriptName(handler);
    if (files.has(entry)) return { files: [entry], exportName: built?.name ?? handler };
  }
  const family = familyOf(configured, files);
  if (family === 'go') return { files: goFiles(configured, files), exportName: undefined };
  if (handler === undefined) return undefined;
  switch (family) {
    case 'python':
      return python(handler, configured, files);
    case 'node':
      return node(handler, configured, files);
    case 'ruby':
      return ruby(handler, configured, files);
    case 'java':
      return java(handler, configured, files);
    case 'csharp':
      return csharp(handler, configured, files);
    default:
      return undefined;
  }
}

type Family = 'python' | 'node' | 'ruby' | 'java' | 'csharp' | 'go';

function familyOf({ runtime, handler, folder }: ConfiguredFunction, files: SourceFiles): Family | undefined {
  if (runtime !== undefined) {
    if (/^python/.test(runtime)) return 'python';
    if (/^nodejs/.test(runtime)) return 'node';
    if (/^ruby/.test(runtime)) return 'ruby';
    if (/^java/.test(runtime)) return 'java';
    if (/^dotnet/.test(runtime)) return 'csharp';
    if (/^go/.test(runtime)) return 'go';
  }
  if (handler !== undefined && /^[\w.-]+::[\w.+`]+::\w+$/.test(handler)) return 'csharp';
  if (handler !== undefined && /^[\w.$]+::\w+$/.test(handler)) return 'java';
  const inside = folder === undefined ? files.paths : filesInside(folder, files);
  const has = (ending: RegExp) => inside.some((file) => ending.test(file));
  if (/^provided/.test(runtime ?? '') || handler === 'bootstrap' || handler === 'main')
    return has(/\.go$/) ? 'go' : undefined;
  if (handler === undefined) return undefined;
  const module =
    handler
      .slice(0, Math.max(handler.lastIndexOf('.'), 0))
      .split(/[./]/)
      .at(-1) ?? '';
  const named = (ending: RegExp) => inside.some((file) => file.includes(`/${module}.`) && ending.test(file));
  if (named(/\.py$/)) return 'python';
  if (named(/\.[cm]?[jt]sx?$/)) return 'node';
  if (named(/\.rb$/)) return 'ruby';
  return undefined;
}

/** `src/app.lambda_handler`, `src.app.lambda_handler`: the last dot divides. */
function python(
  handler: string,
  configured: ConfiguredFunction,
  files: SourceFiles,
): HandlerTarget | undefined {
  const dot = handler.lastIndexOf('.');
  if (dot <= 0) return undefined;
  const module = handler.slice(0, dot).replaceAll('.', '/');
  const exact = basesOf(configured).flatMap((base) => [
    joinPath(base, `${module}.py`),
    joinPath(base, `${module}/__init__.py`),
  ]);
  return { files: firstOr(exact, `${module}.py`, configured, files), exportName: handler.slice(dot + 1) };
}

/** The first dot behind the last slash divides; what follows may be nested: `index.api.handler`. */
function scriptName(handler: string): { readonly module: string; readonly name: string } | undefined {
  const slash = handler.lastIndexOf('/');
  const dot = handler.indexOf('.', slash + 2);
  return dot === -1 ? undefined : { module: handler.slice(0, dot), name: handler.slice(dot + 1) };
}

const builtFolders = /^(\.\/)?(dist|build|lib|out|\.build|target|\.dist|compiled)\//;

function node(
  handler: string,
  configured: ConfiguredFunction,
  files: SourceFiles,
): HandlerTarget | undefined {
  const named = scriptName(handler.replace(/^\.\//, ''));
  if (named === undefined) return undefined;
  const { module, name } = named;
  const modules = [
    module,
    module.replace(builtFolders, 'src/'),
    module.replace(builtFolders, ''),
    `src/${module}`,
  ];
  for (const base of basesOf(configured)) {
    // A folder that is built itself: `dist` of a function whose sources lie beside it.
    const bases = [
      base,
      base.replace(/\/(dist|build|lib|out|\.build|compiled)(\/|$)/, '/src$2'),
      base.replace(/\/(dist|build|out|\.build|compiled)(\/|$)/, '$2'),
    ];
    for (const folder of new Set(bases)) {
      for (const candidate of new Set(modules)) {
        const file = resolveScriptFile(joinPath(folder, candidate), files);
        if (file !== undefined) return { files: [file], exportName: name };
      }
    }
  }
  const alone = ['.ts', '.js', '.mjs', '.mts', '.cjs', '.tsx', '.jsx'].flatMap((ending) =>
    onlyOne(`${module}${ending}`, configured, files),
  );
  return { files: alone.slice(0, 1), exportName: name };
}

function ruby(
  handler: string,
  configured: ConfiguredFunction,
  files: SourceFiles,
): HandlerTarget | undefined {
  const named = scriptName(handler);
  if (named === undefined) return undefined;
  const exact = basesOf(configured).map((base) => joinPath(base, `${named.module}.rb`));
  return { files: firstOr(exact, `${named.module}.rb`, configured, files), exportName: named.name };
}

/** `com.example.App::handle`, `com.example.App` (then `handleRequest`), `com.example.App$Inner`. */
function java(handler: string, configured: ConfiguredFunction, files: SourceFiles): HandlerTarget {
  const [type = '', method = 'handleRequest'] = handler.split('::');
  const path = type.replace(/\$.*/, '').replaceAll('.', '/');
  const simple = type.slice(type.lastIndexOf('.') + 1);
  const { folder } = configured;
  const all = files.paths.filter((file) => file.endsWith(`/${path}.java`));
  const inside = folder === undefined ? all : all.filter((file) => isInside(file, folder));
  return {
    files: inside.length > 0 ? inside : all.length === 1 ? all : [],
    exportName: `${simple}::${method}`,
  };
}

/** `Assembly::Namespace.Class::Method` */
function csharp(
  handler: string,
  { folder }: ConfiguredFunction,
  files: SourceFiles,
): HandlerTarget | undefined {
  const [, type, method] = handler.split('::');
  if (type === undefined || method === undefined) return undefined;
  const simple = type.split(/[.+]/).at(-1) ?? type;
  const declares = new RegExp(`\\b(class|struct|record)\\s+${simple}\\b`);
  const inside = filesInside(folder ?? '', files).filter((file) => file.endsWith('.cs'));
  return {
    files: inside.filter((file) => declares.test(files.read(file) ?? '')),
    exportName: `${type}::${method}`,
  };
}

/** The main package: in the folder itself, else below it in one that starts Lambda. */
function goFiles({ folder, handler, file }: ConfiguredFunction, files: SourceFiles): readonly string[] {
  const base = folder ?? folderOf(file);
  const starts = filesInside(base, files).filter(
    (path) => path.endsWith('.go') && (files.read(path) ?? '').includes('aws-lambda-go/lambda'),
  );
  const direct = starts.filter((path) => folderOf(path) === base);
  if (direct.length > 0) return direct;
  const named = starts.filter((path) => folderOf(path).endsWith(`/${(handler ?? '').replace(/^bin\//, '')}`));
  return named.length > 0 ? named : starts;
}

function basesOf({ folder, file }: ConfiguredFunction): readonly string[] {
  return folder === undefined ? [folderOf(file)] : [folder, joinPath(folder, 'src')];
}

function firstOr(
  exact: readonly string[],
  end: string,
  configured: ConfiguredFunction,
  files: SourceFiles,
): readonly string[] {
  const found = exact.filter((file) => files.has(file));
  return found.length > 0 ? found.slice(0, 1) : onlyOne(end, configured, files);
}

/** The one file below the configuration's folder whose path ends so; none when there are several. */
function onlyOne(end: string, { file, folder }: ConfiguredFunction, files: SourceFiles): readonly string[] {
  const base = folder !== undefined && isInside(folder, folderOf(file)) ? folder : folderOf(file);
  const found = filesInside(base, files).filter((path) => path.endsWith(`/${end}`));
  return found.length === 1 ? found : [];
}
