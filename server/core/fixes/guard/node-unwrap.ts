// Takes the guard off JavaScript and TypeScript handlers again: its calls, its middleware, its import when nothing
// else uses it. What was turned from a declaration into a value stays a value.
import { findJavaScriptEntryPoints } from '../../syntax/shapes/javascript.ts';
import { readModule } from '../../syntax/shapes/javascript-module.ts';
import { firstArgument } from '../../syntax/shapes/javascript-nodes.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/syntax-tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { overlaps, type Span } from '../../text/span.ts';
import { guardImportStatement } from './node-import.ts';
import { nextLineStart, type WrapOne, type WrapRequest, type WrapResult, wrapEach } from './wrap.ts';

export function unwrapNode(request: WrapRequest): WrapResult {
  const { tree } = request;
  const { guards } = readModule(tree);
  const calls = guardCalls(tree, guards);
  const taken = new Set<GuardCall>();
  const result = wrapEach(request, findJavaScriptEntryPoints(tree), (entry): WrapOne => {
    if (!entry.guarded) return { ok: false, reason: 'it is not guarded in the code' };
    const places = placesOf(entry.span, entry.exportName, tree);
    const mine = calls.filter((call) => places.some((place) => overlaps(place, call.span)));
    if (mine.length === 0) return { ok: false, reason: 'the guard is put around it elsewhere' };
    for (const call of mine) taken.add(call);
    return { ok: true, edits: mine.flatMap((call) => call.edits) };
  });
  const statement = guardImportStatement(tree);
  if (statement === undefined || taken.size === 0 || taken.size < usesOf(tree, guards, statement))
    return result;
  const end = nextLineStart(tree.text, statement.end);
  return { ...result, edits: [{ span: { start: statement.start, end }, newText: '' }, ...result.edits] };
}

interface GuardCall {
  readonly span: Span;
  readonly edits: readonly TextEdit[];
}

/** `guard(x)` gives `x`; `.use(guard.middleware())` gives nothing. */
function guardCalls(tree: SyntaxTree, guards: ReadonlySet<string>): readonly GuardCall[] {
  const found: GuardCall[] = [];
  visit(tree.root);
  return found;

  function visit(node: SyntaxNode): void {
    const called = node.type === 'call_expression' ? node.field('function') : undefined;
    if (called !== undefined && guards.has(called.text)) {
      const inner = firstArgument(node);
      if (inner !== undefined) {
        found.push({
          span: { start: node.start, end: node.end },
          edits: [
            { span: { start: node.start, end: inner.start }, newText: '' },
            { span: { start: inner.end, end: node.end }, newText: '' },
          ],
        });
      }
    }
    if (called?.type === 'member_expression' && called.field('property')?.text === 'use') {
      const middleware = firstArgument(node)?.field('function');
      const receiver = called.field('object');
      if (receiver !== undefined && guards.has(middleware?.field('object')?.text ?? '')) {
        const isStatement = receiver.type === 'identifier' && node.parent?.type === 'expression_statement';
        const span =
          isStatement && node.parent !== undefined
            ? { start: node.parent.start, end: nextLineStart(tree.text, node.parent.end) }
            : { start: receiver.end, end: node.end };
        found.push({ span, edits: [{ span, newText: '' }] });
      }
    }
    for (const child of node.children) visit(child);
  }
}

/** Where the guard of an export may stand: at the export, and where the name that it exports is defined. */
function placesOf(span: Span, exportName: string, tree: SyntaxTree): readonly Span[] {
  const names = new Set([exportName.split('.').at(-1) ?? exportName]);
  const places: Span[] = [span];
  for (const statement of tree.root.children) {
    if (overlaps(statement, span)) {
      places.push(statement);
      for (const [word] of statement.text.matchAll(/[A-Za-z_$][\w$]*/g))
        if (statement.text.length < 400) names.add(word);
    }
  }
  for (const statement of tree.root.children) {
    const declared = /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)|^([\w$]+)\s*\.use\b/.exec(statement.text);
    if (declared !== null && names.has(declared[1] ?? declared[2] ?? '')) places.push(statement);
  }
  return places;
}

function usesOf(tree: SyntaxTree, guards: ReadonlySet<string>, statement: Span): number {
  return tree
    .nodesOf(['identifier'])
    .filter((node) => guards.has(tree.text.slice(node.start, node.end)) && !overlaps(node, statement)).length;
}
