// Functions in the source of CDK apps in TypeScript, JavaScript and Python: `lambda.Function`, `NodejsFunction`,
// `PythonFunction` and their kin, whatever name they are imported under.
// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_lambda-readme.html
import { folderOf, joinPath } from '../../text/path.ts';
import { resolveScriptFile } from '../imports/javascript.ts';
import { type SyntaxNode, walkNodes } from '../syntax-tree.ts';
import { callText, pathOf } from './cdk-path.ts';
import {
  type ConfigurationReader,
  type ConfiguredFunction,
  named,
  plainZip,
  type ReaderContext,
} from './configured-function.ts';
import { localsOf } from './object-literal.ts';

const constructs =
  /(^|\.)(Function|NodejsFunction|PythonFunction|GoFunction|DockerImageFunction|SingletonFunction|EdgeFunction|NodeJsFunction|TypeScriptFunction)$/;

export const cdkReader: ConfigurationReader = {
  mayRead: (path) => /\.([cm]?ts|[cm]?js|py)$/.test(path) && !/\.d\.[cm]?ts$/.test(path),
  read(path, text, context) {
    if (!/aws-cdk|aws_cdk/.test(text) || !/Function\b/.test(text) || text.length > 2_000_000) return [];
    const isPython = path.endsWith('.py');
    const tree = context.parse(isPython ? 'python' : /ts$/.test(path) ? 'typescript' : 'javascript', text);
    if (tree === undefined) return [];
    try {
      const site: Site = {
        path,
        context,
        root: appFolder(path, context),
        isPython,
        locals: isPython ? new Map() : localsOf(tree),
      };
      const found: ConfiguredFunction[] = [];
      walkNodes(tree.root, (node) => {
        if (node.type !== (isPython ? 'call' : 'new_expression')) return;
        const configured = readConstruct(node, site);
        if (configured !== undefined) found.push(configured);
      });
      return found;
    } finally {
      tree.dispose();
    }
  },
};

export interface Site {
  readonly path: string;
  readonly context: ReaderContext;
  /** Folder of the CDK app: asset paths count from here. */
  readonly root: string;
  readonly isPython: boolean;
  readonly locals: ReadonlyMap<string, SyntaxNode>;
}

function appFolder(path: string, { files }: ReaderContext): string {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    if (files.has(joinPath(folder, 'cdk.json'))) return folder;
    if (folder === '' || folder === folderOf(folder)) return folderOf(path);
  }
}

function readConstruct(call: SyntaxNode, site: Site): ConfiguredFunction | undefined {
  const called = call.field(site.isPython ? 'function' : 'constructor')?.text ?? '';
  const construct = constructs.exec(called)?.[2];
  if (construct === undefined) return undefined;
  const given = (call.field('arguments')?.children ?? []).filter((child) => child.type !== 'comment');
  const id = literal(given[1], site) ?? construct;
  const props = propsOf(given, site);
  if (props.size === 0 && construct === 'Function') return undefined;
  const handlerNode = props.get('handler');
  const handler = literal(handlerNode, site);
  const entryNode = props.get('entry');
  const codeNode = props.get('code');
  if (construct === 'Function' && handlerNode === undefined && codeNode === undefined) return undefined;
  const base = {
    by: 'cdk',
    file: site.path,
    span: handler === undefined || handlerNode === undefined ? placeOf(call, given[1]) : spanOf(handlerNode),
    name: id,
    ...named(template(props.get('functionName') ?? props.get('function_name'), site)),
    runtime: runtimeOf(props.get('runtime')?.text ?? ''),
  } as const;
  const zip = { ...plainZip, environment: environmentOf(props.get('environment'), site) };
  switch (construct) {
    case 'NodejsFunction':
    case 'NodeJsFunction':
    case 'TypeScriptFunction': {
      const entryPath = entryNode === undefined ? undefined : pathOf(entryNode, site);
      const implied = `${site.path.replace(/\.[^.]+$/, '')}.${id}`;
      const entry = resolveScriptFile(entryPath ?? implied, site.context.files);
      const packaging = { ...zip, kind: 'bundle', tool: 'esbuild (NodejsFunction)' } as const;
      if (entry === undefined) return { ...base, handler: undefined, folder: undefined, packaging };
      const name = handler ?? 'handler';
      return {
        ...base,
        runtime: base.runtime ?? 'nodejs',
        handler: name.split('.').at(-1) ?? name,
        folder: folderOf(entry),
        entry,
        packaging,
      };
    }
    case 'PythonFunction': {
      const folder = entryNode === undefined ? undefined : pathOf(entryNode, site);
      const index = literal(props.get('index'), site) ?? 'index.py';
      return {
        ...base,
        runtime: base.runtime ?? 'python',
        handler: handler ?? 'handler',
        folder,
        ...(folder === undefined ? {} : { entry: joinPath(folder, index) }),
        packaging: { ...zip, tool: 'PythonFunction' },
      };
    }
    case 'GoFunction': {
      const folder = entryNode === undefined ? undefined : pathOf(entryNode, site);
      const isFile = folder?.endsWith('.go') === true;
      return {
        ...base,
        runtime: 'provided',
        handler: 'main',
        folder: isFile ? folderOf(folder) : folder,
        packaging: { ...zip, kind: 'bundle', tool: 'go build (GoFunction)' },
      };
    }
    case 'DockerImageFunction':
      return {
        ...base,
        handler: undefined,
        folder: assetFolder(codeNode, site),
        packaging: { ...zip, kind: 'image', tool: 'a container image' },
      };
    default: {
      const code = codeNode?.text ?? '';
      if (/fromInline|from_inline|InlineCode/.test(code))
        return {
          ...base,
          handler,
          folder: undefined,
          packaging: { ...zip, kind: 'inline', tool: 'code in the stack' },
        };
      const excluded = [
        ...(/exclude\w*\s*[:=]\s*\[([^\]]*)\]/.exec(code)?.[1]?.matchAll(/["']([^"']+)["']/g) ?? []),
      ].map((match) => `!${match[1] ?? ''}`);
      return {
        ...base,
        handler,
        folder: assetFolder(codeNode, site),
        packaging: excluded.length === 0 ? zip : { ...zip, patterns: excluded },
      };
    }
  }
}

function assetFolder(code: SyntaxNode | undefined, site: Site): string | undefined {
  const node = code?.type === 'identifier' ? site.locals.get(code.text) : code;
  const asset = node === undefined ? undefined : callText(node);
  if (
    asset === undefined ||
    !/(fromAsset|from_asset|fromImageAsset|from_image_asset|AssetCode|fromDockerBuild)$/.test(asset.name)
  )
    return undefined;
  const folder = asset.first === undefined ? undefined : pathOf(asset.first, site);
  return folder?.replace(/\/[^/]+\.(zip|jar)$/, '');
}

/** Properties by name in camel case; those of spread objects too. */
function propsOf(given: readonly SyntaxNode[], site: Site): ReadonlyMap<string, SyntaxNode> {
  const props = new Map<string, SyntaxNode>();
  if (site.isPython) {
    for (const argument of given) {
      const name = argument.type === 'keyword_argument' ? argument.field('name')?.text : undefined;
      const value = argument.field('value');
      if (name !== undefined && value !== undefined)
        props.set(
          name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
          value,
        );
    }
    return props;
  }
  const take = (node: SyntaxNode | undefined, depth: number): void => {
    const object = node?.type === 'identifier' ? site.locals.get(node.text) : node;
    if (object?.type !== 'object' || depth > 4) return;
    for (const member of object.children) {
      if (member.type === 'spread_element') take(member.children[0], depth + 1);
      else if (member.type === 'shorthand_property_identifier')
        props.set(member.text, site.locals.get(member.text) ?? member);
      else {
        const key = member.field('key');
        const value = member.field('value');
        if (key !== undefined && value !== undefined) props.set(key.text.replace(/^["']|["']$/g, ''), value);
      }
    }
  };
  take(given[2], 0);
  return props;
}

/** A text that stands there, or that a constant holds. */
export function literal(node: SyntaxNode | undefined, site: Pick<Site, 'locals'>): string | undefined {
  const at = node?.type === 'identifier' ? (site.locals.get(node.text) ?? node) : node;
  if (at?.type === 'string') return /^[rbuf]*("""|'''|"|')([\s\S]*)\1$/i.exec(at.text)?.[2];
  if (at?.type === 'template_string' && !at.text.includes('${')) return at.text.slice(1, -1);
  return undefined;
}

/** A text that may have `${…}` in it. */
function template(node: SyntaxNode | undefined, site: Site): string | undefined {
  return node?.type === 'template_string' ? node.text.slice(1, -1) : literal(node, site);
}

function environmentOf(node: SyntaxNode | undefined, site: Site): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const member of node?.children ?? []) {
    const key = member.field('key');
    const value = literal(member.field('value'), site);
    if (key !== undefined && value !== undefined) found[key.text.replace(/^["']|["']$/g, '')] = value;
  }
  return found;
}

/** `lambda.Runtime.PYTHON_3_12` to `python3.12`, `Runtime.NODEJS_22_X` to `nodejs22.x`. */
function runtimeOf(text: string): string | undefined {
  const name = /Runtime\.(\w+)/.exec(text)?.[1]?.toLowerCase();
  return name?.replace(/^(python|nodejs|java|dotnet|ruby)_/, '$1').replaceAll('_', '.');
}

function placeOf(call: SyntaxNode, id: SyntaxNode | undefined) {
  return spanOf(id ?? call);
}

function spanOf(node: SyntaxNode) {
  return { start: node.start, end: node.end };
}
