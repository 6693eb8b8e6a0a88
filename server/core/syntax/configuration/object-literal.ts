// Object literals of JavaScript and TypeScript as documents: what is no literal becomes a tagged scalar, so that it
// is never taken for a text.
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import type { DocumentNode, MapEntry } from './document.ts';

const wrappers = new Set([
  'as_expression',
  'satisfies_expression',
  'parenthesized_expression',
  'non_null_expression',
]);

/** The outermost object literals of a file, in the order of the text. */
export function objectLiterals(tree: SyntaxTree): readonly DocumentNode[] {
  const found: DocumentNode[] = [];
  visit(tree.root, 0);
  return found;

  function visit(node: SyntaxNode, depth: number): void {
    if (node.type === 'object') found.push(toDocument(node, localsOf(tree)));
    else if (depth < 12) for (const child of node.children) visit(child, depth + 1);
  }
}

/** One literal; names in it are looked up among `locals`. */
export function toDocument(
  node: SyntaxNode,
  locals: ReadonlyMap<string, SyntaxNode>,
  depth = 0,
): DocumentNode {
  const span = { start: node.start, end: node.end };
  const inner = wrappers.has(node.type) ? node.children[0] : undefined;
  if (inner !== undefined) return toDocument(inner, locals, depth);
  if (depth > 40) return { kind: 'scalar', value: null, tag: '!Code', ...span };
  switch (node.type) {
    case 'object':
      return {
        kind: 'map',
        entries: node.children.flatMap((child) => toEntries(child, locals, depth)),
        ...span,
      };
    case 'array':
      return {
        kind: 'list',
        items: node.children.map((child) => toDocument(child, locals, depth + 1)),
        ...span,
      };
    case 'string':
      return { kind: 'scalar', value: unescaped(node.text.slice(1, -1)), ...span };
    case 'template_string':
      return node.text.includes('${')
        ? { kind: 'scalar', value: node.text.slice(1, -1), tag: '!Code', ...span }
        : { kind: 'scalar', value: node.text.slice(1, -1), ...span };
    case 'number':
      return { kind: 'scalar', value: Number(node.text), ...span };
    case 'true':
    case 'false':
      return { kind: 'scalar', value: node.type === 'true', ...span };
    case 'identifier': {
      const value = locals.get(node.text);
      return value === undefined || value.type === 'identifier'
        ? { kind: 'scalar', value: node.text, tag: '!Code', ...span }
        : toDocument(value, locals, depth + 10);
    }
    default:
      return { kind: 'scalar', value: node.text.slice(0, 200), tag: '!Code', ...span };
  }
}

function toEntries(
  member: SyntaxNode,
  locals: ReadonlyMap<string, SyntaxNode>,
  depth: number,
): readonly MapEntry[] {
  if (member.type === 'shorthand_property_identifier') {
    const value = locals.get(member.text);
    const node: DocumentNode =
      value === undefined
        ? { kind: 'scalar', value: member.text, tag: '!Code', start: member.start, end: member.end }
        : toDocument(value, locals, depth + 10);
    return [{ key: member.text, keySpan: member, value: node }];
  }
  if (member.type === 'spread_element') {
    const inner = member.children[0];
    const value = inner === undefined ? undefined : toDocument(inner, locals, depth + 1);
    return value?.kind === 'map' ? value.entries : [];
  }
  const key = member.type === 'pair' ? member.field('key') : undefined;
  const value = member.field('value');
  if (key === undefined || value === undefined || key.type === 'computed_property_name') return [];
  const name = key.type === 'string' ? unescaped(key.text.slice(1, -1)) : key.text;
  return [
    { key: name, keySpan: { start: key.start, end: key.end }, value: toDocument(value, locals, depth + 1) },
  ];
}

/** Constants of the top level and of constructors: the names that a configuration in code uses. */
export function localsOf(tree: SyntaxTree): ReadonlyMap<string, SyntaxNode> {
  const locals = new Map<string, SyntaxNode>();
  function visit(node: SyntaxNode, depth: number): void {
    if (node.type === 'variable_declarator') {
      const name = node.field('name');
      const value = node.field('value');
      if (name?.type === 'identifier' && value !== undefined && !locals.has(name.text))
        locals.set(name.text, value);
      return;
    }
    if (depth < 10) for (const child of node.children) visit(child, depth + 1);
  }
  visit(tree.root, 0);
  return locals;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
