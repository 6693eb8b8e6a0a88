// Reads Terraform's language as far as resources need it: blocks, attributes, quoted strings without templates, numbers,
// lists, maps and references. By the grammar of tree-sitter; what it does not take is no Terraform.
import { createRequire } from 'node:module';
import { Language, type Node, Parser } from 'web-tree-sitter';

export type TerraformValue =
  | string
  | number
  | boolean
  | null
  | readonly TerraformValue[]
  | { readonly reference: string }
  | { readonly [name: string]: TerraformValue };

export interface TerraformBlock {
  readonly type: string;
  readonly name: string;
  /** Attributes, and inner blocks by their names. */
  readonly body: Readonly<Record<string, TerraformValue>>;
}

export async function parseTerraform(text: string): Promise<readonly TerraformBlock[]> {
  await Parser.init();
  const require = createRequire(import.meta.url);
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm')),
  );
  const tree = parser.parse(text);
  try {
    if (!tree || tree.rootNode.hasError) throw new Error(`no Terraform: ${tree?.rootNode.toString()}`);
    const [body] = named(tree.rootNode);
    return (body ? named(body) : []).map((block) => {
      const [keyword, type, name] = named(block);
      if (block.type !== 'block' || keyword?.text !== 'resource' || !type || !name)
        throw new Error(`no resource: ${block.text.slice(0, 40)}`);
      return { type: quoted(type), name: quoted(name), body: bodyOf(block) };
    });
  } finally {
    tree?.delete();
    parser.delete();
  }
}

const named = (node: Node): readonly Node[] => node.namedChildren.filter((one) => one !== null);

function bodyOf(block: Node): Record<string, TerraformValue> {
  const body = named(block).find((one) => one.type === 'body');
  const members: Record<string, TerraformValue> = {};
  for (const member of body ? named(body) : []) {
    const [name, value] = named(member);
    const key = name?.text ?? '';
    if (Object.hasOwn(members, key)) throw new Error(`twice: ${key}`);
    if (member.type === 'attribute' && value) members[key] = readValue(value);
    else if (member.type === 'block') members[key] = bodyOf(member);
    else throw new Error(`neither attribute nor block: ${member.type}`);
  }
  return members;
}

function readValue(node: Node): TerraformValue {
  const [inner] = named(node);
  switch (node.type) {
    case 'expression':
      if (named(node).length > 1) return { reference: node.text };
      return inner ? readValue(inner) : null;
    case 'literal_value':
    case 'collection_value':
      return inner ? readValue(inner) : null;
    case 'template_expr':
    case 'string_lit':
    case 'quoted_template':
      return quoted(node);
    case 'numeric_lit':
      return Number(node.text);
    case 'bool_lit':
      return node.text === 'true';
    case 'tuple':
      return named(node)
        .filter((one) => one.type === 'expression')
        .map(readValue);
    case 'object':
      return Object.fromEntries(
        named(node)
          .filter((one) => one.type === 'object_elem')
          .map((one) => {
            const [key, value] = named(one);
            return [key?.text ?? '', value ? readValue(value) : null];
          }),
      );
    default:
      throw new Error(`not read: ${node.type}`);
  }
}

/** JSON's escapes are among HCL's; `$${` and `%%{` stand for `${` and `%{`. */
function quoted(node: Node): string {
  const { text } = node;
  if (node.descendantsOfType(['template_interpolation', 'template_directive']).length > 0)
    throw new Error(`a template: ${text}`);
  return (JSON.parse(text) as string).replace(/([$%])\1(?=\{)/g, '$1');
}
