// The guard around JavaScript and TypeScript handlers, for every form in which one is exported. Streaming stays
// outermost, middy chains get the guard as their first middleware, types stay where they are.
import type { EntryPoint, FunctionDeclaration } from '../../syntax/shapes/entry-point.ts';
import { findJavaScriptEntryPoints } from '../../syntax/shapes/javascript.ts';
import { readModule } from '../../syntax/shapes/javascript-module.ts';
import type { SyntaxTree } from '../../syntax/syntax-tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { guardInScript, scriptStyle } from './node-import.ts';
import { insertion, type WrapOne, type WrapRequest, type WrapResult, wrapEach } from './wrap.ts';

export function wrapNode(request: WrapRequest): WrapResult {
  const { tree } = request;
  const guard = guardInScript(tree, readModule(tree), request.moduleKind);
  const imports = guard.edit === undefined ? [] : [guard.edit];
  return wrapEach(request, findJavaScriptEntryPoints(tree), (entry): WrapOne => {
    if (entry.guarded) return { ok: false, reason: 'it is guarded already' };
    const edits = editsFor(entry, tree, guard.called);
    if (typeof edits === 'string') return { ok: false, reason: edits };
    return {
      ok: true,
      edits: [...imports, ...edits],
      ...(entry.callback ? { warning: callbackWarning(entry) } : {}),
    };
  });
}

function callbackWarning({ exportName }: EntryPoint): string {
  return `${exportName} takes a callback: behind the guard it returns a promise that the callback settles, Lambda no longer waits for an empty event loop, and Node.js 24 does not run callback handlers at all`;
}

/** The edits, or the reason why there are none. */
function editsFor(entry: EntryPoint, tree: SyntaxTree, guard: string): readonly TextEdit[] | string {
  const { form } = entry;
  const { text } = tree;
  switch (form.form) {
    case 'expression':
    case 'streaming':
      return around(form.value.start, form.value.end, guard);
    case 'middy': {
      const rest = /^(\s*)\.use\b/.exec(text.slice(form.insertAt));
      return [insertion(form.insertAt, `${rest?.[1] ?? ''}.use(${guard}.middleware())`)];
    }
    case 'function':
      return wrapFunction(form, tree, guard);
    case 'object-method':
      return wrapMethod(form, text, guard);
    case 'shorthand': {
      const key = text.slice(form.key.start, form.key.end);
      return [insertion(form.key.end, `: ${guard}(${key})`)];
    }
    case 'specifier': {
      const local = guardedName(form.local, text);
      const { semicolon, end } = scriptStyle(text);
      const line = `const ${local} = ${guard}(${form.local})${semicolon}${end}`;
      return [
        insertion(form.statement.start, line),
        { span: form.specifier, newText: `${local} as ${form.exported}` },
      ];
    }
    case 'reexport':
      return `it is defined in ${form.module}`;
    case 'other':
      return form.reason;
    default:
      return 'its form is unknown';
  }
}

function around(start: number, end: number, guard: string): readonly TextEdit[] {
  return [insertion(start, `${guard}(`), insertion(end, ')')];
}

function wrapFunction(form: FunctionDeclaration, tree: SyntaxTree, guard: string): readonly TextEdit[] {
  const { statement, declaration, exported, local } = form;
  const { text } = tree;
  const { semicolon, end } = scriptStyle(text);
  if (local === undefined || !staysDeclaration(form, local, tree)) {
    const lead = exported === 'default' ? '' : `const ${local ?? 'handler'} = `;
    return [insertion(declaration.start, `${lead}${guard}(`), insertion(declaration.end, `)${semicolon}`)];
  }
  const takeOut = { span: { start: statement.start, end: declaration.start }, newText: '' };
  const gap = text.endsWith('\n') ? end : end + end;
  if (exported === 'default') {
    return [takeOut, insertion(text.length, `${gap}export default ${guard}(${local})${semicolon}${end}`)];
  }
  const guarded = guardedName(local, text);
  // Overload signatures are exported by themselves: all of them lose it.
  const signatures = [
    ...text.matchAll(new RegExp(`^export\\s+(?=(?:async\\s+)?function\\s+${local}\\b)`, 'gm')),
  ]
    .filter((match) => match.index !== statement.start)
    .map((match) => ({ span: { start: match.index, end: match.index + match[0].length }, newText: '' }));
  const lines = `${gap}const ${guarded} = ${guard}(${local})${semicolon}${end}export { ${guarded} as ${local} }${semicolon}${end}`;
  return [...signatures, takeOut, insertion(text.length, lines)];
}

/** A default export's name is lost when it becomes an expression; a named one may not be used before its place. */
function staysDeclaration(form: FunctionDeclaration, local: string, { text, root }: SyntaxTree): boolean {
  if (form.isOverloaded) return true;
  const { declaration, exported } = form;
  const uses = new RegExp(`(?<![\\w$.])${local.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
  const atTopLevel = new Set(['expression_statement', 'lexical_declaration', 'variable_declaration']);
  for (const { index } of text.matchAll(uses)) {
    if (index >= declaration.start && index < declaration.end) continue;
    if (exported === 'default') return true;
    const around = root.children.find((node) => node.start <= index && index < node.end);
    if (index < declaration.start && around !== undefined && atTopLevel.has(around.type)) return true;
  }
  return false;
}

/** `async handler(event) {…}` to `handler: guard(async function handler(event) {…})`. */
function wrapMethod(
  form: Extract<EntryPoint['form'], { form: 'object-method' }>,
  text: string,
  guard: string,
): readonly TextEdit[] | string {
  if (/\bsuper\b/.test(text.slice(form.method.start, form.method.end))) return 'it uses super';
  const key = text.slice(form.key.start, form.key.end);
  const head = text.slice(form.head.start, form.key.start);
  const isAsync = /\basync\b/.test(head) ? 'async ' : '';
  const star = head.includes('*') ? '*' : '';
  const own = /^[\w$]+$/.test(key) ? ` ${key}` : ' ';
  const behindKey = text.slice(form.key.end, form.head.end);
  return [
    { span: form.head, newText: `${key}: ${guard}(${isAsync}function${star}${own}${behindKey}` },
    insertion(form.method.end, ')'),
  ];
}

function guardedName(local: string, text: string): string {
  const name = `guarded${local.charAt(0).toUpperCase()}${local.slice(1)}`;
  return new RegExp(`\\b${name}\\b`).test(text) ? `${name}Handler` : name;
}
