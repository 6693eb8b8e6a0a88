// Paths as CDK code writes them: a text counts from the app's folder, `path.join(__dirname, …)` and its Python kin
// from the file. An expression of any other kind is not guessed.
import { folderOf, joinPath } from '../../text/path.ts';
import type { SyntaxNode } from '../syntax-tree.ts';
import type { Site } from './cdk.ts';

export function pathOf(node: SyntaxNode, site: Site): string | undefined {
  const parts = partsOf(node, site, 0);
  return parts === undefined ? undefined : joinPath(site.root, parts);
}

/** The name that is called and its first argument; a `new` counts as a call. */
export function callText(
  node: SyntaxNode,
): { readonly name: string; readonly first: SyntaxNode | undefined } | undefined {
  if (!['call_expression', 'call', 'new_expression'].includes(node.type)) return undefined;
  const name = (node.field('function') ?? node.field('constructor'))?.text ?? '';
  return { name, first: node.field('arguments')?.children.find((child) => child.type !== 'comment') };
}

function partsOf(node: SyntaxNode, site: Site, depth: number): string | undefined {
  if (depth > 12) return undefined;
  const here = folderOf(site.path);
  switch (node.type) {
    case 'string':
      return /^[rbuf]*("""|'''|"|')([\s\S]*)\1$/i.exec(node.text)?.[2];
    case 'template_string': {
      const text = node.text.slice(1, -1).replace(/^\$\{__dirname\}|^\$\{import\.meta\.dirname\}/, here);
      return text.includes('${') ? undefined : text;
    }
    case 'identifier': {
      if (node.text === '__dirname') return here;
      if (node.text === '__file__' || node.text === '__filename') return site.path;
      const value = site.locals.get(node.text);
      return value === undefined ? undefined : partsOf(value, site, depth + 1);
    }
    case 'member_expression':
      if (/^import\.meta\.dirname$/.test(node.text)) return here;
      if (/^import\.meta\.(filename|url)$/.test(node.text)) return site.path;
      return undefined;
    case 'attribute': {
      const object = node.field('object');
      const inner = object === undefined ? undefined : partsOf(object, site, depth + 1);
      return node.text.endsWith('.parent') && inner !== undefined ? folderOf(inner) : undefined;
    }
    case 'binary_operator':
    case 'binary_expression': {
      const left = node.field('left');
      const right = node.field('right');
      const before = left === undefined ? undefined : partsOf(left, site, depth + 1);
      const after = right === undefined ? undefined : partsOf(right, site, depth + 1);
      if (before === undefined || after === undefined) return undefined;
      const isDivision = node.text
        .slice((left?.end ?? 0) - node.start, (right?.start ?? 0) - node.start)
        .includes('/');
      return isDivision ? joinPath(before, after) : before + after;
    }
    case 'call':
    case 'call_expression':
      return partsOfCall(node, site, depth);
    default:
      return undefined;
  }
}

function partsOfCall(node: SyntaxNode, site: Site, depth: number): string | undefined {
  const name = node.field('function')?.text ?? '';
  const given = (node.field('arguments')?.children ?? []).filter((child) => child.type !== 'comment');
  const parts = given.map((argument) => partsOf(argument, site, depth + 1));
  if (parts.some((part) => part === undefined)) return undefined;
  const texts = parts.flatMap((part) => part ?? []);
  if (/(^|\.)dirname$/.test(name)) return texts[0] === undefined ? undefined : folderOf(texts[0]);
  if (/(^|\.)(abspath|realpath|Path|fileURLToPath|str|normpath)$/.test(name)) return texts[0];
  // `Path(__file__).resolve()`, `str(path.absolute())`
  const receiver = node.field('function')?.field('object');
  if (/\.(resolve|absolute|as_posix)$/.test(name) && given.length === 0 && receiver !== undefined) {
    return partsOf(receiver, site, depth + 1);
  }
  if (/(^|\.)(join|resolve|joinpath)$/.test(name))
    return texts.reduce((path, part) => joinPath(path, part), '');
  return undefined;
}
