// The guard's import in a JavaScript or TypeScript file: in the file's own module style, quotes and semicolons,
// once, behind the imports that are there.
import { guardNames } from '../../syntax/shapes/entry-point.ts';
import type { Module } from '../../syntax/shapes/javascript-module.ts';
import { isGuardModule, requiredModule, stringValue } from '../../syntax/shapes/javascript-nodes.ts';
import type { SyntaxNode, SyntaxTree } from '../../syntax/syntax-tree.ts';
import type { TextEdit } from '../../text/edit.ts';
import { insertion, lineEndOf, nextLineStart } from './wrap.ts';

const { module, name } = guardNames.node;

export interface NodeGuard {
  /** How the text calls it. */
  readonly called: string;
  readonly edit: TextEdit | undefined;
}

export interface ScriptStyle {
  readonly quote: string;
  readonly semicolon: string;
  readonly end: string;
}

export function scriptStyle(text: string): ScriptStyle {
  const double = text.split('"').length;
  const single = text.split("'").length;
  const lines = text.split(/\r?\n/);
  const ended = lines.filter((line) => line.trimEnd().endsWith(';')).length;
  const open = lines.filter((line) =>
    /^(import|const|export|exports|module|return|await)\b.*[\w)\]'"}]$/.test(line.trim()),
  ).length;
  return {
    quote: double > single ? '"' : "'",
    semicolon: ended === 0 && open > 0 ? '' : ';',
    end: lineEndOf(text),
  };
}

export function guardInScript(
  tree: SyntaxTree,
  info: Module,
  moduleKind: 'module' | 'commonjs' | undefined,
): NodeGuard {
  const [known] = info.guards;
  if (known !== undefined) return { called: known, edit: undefined };
  const { text } = tree;
  const { quote, semicolon, end } = scriptStyle(text);
  const called = info.locals.has(name) ? 'guardHandler' : name;
  const isModule = kindOf(tree, moduleKind) === 'module';
  const renamed = isModule ? `${name} as ${called}` : `${name}: ${called}`;
  const names = called === name ? name : renamed;
  const statement = isModule
    ? `import { ${names} } from ${quote}${module}${quote}${semicolon}`
    : `const { ${names} } = require(${quote}${module}${quote})${semicolon}`;
  const last = lastImport(tree);
  if (last !== undefined) {
    const at = nextLineStart(text, last.end);
    const gap = text[at - 1] === '\n' ? '' : end;
    return { called, edit: insertion(at, gap + statement + end) };
  }
  const at = behindHead(tree);
  const isFirst = text.slice(at).trim() === '';
  return {
    called,
    edit: insertion(at, `${statement}${end}${isFirst || /^\r?\n/.test(text.slice(at)) ? '' : end}`),
  };
}

/** The file's name does not reach here: its statements decide, then what the caller knows. */
function kindOf(tree: SyntaxTree, known: 'module' | 'commonjs' | undefined): 'module' | 'commonjs' {
  if (known !== undefined) return known;
  const { root } = tree;
  if (root.children.some(({ type }) => type === 'import_statement' || type === 'export_statement'))
    return 'module';
  if (/\bmodule\.exports\b|\bexports\.\w|\brequire\s*\(/.test(tree.text)) return 'commonjs';
  return tree.language.startsWith('typescript') ? 'module' : 'commonjs';
}

function lastImport(tree: SyntaxTree): SyntaxNode | undefined {
  let last: SyntaxNode | undefined;
  for (const node of tree.root.children) {
    if (node.type === 'comment' || node.type === 'hash_bang_line') continue;
    if (node.type === 'import_statement' || isRequire(node)) last = node;
    else if (!isDirective(node)) break;
  }
  return last;
}

function isRequire(node: SyntaxNode): boolean {
  if (node.type !== 'lexical_declaration' && node.type !== 'variable_declaration') return false;
  const declarators = node.children.filter((child) => child.type === 'variable_declarator');
  return (
    declarators.length > 0 &&
    declarators.every((child) => /^(\(?\s*await\s+)?\(?require\s*\(/.test(child.field('value')?.text ?? ''))
  );
}

function isDirective(node: SyntaxNode): boolean {
  return node.type === 'expression_statement' && node.children[0]?.type === 'string';
}

/** Behind a hash-bang line, the licence comment that opens the file and `'use strict'`. */
function behindHead(tree: SyntaxTree): number {
  const { text, root } = tree;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (const [index, node] of root.children.entries()) {
    const next = root.children[index + 1];
    const standsAlone = next === undefined || /\n\s*\n/.test(text.slice(node.end, next.start));
    if (node.type === 'hash_bang_line' || isDirective(node) || (node.type === 'comment' && standsAlone)) {
      at = nextLineStart(text, node.end);
    } else break;
  }
  const blank = /^(\r?\n)+/.exec(text.slice(at))?.[0].length ?? 0;
  return at + blank;
}

/** The whole statement that imports the guard and nothing else, for taking it out. */
export function guardImportStatement(tree: SyntaxTree): SyntaxNode | undefined {
  return tree.root.children.find((node) => {
    if (node.type === 'import_statement') {
      return isGuardModule(stringValue(node.field('source'))) && !node.text.includes(',');
    }
    const declarators = node.children.filter((child) => child.type === 'variable_declarator');
    const [only] = declarators;
    return (
      declarators.length === 1 &&
      isGuardModule(requiredModule(only?.field('value'))) &&
      !(only?.field('name')?.text.includes(',') ?? true)
    );
  });
}
