// The Serverless Framework: `serverless.yml`, `.yaml`, `.json`, and `.ts` or `.js` whose configuration is an object
// literal. Functions from files of their own (`${file(functions.yml)}`) are followed.
// https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
import { folderOf, joinPath, nameOf } from '../../text/path.ts';
import {
  type ConfigurationReader,
  type ConfiguredFunction,
  maxTemplateLength,
  named,
  type Packaging,
  plainZip,
  type ReaderContext,
} from './configured-function.ts';
import { type DocumentNode, entriesOf, itemsOf, templateOf, textOf, textsOf, valueAt } from './document.ts';
import { objectLiterals } from './object-literal.ts';

export const serverlessReader: ConfigurationReader = {
  mayRead: (path) => /^serverless([.-][\w-]+)*\.(ya?ml|json|ts|[cm]?js)$/.test(nameOf(path)),
  read(path, text, context) {
    if (text.length > maxTemplateLength) return [];
    const root = parse(path, text, context);
    return root === undefined ? [] : readService(path, root, context);
  },
};

function parse(path: string, text: string, context: ReaderContext): DocumentNode | undefined {
  if (/\.json$/.test(path)) return context.documents.parseJson(text);
  if (/\.ya?ml$/.test(path)) return context.documents.parseYaml(text);
  const tree = context.parse(/ts$/.test(path) ? 'typescript' : 'javascript', text);
  if (tree === undefined) return undefined;
  try {
    const candidates = objectLiterals(tree);
    return candidates.find(
      (node) => valueAt(node, 'functions') !== undefined && valueAt(node, 'provider') !== undefined,
    );
  } finally {
    tree.dispose();
  }
}

interface Service {
  readonly path: string;
  readonly folder: string;
  readonly runtime: string | undefined;
  readonly packaging: Packaging;
}

function readService(
  path: string,
  root: DocumentNode,
  context: ReaderContext,
): readonly ConfiguredFunction[] {
  const provider = valueAt(root, 'provider');
  const providerName = textOf(valueAt(provider, 'name')) ?? textOf(provider);
  if (providerName !== undefined && providerName !== 'aws') return [];
  const patterns = valueAt(root, 'package', 'patterns') ?? valueAt(root, 'package', 'include');
  const service: Service = {
    path,
    folder: folderOf(path),
    runtime: textOf(valueAt(provider, 'runtime')),
    packaging: {
      ...plainZip,
      ...bundlerOf(root),
      ...patternsOf(patterns, path),
      environment: environmentOf(valueAt(provider, 'environment')),
      layers: textsOf(valueAt(provider, 'layers')),
    },
  };
  const functions = valueAt(root, 'functions');
  const groups = functions?.kind === 'list' ? itemsOf(functions) : functions === undefined ? [] : [functions];
  return groups.flatMap((group) => readFunctions(service, path, group, context));
}

function readFunctions(
  service: Service,
  file: string,
  group: DocumentNode,
  context: ReaderContext,
): readonly ConfiguredFunction[] {
  const included = includedFile(group, service.folder);
  if (included !== undefined) {
    const text = context.files.read(included);
    const root = text === undefined ? undefined : parse(included, text, context);
    return root === undefined
      ? []
      : readFunctions(service, included, valueAt(root, 'functions') ?? root, context);
  }
  return entriesOf(group).flatMap(({ key, keySpan, value }): readonly ConfiguredFunction[] => {
    const elsewhere = includedFile(value, service.folder);
    const definition = elsewhere === undefined ? value : includedDefinition(elsewhere, key, context);
    const place = elsewhere === undefined ? file : elsewhere;
    const handlerNode = valueAt(definition, 'handler');
    const handler = textOf(handlerNode);
    const isImage = valueAt(definition, 'image') !== undefined;
    if (handlerNode === undefined && !isImage) return [];
    const isText = handler !== undefined && !handler.includes('${');
    const ownPatterns =
      valueAt(definition, 'package', 'patterns') ?? valueAt(definition, 'package', 'include');
    const packaging: Packaging = {
      ...service.packaging,
      ...(ownPatterns === undefined ? {} : patternsOf(ownPatterns, place)),
      ...(isImage ? { kind: 'image', tool: 'a container image' } : {}),
      environment: { ...service.packaging.environment, ...environmentOf(valueAt(definition, 'environment')) },
      layers: [...service.packaging.layers, ...textsOf(valueAt(definition, 'layers'))],
    };
    return [
      {
        by: 'serverless',
        file: place,
        span:
          isText && handlerNode !== undefined ? { start: handlerNode.start, end: handlerNode.end } : keySpan,
        name: key,
        ...named(templateOf(valueAt(definition, 'name'))),
        handler: isText ? handler : undefined,
        runtime: textOf(valueAt(definition, 'runtime')) ?? service.runtime,
        folder: service.folder,
        packaging,
      },
    ];
  });
}

/** `${file(path)}` or `${file(path):key}` */
function includedFile(node: DocumentNode, folder: string): string | undefined {
  const path = /^\$\{file\(([^)]+)\)/.exec(textOf(node) ?? '')?.[1]?.trim();
  return path === undefined || path.includes('${') ? undefined : joinPath(folder, path);
}

function includedDefinition(file: string, key: string, context: ReaderContext): DocumentNode | undefined {
  const text = context.files.read(file);
  const root = text === undefined ? undefined : parse(file, text, context);
  return valueAt(root, key) ?? root;
}

function patternsOf(
  node: DocumentNode | undefined,
  file: string,
): Pick<Packaging, 'patterns' | 'patternsSpan' | 'patternsFile'> {
  if (node === undefined) return {};
  return { patterns: textsOf(node), patternsSpan: { start: node.start, end: node.end }, patternsFile: file };
}

function bundlerOf(root: DocumentNode): Pick<Packaging, 'kind' | 'tool'> {
  const plugins = textsOf(valueAt(root, 'plugins') ?? valueAt(root, 'plugins', 'modules'));
  const plugin = plugins.find((name) =>
    /^serverless-(esbuild|webpack|bundle|plugin-typescript|rspack)|plugin-webpack|vite/.test(name),
  );
  if (plugin !== undefined) return { kind: 'bundle', tool: plugin };
  // Version 4 bundles with esbuild of its own accord when there is TypeScript.
  if (valueAt(root, 'build', 'esbuild') !== undefined)
    return { kind: 'bundle', tool: 'esbuild (build.esbuild)' };
  return { kind: 'zip' };
}

function environmentOf(node: DocumentNode | undefined): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { key, value } of entriesOf(node)) {
    const text = textOf(value);
    if (text !== undefined && !text.includes('${')) found[key] = text;
  }
  return found;
}
