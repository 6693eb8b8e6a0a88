// The guard around Python handlers: a decorator outside of all others that may be inside, a call around assigned
// callables, the import once.
import { type EntryPoint, guardNames } from '../../syntax/shapes/entry-point.ts';
import { findPythonEntryPoints } from '../../syntax/shapes/python.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/syntax-tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { overlaps } from '../../text/span.ts';
import {
  indentAt,
  insertion,
  lineEndOf,
  nextLineStart,
  type WrapOne,
  type WrapRequest,
  type WrapResult,
  wrapEach,
} from './wrap.ts';

/**
 * Decorators that hand the function they get to a framework: what stands above them is never called by Lambda, so
 * the guard goes below (Chalice's `@app.lambda_function`, Zappa's `@task`).
 */
const registering =
  /^\w+\.(lambda_function|route|schedule|authorizer|middleware|on_\w+|task|register\w*|websocket\w*)$|^(staticmethod|classmethod|task|overload|typing\.overload)$/;

const { module, name } = guardNames.python;

export function wrapPython(request: WrapRequest): WrapResult {
  const { tree } = request;
  const guard = guardIn(tree);
  return wrapEach(request, findPythonEntryPoints(tree), (entry) => wrapOne(entry, tree, guard));
}

interface Guard {
  /** How the text calls it. */
  readonly called: string;
  readonly importEdit: TextEdit | undefined;
  readonly importEnd: number;
}

function wrapOne(entry: EntryPoint, { text }: SyntaxTree, guard: Guard): WrapOne {
  if (entry.guarded) return { ok: false, reason: 'it is guarded already' };
  const { form } = entry;
  const imports = guard.importEdit === undefined ? [] : [guard.importEdit];
  const end = lineEndOf(text);
  switch (form.form) {
    case 'python-def': {
      const outer = form.decorators.filter((decorator) => registering.test(decorator.name)).at(-1);
      const inside = form.decorators.filter((decorator) => decorator.span.start > (outer?.span.start ?? -1));
      const at = inside[0]?.span.start ?? form.definition.start;
      return { ok: true, edits: [...imports, insertion(at, `@${guard.called}${end}${indentAt(text, at)}`)] };
    }
    case 'python-assigned': {
      const { start, end: valueEnd } = form.value;
      return {
        ok: true,
        edits: [...imports, insertion(start, `${guard.called}(`), insertion(valueEnd, ')')],
      };
    }
    case 'python-imported': {
      const indent = indentAt(text, form.statement.start);
      const line = `${indent}${entry.exportName} = ${guard.called}(${entry.exportName})${end}`;
      // At the top level behind all imports, else (in a `try`) right behind its own.
      const at =
        indent === ''
          ? Math.max(guard.importEnd, nextLineStart(text, form.statement.end))
          : nextLineStart(text, form.statement.end);
      const isLastLine = at === text.length && !text.endsWith('\n');
      return { ok: true, edits: [...imports, insertion(at, isLastLine ? end + line : line)] };
    }
    default:
      return { ok: false, reason: form.form === 'other' ? form.reason : 'its form is unknown' };
  }
}

export function unwrapPython(request: WrapRequest): WrapResult {
  const { tree } = request;
  const { text } = tree;
  const guards = guardImports(tree);
  const entries = findPythonEntryPoints(tree);
  let calls = 0;
  const result = wrapEach(request, entries, (entry): WrapOne => {
    if (!entry.guarded) return { ok: false, reason: 'it is not guarded in the code' };
    const { form } = entry;
    if (form.form === 'python-def') {
      const edits = form.decorators
        .filter((decorator) => guards.names.has(decorator.name))
        .map((decorator) => {
          const start = decorator.span.start - indentAt(text, decorator.span.start).length;
          return { span: { start, end: nextLineStart(text, decorator.span.end) }, newText: '' };
        });
      calls += edits.length;
      return edits.length === 0
        ? { ok: false, reason: 'the guard is inside another function' }
        : { ok: true, edits };
    }
    if (form.form !== 'python-assigned') return { ok: false, reason: 'its form is unknown' };
    const value = text.slice(form.value.start, form.value.end);
    const inner = callOf(value, guards.names);
    if (inner === undefined) return { ok: false, reason: 'the guard is inside another call' };
    calls++;
    if (inner.argument === entry.exportName) {
      const start = entry.name.start - indentAt(text, entry.name.start).length;
      return {
        ok: true,
        edits: [{ span: { start, end: nextLineStart(text, form.value.end) }, newText: '' }],
      };
    }
    return { ok: true, edits: [{ span: form.value, newText: inner.argument }] };
  });
  const uses = countUses(tree, guards);
  const unused = guards.statement !== undefined && calls > 0 && uses <= calls && guards.isAlone;
  if (!unused || guards.statement === undefined) return result;
  const span = { start: guards.statement.start, end: nextLineStart(text, guards.statement.end) };
  return { ...result, edits: [{ span, newText: '' }, ...result.edits] };
}

/** The one positional argument of `guard(x)`; options that follow it are dropped with the guard. */
function callOf(value: string, names: ReadonlySet<string>): { readonly argument: string } | undefined {
  const called = /^([\w.]+)\(/.exec(value);
  if (called === null || !names.has(called[1] ?? '') || !value.endsWith(')')) return undefined;
  const inner = value.slice(called[0].length, -1);
  let depth = 0;
  let end = inner.length;
  for (let at = 0; at < inner.length; at++) {
    const unit = inner[at];
    if (unit === '(' || unit === '[' || unit === '{') depth++;
    else if (unit === ')' || unit === ']' || unit === '}') depth--;
    else if (unit === ',' && depth === 0 && /^\s*\w+\s*=[^=]/.test(inner.slice(at + 1))) {
      end = at;
      break;
    }
  }
  return { argument: inner.slice(0, end).trim().replace(/,$/, '') };
}

interface GuardImports {
  readonly names: ReadonlySet<string>;
  readonly statement: SyntaxNode | undefined;
  /** The statement imports nothing else. */
  readonly isAlone: boolean;
}

function guardImports(tree: SyntaxTree): GuardImports {
  const names = new Set<string>();
  let statement: SyntaxNode | undefined;
  for (const node of tree.root.children) {
    if (node.type === 'import_from_statement' && node.field('module_name')?.text === module) {
      statement = node;
      const imported = new RegExp(`\\b${name}\\b(?:\\s+as\\s+(\\w+))?`).exec(
        node.text.slice(node.text.indexOf('import')),
      );
      if (imported !== null) names.add(imported[1] ?? name);
    }
    if (node.type === 'import_statement' && new RegExp(`\\b${module}\\b`).test(node.text))
      names.add(`${module}.${name}`);
  }
  const isAlone = statement !== undefined && !statement.text.includes(',');
  return { names, statement, isAlone };
}

/** Uses of the guard's names beside the import. */
function countUses(tree: SyntaxTree, { names, statement }: GuardImports): number {
  return tree
    .nodesOf(['identifier'])
    .filter((node) => names.has(tree.text.slice(node.start, node.end)))
    .filter((node) => statement === undefined || !overlaps(node, statement)).length;
}

function guardIn(tree: SyntaxTree): Guard {
  const { text } = tree;
  const known = guardImports(tree);
  const place = importPlace(tree);
  const [called] = known.names;
  if (called !== undefined) return { called, importEdit: undefined, importEnd: place.behindAll };
  const taken = new RegExp(`^(?:def|class|async def)\\s+${name}\\b|^${name}\\s*=`, 'm').test(text);
  const local = taken ? 'guard_handler' : name;
  const statement = `from ${module} import ${name}${taken ? ` as ${local}` : ''}`;
  return {
    called: local,
    importEdit: insertion(place.at, place.before + statement + lineEndOf(text) + place.after),
    importEnd: place.behindAll,
  };
}

interface ImportPlace {
  readonly at: number;
  readonly before: string;
  readonly after: string;
  /** Behind the last import of the top of the file. */
  readonly behindAll: number;
}

/** Behind the imports that open the file; else behind its docstring, or the comment that opens it, with a blank line. */
function importPlace(tree: SyntaxTree): ImportPlace {
  const { text } = tree;
  const end = lineEndOf(text);
  let last: SyntaxNode | undefined;
  let head: SyntaxNode | undefined;
  for (const node of tree.root.children) {
    if (/^(import_statement|import_from_statement|future_import_statement)$/.test(node.type)) last = node;
    else if (last !== undefined && node.type !== 'comment') break;
    else if (node.type === 'comment' ? isOfFile(node, text) : isDocstring(node)) head = node;
    else if (node.type !== 'comment') break;
  }
  if (last !== undefined) {
    const at = nextLineStart(text, last.end);
    return { at, before: text[at - 1] === '\n' ? '' : end, after: '', behindAll: at };
  }
  if (head !== undefined) {
    const at = nextLineStart(text, head.end);
    const isBlank = /^\r?\n/.test(text.slice(at));
    return { at, before: (text[at - 1] === '\n' ? '' : end) + end, after: isBlank ? '' : end, behindAll: at };
  }
  const at = firstOf(text);
  return { at, before: '', after: text.trim() === '' ? '' : `${end}${end}`, behindAll: at };
}

/** A hash-bang line, or a comment that a blank line parts from what follows: it speaks of the file. */
function isOfFile(comment: SyntaxNode, text: string): boolean {
  return comment.text.startsWith('#!') || /^[ \t]*\r?\n(#[^\n]*\n)*\s*\r?\n/.test(text.slice(comment.end));
}

function isDocstring(node: SyntaxNode): boolean {
  return node.type === 'expression_statement' && node.children[0]?.type === 'string';
}

function firstOf(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}
