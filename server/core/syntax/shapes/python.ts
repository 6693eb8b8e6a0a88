// Entry points of a Python module: functions, assigned callables and imported names of its top level, also inside
// `if`, `try` and `with`.
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import { type EntryPoint, guardNames, type Likeness, type PythonDefinition } from './entry-point.ts';

const usualNames = new Set(['handler', 'lambda_handler']);
const eventNames = /^_{0,2}(event|evt|e|request|input|payload|record)s?_?$/;
const contextNames = /^_{0,2}(context|ctx|c|lambda_context|aws_context|unused_context)?_?$/;
/** Decorators that only make sense on a handler. */
const handlerDecorators =
  /(^|\.)(inject_lambda_context|capture_lambda_handler|log_metrics|event_source|event_parser|lambda_handler_decorator|idempotent|validator|lambda_handler|protect_lambda)$/;
/** Calls whose result is a handler. */
const handlerMakers =
  /^(Mangum|make_lambda_handler|make_handler|serverless_wsgi\..*|SlackRequestHandler|AwsLambdaHandler)$/;

export function findPythonEntryPoints(tree: SyntaxTree): readonly EntryPoint[] {
  /** By name; several only where branches (`if`, `try`) each define it. */
  const found = new Map<string, readonly EntryPoint[]>();
  const guards = new Set<string>();
  visit(tree.root);
  return [...found.values()].flat();

  function put(entry: EntryPoint): void {
    const before = found.get(entry.exportName) ?? [];
    const isBranch =
      entry.form.form === 'python-def' &&
      isIndented(entry.span.start) &&
      before.every((other) => other.form.form === 'python-def' && isIndented(other.span.start));
    found.set(entry.exportName, isBranch ? [...before, entry] : [entry]);
  }

  function isIndented(offset: number): boolean {
    return offset > 0 && tree.text[offset - 1] !== '\n';
  }

  function visit(block: SyntaxNode): void {
    for (const statement of block.children) visitStatement(statement);
  }

  function visitStatement(statement: SyntaxNode): void {
    switch (statement.type) {
      case 'import_from_statement':
        visitImport(statement);
        break;
      case 'decorated_definition':
      case 'function_definition':
        visitDefinition(statement);
        break;
      case 'expression_statement':
        statement.children.forEach(visitAssignment);
        break;
      case 'if_statement':
      case 'try_statement':
      case 'with_statement':
      case 'else_clause':
      case 'elif_clause':
      case 'except_clause':
      case 'finally_clause':
      case 'block':
        visit(statement);
    }
  }

  function visitImport(statement: SyntaxNode): void {
    const module = statement.field('module_name');
    for (const child of statement.children) {
      if (child.start === module?.start) continue;
      const imported = child.type === 'aliased_import' ? child.field('name') : child;
      const local = child.type === 'aliased_import' ? child.field('alias') : child;
      if (imported === undefined || local === undefined || !/^\w+$/.test(local.text)) continue;
      if (module?.text.endsWith(guardNames.python.module) && imported.text === guardNames.python.name) {
        guards.add(local.text);
        continue;
      }
      put({
        exportName: local.text,
        name: local,
        span: statement,
        form: { form: 'python-imported', statement },
        guarded: false,
        likeness: 'no',
        callback: false,
        streaming: false,
      });
    }
  }

  function visitDefinition(statement: SyntaxNode): void {
    const definition = statement.type === 'decorated_definition' ? statement.field('definition') : statement;
    const name = definition?.field('name');
    if (definition?.type !== 'function_definition' || name === undefined) return;
    const decorators = statement.children
      .filter((child) => child.type === 'decorator')
      .map((child) => ({ name: decoratorName(child), span: { start: child.start, end: child.end } }));
    const form: PythonDefinition = { form: 'python-def', decorators, definition };
    const parameters = positionalParameters(definition.field('parameters'));
    put({
      exportName: name.text,
      name,
      span: statement,
      form,
      guarded: decorators.some((decorator) => isGuard(decorator.name)),
      likeness: likenessOf(name.text, parameters, decorators),
      callback: false,
      streaming: false,
    });
  }

  function visitAssignment(node: SyntaxNode): void {
    if (node.type !== 'assignment') return;
    const targets: SyntaxNode[] = [];
    let value: SyntaxNode | undefined = node;
    while (value?.type === 'assignment') {
      const target: SyntaxNode | undefined = value.field('left');
      if (target?.type === 'identifier') targets.push(target);
      value = value.field('right');
    }
    if (value === undefined) return;
    const called = value.type === 'call' ? (value.field('function')?.text ?? '') : '';
    const callable = ['call', 'lambda', 'identifier', 'attribute', 'conditional_expression'].includes(
      value.type,
    );
    if (!callable) return;
    for (const target of targets) {
      const lambdaParameters =
        value.type === 'lambda' ? positionalParameters(value.field('parameters')) : undefined;
      const before = value.type === 'identifier' ? found.get(value.text)?.at(-1) : undefined;
      const wrapsGuarded = before?.guarded === true || (called !== '' && isGuard(called));
      let likeness: Likeness = 'no';
      if (handlerMakers.test(called)) likeness = 'certain';
      else if (lambdaParameters !== undefined) likeness = likenessOf(target.text, lambdaParameters, []);
      else if (
        target.text === 'lambda_handler' ||
        (usualNames.has(target.text) && value.type !== 'attribute')
      ) {
        likeness =
          target.text === 'lambda_handler' || isGuard(called) || before?.likeness === 'likely'
            ? 'likely'
            : 'no';
      }
      put({
        exportName: target.text,
        name: target,
        span: node,
        form: { form: 'python-assigned', value },
        guarded: wrapsGuarded || (value.type === 'call' && argumentIsGuarded(value)),
        likeness,
        callback: false,
        streaming: false,
      });
    }
  }

  function isGuard(name: string): boolean {
    return guards.has(name) || name === `${guardNames.python.module}.${guardNames.python.name}`;
  }

  /** `other(protect_lambda(f))` */
  function argumentIsGuarded(call: SyntaxNode): boolean {
    return (call.field('arguments')?.children ?? []).some(
      (argument) =>
        argument.type === 'call' &&
        (isGuard(argument.field('function')?.text ?? '') || argumentIsGuarded(argument)),
    );
  }
}

/** The decorator's own name: of `@a.b(c)`, `a.b`; of `@protect_lambda(x)(y)`, `protect_lambda`. */
function decoratorName(decorator: SyntaxNode): string {
  let node = decorator.children.find((child) => child.type !== 'comment');
  while (node?.type === 'call') node = node.field('function');
  return node?.text ?? '';
}

/** Names of the parameters that take a position, `*args` as `*`; those behind it are not counted. */
function positionalParameters(list: SyntaxNode | undefined): readonly string[] {
  const names: string[] = [];
  for (const child of list?.children ?? []) {
    if (child.type === 'keyword_separator' || child.type === 'dictionary_splat_pattern') break;
    if (child.type === 'list_splat_pattern') {
      names.push('*');
      break;
    }
    if (child.type === 'positional_separator' || child.type === 'comment') continue;
    names.push((child.field('name') ?? child.children[0] ?? child).text);
  }
  return names;
}

function likenessOf(
  name: string,
  parameters: readonly string[],
  decorators: readonly { readonly name: string }[],
): Likeness {
  const [event = '', context = ''] = parameters;
  const takesTwo = parameters.length === 2 || (parameters.length === 1 && event === '*');
  if (decorators.some((decorator) => handlerDecorators.test(decorator.name))) return 'certain';
  if (!takesTwo) return 'no';
  if (name === 'lambda_handler') return 'certain';
  // `request, c` and `e, _` are common elsewhere: one of the two names has to speak of Lambda.
  const speaks = /event|evt/.test(event) || /context|ctx/.test(context);
  const named = speaks && eventNames.test(event) && contextNames.test(context);
  if (named && event.includes('event') && context.includes('context')) return 'certain';
  return named || usualNames.has(name) ? 'likely' : 'no';
}
