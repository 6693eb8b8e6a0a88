// Entry points of a Java file: classes that implement Lambda's interfaces, and methods with its signatures.
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import { type EntryPoint, onlyNodeAndPython } from './entry-point.ts';

const interfaces =
  /\b(RequestHandler|RequestStreamHandler|FunctionInvoker|SpringBootRequestHandler|MicronautRequestHandler|MicronautRequestStreamHandler)\b/;

export function findJavaEntryPoints(tree: SyntaxTree): readonly EntryPoint[] {
  const found: EntryPoint[] = [];
  visit(tree.root, []);
  return found;

  function visit(node: SyntaxNode, outer: readonly string[]): void {
    for (const child of node.children) {
      if (
        child.type === 'class_declaration' ||
        child.type === 'record_declaration' ||
        child.type === 'enum_declaration'
      ) {
        visitClass(child, outer);
      }
    }
  }

  function visitClass(declaration: SyntaxNode, outer: readonly string[]): void {
    const name = declaration.field('name');
    const body = declaration.field('body');
    if (name === undefined || body === undefined) return;
    const path = [...outer, name.text];
    const head = tree.text.slice(declaration.start, body.start);
    const implementsLambda = interfaces.test(head);
    for (const member of body.children) {
      if (member.type !== 'method_declaration') continue;
      const method = member.field('name');
      const parameters = member.field('parameters')?.text ?? '';
      if (method === undefined || !/\bpublic\b/.test(member.text.slice(0, method.start - member.start)))
        continue;
      const takesContext = /\bContext\s+\w+\s*\)$/.test(parameters);
      const isHandler = implementsLambda && method.text === 'handleRequest';
      found.push({
        exportName: `${path.join('$')}::${method.text}`,
        name: method,
        span: member,
        form: { form: 'other', reason: onlyNodeAndPython },
        guarded: false,
        likeness: isHandler ? 'certain' : takesContext ? 'likely' : 'no',
        callback: false,
        streaming: /\bOutputStream\b/.test(parameters),
      });
    }
    visit(body, path);
  }
}
