// Small questions to nodes of a JavaScript or TypeScript tree.
import type { SyntaxNode } from '../syntax-tree.ts';
import { guardNames } from './entry-point.ts';

const functionTypes = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
  'function_declaration',
  'generator_function_declaration',
  'method_definition',
]);

export function isFunction(node: SyntaxNode): boolean {
  return functionTypes.has(node.type);
}

/** Without parentheses, `as`, `satisfies`, `!` and `<T>`. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  let at = node;
  for (;;) {
    const inner =
      at.type === 'type_assertion'
        ? at.children.at(-1)
        : [
              'parenthesized_expression',
              'as_expression',
              'satisfies_expression',
              'non_null_expression',
            ].includes(at.type)
          ? at.children.find((child) => child.type !== 'comment')
          : undefined;
    if (inner === undefined) return at;
    at = inner;
  }
}

export function firstArgument(call: SyntaxNode): SyntaxNode | undefined {
  return call.field('arguments')?.children.find((child) => child.type !== 'comment');
}

export function parameterNames(callable: SyntaxNode): readonly string[] {
  const single = callable.field('parameter');
  if (single !== undefined) return [single.text];
  return (callable.field('parameters')?.children ?? [])
    .filter((child) => child.type !== 'comment' && child.field('pattern')?.type !== 'this')
    .map((child) => (child.field('pattern') ?? child.field('left') ?? child).text);
}

/** The text between quotes; escapes are left as they stand. */
export function stringValue(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'string' ? node.text.slice(1, -1) : undefined;
}

/** Of `exports.a.b`, `a.b`; of `module.exports`, the empty text; else nothing. */
export function exportPath(left: SyntaxNode): string | undefined {
  if (left.type === 'identifier') return left.text === 'exports' ? '' : undefined;
  if (left.text === 'module.exports') return '';
  const object = left.field('object');
  const key =
    left.type === 'subscript_expression' ? stringValue(left.field('index')) : left.field('property')?.text;
  if (object === undefined || key === undefined) return undefined;
  const before = exportPath(object);
  return before === undefined ? undefined : before === '' ? key : `${before}.${key}`;
}

export function isGuardModule(name: string | undefined): boolean {
  if (name === undefined) return false;
  return (
    name === guardNames.node.module || new RegExp(`(^|/)${guardNames.node.module}(\\.[cm]?js)?$`).test(name)
  );
}

export function requiredModule(value: SyntaxNode | undefined): string | undefined {
  const node = value?.type === 'await_expression' ? value.children[0] : value;
  if (node?.type !== 'call_expression') return undefined;
  const name = node.field('function')?.text;
  return name === 'require' || name === 'import' ? stringValue(firstArgument(node)) : undefined;
}
