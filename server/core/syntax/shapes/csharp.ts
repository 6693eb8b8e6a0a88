// Entry points of a C# file: public methods that take Lambda's context, and annotated ones. The name holds the
// class with its namespace, as handler strings do.
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import { type EntryPoint, onlyNodeAndPython } from './entry-point.ts';

const namespaces = new Set(['namespace_declaration', 'file_scoped_namespace_declaration']);
const types = new Set(['class_declaration', 'struct_declaration', 'record_declaration']);

export function findCSharpEntryPoints(tree: SyntaxTree): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  visit(tree.root, '', '');
  return found;

  function visit(block: SyntaxNode, namespace: string, type: string): void {
    let current = namespace;
    for (const node of block.children) {
      const name = node.field('name');
      if (namespaces.has(node.type) && name !== undefined) {
        current = namespace === '' ? name.text : `${namespace}.${name.text}`;
        const body = node.field('body');
        visit(body ?? node, current, '');
      } else if (types.has(node.type) && name !== undefined) {
        const body = node.field('body');
        if (body !== undefined) visit(body, current, type === '' ? name.text : `${type}+${name.text}`);
      } else if (node.type === 'method_declaration' && name !== undefined) add(node, name, current, type);
    }
  }

  function add(method: SyntaxNode, name: SyntaxNode, namespace: string, type: string): void {
    const before = tree.text.slice(method.start, name.start);
    const parameters = method.field('parameters')?.text ?? '';
    if (!/\bpublic\b/.test(before)) return;
    const annotated = /\[\s*LambdaFunction\b/.test(before);
    found.push({
      exportName: `${namespace === '' ? '' : `${namespace}.`}${type}::${name.text}`,
      name,
      span: method,
      form: { form: 'other', reason: onlyNodeAndPython },
      guarded: false,
      likeness:
        annotated || /\bILambdaContext\b/.test(parameters)
          ? 'certain'
          : name.text === 'FunctionHandler'
            ? 'likely'
            : 'no',
      callback: false,
      streaming: false,
    });
  }
}
