// SAM and CloudFormation templates, YAML and JSON, with `Globals` and nested stacks (each nested template is a file
// of its own and is read as one). CDK's and SAM's build output is not read: it lies in ignored folders.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
import { folderOf, joinPath } from '../../text/path.ts';
import {
  type ConfigurationReader,
  type ConfiguredFunction,
  maxTemplateLength,
  named,
  type Packaging,
  plainZip,
} from './configured-function.ts';
import {
  type DocumentNode,
  entriesOf,
  itemsOf,
  type MapEntry,
  templateOf,
  textOf,
  textsOf,
  valueAt,
} from './document.ts';

const functionTypes: Readonly<Record<string, 'sam' | 'cloudformation'>> = {
  'AWS::Serverless::Function': 'sam',
  'AWS::Lambda::Function': 'cloudformation',
};

export const cloudFormationReader: ConfigurationReader = {
  mayRead: (path) =>
    /\.(ya?ml|json|template|tpl)$/i.test(path) && !/(^|\/)(package(-lock)?|tsconfig[^/]*)\.json$/.test(path),
  read(path, text, { documents }) {
    if (text.length > maxTemplateLength || !/AWS::(Serverless|Lambda)::Function\b/.test(text)) return [];
    const isJson = /^\s*\{/.test(text);
    const root = isJson ? documents.parseJson(text) : documents.parseYaml(text);
    const globals = valueAt(root, 'Globals', 'Function');
    return resourcesOf(valueAt(root, 'Resources')).flatMap(({ key, keySpan, value }) => {
      const by = functionTypes[textOf(valueAt(value, 'Type')) ?? ''];
      return by === undefined ? [] : [readFunction(path, by, key, keySpan, value, globals)];
    });
  },
};

/** With those that `Fn::ForEach` makes from one description: its third item. */
function resourcesOf(resources: DocumentNode | undefined): readonly MapEntry[] {
  return entriesOf(resources).flatMap((entry) =>
    entry.key.startsWith('Fn::ForEach::') ? entriesOf(itemsOf(entry.value)[2]) : [entry],
  );
}

/** Texts of a list, those behind a tag such as `!Ref` too: names, not values. */
function namesOf(list: DocumentNode | undefined): readonly string[] {
  return itemsOf(list).flatMap((item) => {
    const entry = item.kind === 'map' ? item.entries[0]?.value : item;
    return entry?.kind === 'scalar' && typeof entry.value === 'string' ? [entry.value] : [];
  });
}

function readFunction(
  path: string,
  by: 'sam' | 'cloudformation',
  name: string,
  nameSpan: { readonly start: number; readonly end: number },
  resource: DocumentNode,
  globals: DocumentNode | undefined,
): ConfiguredFunction {
  const own = valueAt(resource, 'Properties');
  const property = (key: string) => valueAt(own, key) ?? (by === 'sam' ? valueAt(globals, key) : undefined);
  const handlerNode = property('Handler');
  const handler = textOf(handlerNode);
  const runtime = textOf(property('Runtime'));
  const code = by === 'sam' ? property('CodeUri') : property('Code');
  const buildMethod = textOf(valueAt(resource, 'Metadata', 'BuildMethod'));
  const isImage =
    textOf(property('PackageType')) === 'Image' ||
    valueAt(resource, 'Metadata', 'Dockerfile') !== undefined ||
    property('ImageUri') !== undefined;
  const isInline = property('InlineCode') !== undefined || valueAt(code, 'ZipFile') !== undefined;
  const folder = codeFolder(path, code, isImage ? valueAt(resource, 'Metadata', 'DockerContext') : undefined);
  const base: Packaging = {
    ...plainZip,
    environment: environmentOf(property('Environment')),
    layers: namesOf(property('Layers')),
  };
  let packaging = base;
  if (isInline) packaging = { ...base, kind: 'inline', tool: 'code in the template' };
  else if (isImage) packaging = { ...base, kind: 'image', tool: 'a container image' };
  else if (buildMethod === 'esbuild')
    packaging = { ...base, kind: 'bundle', tool: 'esbuild (Metadata.BuildMethod)' };
  else if (buildMethod === 'makefile') packaging = { ...base, tool: 'a Makefile (Metadata.BuildMethod)' };
  const entryPoint = textsOf(valueAt(resource, 'Metadata', 'BuildProperties', 'EntryPoints'))[0];
  const isEntryInFolder = buildMethod === 'esbuild' && entryPoint !== undefined && folder !== undefined;
  return {
    by,
    file: path,
    span:
      handler === undefined || handlerNode === undefined
        ? nameSpan
        : { start: handlerNode.start, end: handlerNode.end },
    name,
    ...named(templateOf(valueAt(own, 'FunctionName'))),
    handler,
    runtime,
    folder: isInline ? undefined : folder,
    ...(isEntryInFolder ? { entry: joinPath(folder, entryPoint) } : {}),
    packaging,
  };
}

/** Without `CodeUri` SAM packages the template's folder; an archive or a bucket is not in the workspace. */
function codeFolder(
  path: string,
  code: DocumentNode | undefined,
  context: DocumentNode | undefined,
): string | undefined {
  const base = folderOf(path);
  const given = textOf(context) ?? textOf(code);
  if (given !== undefined) {
    if (/^s3:|^https?:/.test(given) || /\.(zip|jar)$/.test(given)) return archiveFolder(base, given);
    const folder = joinPath(base, given);
    return /\.(py|[cm]?[jt]s|rb)$/.test(folder) ? folderOf(folder) : folder;
  }
  return code === undefined || code.kind === 'scalar' ? base : undefined;
}

/** `target/app.jar` and `build/function.zip` are built from the folder above. */
function archiveFolder(base: string, given: string): string | undefined {
  if (/^s3:|^https?:/.test(given)) return undefined;
  const folder = folderOf(joinPath(base, given));
  return folder.replace(/\/(target|build|dist|out|bin|build\/(libs|distributions)|\.aws-sam\/.*)$/, '');
}

function environmentOf(node: DocumentNode | undefined): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { key, value } of entriesOf(valueAt(node, 'Variables') ?? node)) {
    const text = textOf(value);
    if (text !== undefined) found[key] = text;
  }
  return found;
}
