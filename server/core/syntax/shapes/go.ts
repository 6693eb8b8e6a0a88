// Entry points of a Go file: what `lambda.Start` and its kin are given.
import type { SyntaxTree } from '../syntax-tree.ts';
import { type EntryPoint, onlyNodeAndPython } from './entry-point.ts';

const start =
  /^\w+\.(Start|StartWithOptions|StartHandler|StartHandlerFunc|StartWithContext|StartHandlerWithContext)$/;

export function findGoEntryPoints(tree: SyntaxTree): readonly EntryPoint[] {
  if (!tree.text.includes('aws-lambda-go/lambda')) return [];
  const found: EntryPoint[] = [];
  const functions = new Map(
    tree.root.children
      .filter((node) => node.type === 'function_declaration')
      .map((node) => [node.field('name')?.text ?? '', node] as const),
  );
  for (const call of tree.nodesOf(['call_expression'])) {
    const text = tree.text.slice(call.start, call.end);
    const open = text.indexOf('(');
    if (open === -1 || !start.test(text.slice(0, open).trim())) continue;
    const given = /^\(\s*([\w.]+)/.exec(text.slice(open))?.[1];
    const definition = given === undefined ? undefined : functions.get(given);
    found.push({
      exportName: definition === undefined ? 'main' : (given ?? 'main'),
      name: definition?.field('name') ?? call,
      span: definition ?? call,
      form: { form: 'other', reason: onlyNodeAndPython },
      guarded: false,
      likeness: 'certain',
      callback: false,
      streaming: false,
    });
  }
  return found;
}
