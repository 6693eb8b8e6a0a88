// Entry points of a Ruby file: methods of the top level, and class methods of classes and modules.
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import { type EntryPoint, onlyNodeAndPython } from './entry-point.ts';

export function findRubyEntryPoints(tree: SyntaxTree): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  visit(tree.root, [], false);
  return found;

  function visit(block: SyntaxNode, path: readonly string[], inSelf: boolean): void {
    for (const node of block.children) {
      if (node.type === 'class' || node.type === 'module') {
        const body = node.field('body');
        const name = node.field('name');
        if (body !== undefined && name !== undefined) visit(body, [...path, name.text], false);
      } else if (node.type === 'singleton_class') {
        const body = node.field('body') ?? node;
        visit(body, path, true);
      } else if (
        node.type === 'singleton_method' ||
        (node.type === 'method' && (path.length === 0 || inSelf))
      ) {
        add(node, path);
      }
    }
  }

  function add(method: SyntaxNode, path: readonly string[]): void {
    const name = method.field('name');
    if (name === undefined) return;
    const parameters = (method.field('parameters')?.text ?? '').replace(/[()\s]/g, '');
    const isNamed = /^(lambda_)?handler$|^process$|^lambda$/.test(name.text);
    const takesBoth = /^_?event:[^,]*,_?context:[^,]*$/.test(parameters);
    found.push({
      exportName: path.length === 0 ? name.text : `${path.join('::')}.${name.text}`,
      name,
      span: method,
      form: { form: 'other', reason: onlyNodeAndPython },
      guarded: false,
      likeness: takesBoth ? 'certain' : isNamed && /^_?event\b/.test(parameters) ? 'likely' : 'no',
      callback: false,
      streaming: false,
    });
  }
}
