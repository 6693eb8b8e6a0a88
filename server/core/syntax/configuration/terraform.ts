// Terraform: `aws_lambda_function` with the archive that its code is packed from, and the community module
// `terraform-aws-modules/lambda/aws`. A module's files are all `.tf` files of one folder.
// https://registry.terraform.io/modules/terraform-aws-modules/lambda/aws
import { folderOf, joinPath } from '../../text/path.ts';
import { filesIn } from '../source-files.ts';
import {
  type ConfigurationReader,
  type ConfiguredFunction,
  maxTemplateLength,
  named,
  plainZip,
  type ReaderContext,
} from './configured-function.ts';
import { type DocumentNode, entriesOf, itemsOf, templateOf, textOf, textsOf, valueAt } from './document.ts';
import { type HclBlock, parseHcl } from './hcl.ts';

export const terraformReader: ConfigurationReader = {
  mayRead: (path) => /\.(tf|tofu)$/.test(path),
  read(path, text, context) {
    if (
      text.length > maxTemplateLength ||
      !/aws_lambda_function\b|\/lambda\/aws\b|terraform-aws-lambda\b/.test(text)
    )
      return [];
    const blocks = parseHcl(text);
    return blocks.flatMap((block) => {
      const [type = '', name = type] = block.labels;
      if (block.type === 'resource' && type === 'aws_lambda_function')
        return [readResource(path, name, block, context)];
      const isModule =
        block.type === 'module' &&
        /(terraform-aws-modules\/lambda\/aws|terraform-aws-lambda)(\/\/modules\/[\w-]+)?($|[?.])/.test(
          textOf(valueAt(block.body, 'source')) ?? '',
        );
      return isModule ? (readModule(path, name, block) ?? []) : [];
    });
  },
};

function readResource(
  path: string,
  name: string,
  block: HclBlock,
  context: ReaderContext,
): ConfiguredFunction {
  const { body } = block;
  const isImage =
    textOf(valueAt(body, 'package_type')) === 'Image' || valueAt(body, 'image_uri') !== undefined;
  const folder = resourceFolder(path, body, context);
  return {
    ...commonOf(path, name, block),
    folder,
    packaging: {
      ...plainZip,
      ...(isImage ? ({ kind: 'image', tool: 'a container image' } as const) : {}),
      environment: environmentOf(valueAt(body, 'environment', 'variables')),
      layers: textsOf(valueAt(body, 'layers')),
    },
  };
}

function readModule(path: string, name: string, block: HclBlock): readonly ConfiguredFunction[] | undefined {
  const { body } = block;
  if (valueAt(body, 'create_layer')?.kind === 'scalar' && valueAt(body, 'handler') === undefined)
    return undefined;
  const source = valueAt(body, 'source_path');
  const isImage =
    textOf(valueAt(body, 'package_type')) === 'Image' || valueAt(body, 'image_uri') !== undefined;
  const patternsNode = itemsOf(source)
    .map((item) => valueAt(item, 'patterns'))
    .find((node) => node !== undefined);
  const first = source?.kind === 'list' ? source.items[0] : source;
  const given = pathText(valueAt(first, 'path') ?? first);
  const folder = given === undefined ? undefined : joinPath(folderOf(path), given);
  const isFile = folder !== undefined && /\.(py|[cm]?[jt]s|rb)$/.test(folder);
  return [
    {
      ...commonOf(path, name, block),
      folder: isFile ? folderOf(folder) : folder,
      packaging: {
        ...plainZip,
        ...(isImage ? ({ kind: 'image', tool: 'a container image' } as const) : {}),
        ...(patternsNode === undefined
          ? {}
          : {
              patterns: textsOf(patternsNode),
              patternsSpan: { start: patternsNode.start, end: patternsNode.end },
              patternsFile: path,
            }),
        environment: environmentOf(valueAt(body, 'environment_variables')),
        layers: textsOf(valueAt(body, 'layers')),
      },
    },
  ];
}

function commonOf(path: string, name: string, block: HclBlock) {
  const handlerNode = valueAt(block.body, 'handler');
  const handler = textOf(handlerNode);
  return {
    by: 'terraform',
    file: path,
    span:
      handler === undefined || handlerNode === undefined
        ? block.labelSpan
        : { start: handlerNode.start, end: handlerNode.end },
    name,
    ...named(templateOf(valueAt(block.body, 'function_name'))),
    handler,
    runtime: textOf(valueAt(block.body, 'runtime')),
  } as const;
}

/** From `filename` (or its hash) through `archive_file` to the folder that was packed. */
function resourceFolder(path: string, body: DocumentNode, context: ReaderContext): string | undefined {
  const filename = valueAt(body, 'filename');
  const hash = valueAt(body, 'source_code_hash');
  for (const node of [filename, hash]) {
    const expression = node?.kind === 'scalar' ? String(node.value) : '';
    const archive = /archive_file\.([\w-]+)/.exec(expression)?.[1];
    if (archive !== undefined) return archiveFolder(path, archive, context);
  }
  const given = pathText(filename);
  if (given === undefined) return undefined;
  const file = joinPath(folderOf(path), given);
  // An archive that something else builds: some `archive_file` says from what, else the folder it lies in.
  return (
    archiveBuiltAt(path, file, context) ??
    folderOf(file).replace(/\/(build|dist|out|target|package|\.build|builds)$/, '')
  );
}

function archiveFolder(path: string, name: string, context: ReaderContext): string | undefined {
  const archive = archives(path, context).find(({ block }) => block.labels[1] === name);
  return archive === undefined ? undefined : sourceOf(archive.file, archive.block.body);
}

function archiveBuiltAt(path: string, built: string, context: ReaderContext): string | undefined {
  for (const { file, block } of archives(path, context)) {
    const output = pathText(valueAt(block.body, 'output_path'));
    if (output !== undefined && joinPath(folderOf(file), output) === built) return sourceOf(file, block.body);
  }
  return undefined;
}

function archives(
  path: string,
  { files }: ReaderContext,
): readonly { readonly file: string; readonly block: HclBlock }[] {
  const folder = folderOf(path);
  return filesIn(folder, files)
    .filter((file) => terraformReader.mayRead(file))
    .flatMap((file) =>
      parseHcl(files.read(file) ?? '')
        .filter((block) => block.labels[0] === 'archive_file')
        .map((block) => ({ file, block })),
    );
}

function sourceOf(file: string, body: DocumentNode): string | undefined {
  const folder = pathText(valueAt(body, 'source_dir'));
  if (folder !== undefined) return joinPath(folderOf(file), folder);
  const single = pathText(valueAt(body, 'source_file'));
  return single === undefined ? undefined : folderOf(joinPath(folderOf(file), single));
}

/** A path that stands as text, with `${path.module}` and `${path.root}` taken as the file's folder. */
function pathText(node: DocumentNode | undefined): string | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const text = node.value.replace(/\$\{path\.(module|root|cwd)\}/g, '.');
  if (node.tag === undefined) return text;
  if (/[${}()]/.test(text) || !node.value.startsWith('${path.')) return undefined;
  return text;
}

function environmentOf(node: DocumentNode | undefined): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { key, value } of entriesOf(node)) {
    const text = textOf(value);
    if (text !== undefined) found[key] = text;
  }
  return found;
}
