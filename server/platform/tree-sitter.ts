// tree-sitter behind the port `core/syntax/syntax-tree.ts`: the only file that knows web-tree-sitter and its
// grammars. Grammars are WebAssembly files: in a bundle they lie in `wasm/` beside it, in a checkout in node_modules.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Edit, Language, type Node, Parser, type Point, Query, type Tree } from 'web-tree-sitter';
import type {
  NodeSpan,
  SyntaxNode,
  SyntaxTree,
  TreeChanges,
  TreeEdit,
  TreeParser,
} from '../core/syntax/syntax-tree.ts';
import type { Span } from '../core/text/span.ts';

/** Language id to the name in the grammar's file name. */
const grammars: Readonly<Record<string, string>> = {
  python: 'python',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  typescript: 'typescript',
  typescriptreact: 'tsx',
  java: 'java',
  go: 'go',
  ruby: 'ruby',
  csharp: 'c-sharp',
};

export interface TreeParserOptions {
  /** Folder of `tree-sitter.wasm` (or `web-tree-sitter.wasm`) and `tree-sitter-<grammar>.wasm`. */
  readonly wasmDir?: string;
}

/** The grammar files that a bundle has to carry, beside web-tree-sitter's own `web-tree-sitter.wasm`. */
export const grammarFiles: readonly string[] = [...new Set(Object.values(grammars))].map(
  (name) => `tree-sitter-${name}.wasm`,
);

/** Where the WebAssembly files are, by what exists: beside the bundle, else in the checkout's node_modules. */
function locate(wasmDir: string | undefined): { readonly runtime: string; readonly grammarDir: string } {
  const here = typeof __dirname === 'string' ? __dirname : import.meta.dirname;
  for (const dir of wasmDir === undefined ? [join(here, 'wasm')] : [wasmDir]) {
    const runtime = join(dir, 'web-tree-sitter.wasm');
    if (existsSync(runtime)) return { runtime, grammarDir: dir };
  }
  const require = createRequire(join(here, 'from-here.js'));
  return {
    runtime: require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
    grammarDir: wasmDir ?? join(dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm'),
  };
}

interface Grammar {
  readonly parser: Parser;
  readonly language: Language;
  /** By the types asked for, joined. */
  readonly queries: Map<string, Query>;
}

/** Starts tree-sitter; grammars come with `load`. Rejects when the WebAssembly files are missing. */
export async function createTreeParser(options: TreeParserOptions = {}): Promise<TreeParser> {
  const { runtime, grammarDir } = locate(options.wasmDir);
  await Parser.init({ locateFile: () => runtime });
  const loaded = new Map<string, Grammar>();
  const loading = new Map<string, Promise<void>>();
  let trees = 0;

  async function loadGrammar(name: string): Promise<void> {
    const language = await Language.load(await readFile(join(grammarDir, `tree-sitter-${name}.wasm`)));
    const parser = new Parser();
    parser.setLanguage(language);
    loaded.set(name, { parser, language, queries: new Map() });
  }

  async function load(languages: readonly string[] = Object.keys(grammars)): Promise<void> {
    await Promise.all(
      languages.map((id) => {
        const name = grammars[id];
        if (name === undefined) return undefined;
        const running = loading.get(name) ?? loadGrammar(name);
        loading.set(name, running);
        running.catch(() => loading.delete(name));
        return running;
      }),
    );
  }

  function parse(
    language: string,
    text: string,
    previous?: { readonly tree: SyntaxTree; readonly edit: TreeEdit },
  ): SyntaxTree | undefined {
    const grammar = loaded.get(grammars[language] ?? '');
    if (grammar === undefined) return undefined;
    const before = previous === undefined ? undefined : natives.get(previous.tree);
    if (previous === undefined || before === undefined || previous.tree.language !== language) {
      const native = grammar.parser.parse(text);
      return native === null ? undefined : wrapTree(native, grammar, language, text, ++trees, undefined);
    }
    const edited = before.copy();
    edited.edit(toNativeEdit(previous.edit, previous.tree.text, text));
    const native = grammar.parser.parse(text, edited);
    if (native === null) {
      edited.delete();
      return undefined;
    }
    const spans = edited.getChangedRanges(native).map((r) => ({ start: r.startIndex, end: r.endIndex }));
    edited.delete();
    const changes = { fromId: previous.tree.id, edit: previous.edit, spans };
    return wrapTree(native, grammar, language, text, ++trees, changes);
  }

  return { languages: Object.keys(grammars), load, parse };
}

/** From our tree to tree-sitter's; entries vanish with the tree or when it is disposed. */
const natives = new WeakMap<SyntaxTree, Tree>();

function wrapTree(
  native: Tree,
  grammar: Grammar,
  language: string,
  text: string,
  id: number,
  changes: TreeChanges | undefined,
): SyntaxTree {
  function nodesOf(types: readonly string[], within?: Span): readonly NodeSpan[] {
    if (types.length === 0) return [];
    const query = queryFor(grammar, types);
    // Unlike every other index here, those of a query's range count bytes of UTF-16.
    const range =
      within === undefined
        ? {}
        : { startIndex: within.start * 2, endIndex: Math.max(within.end, within.start + 1) * 2 };
    const found: NodeSpan[] = [];
    // The capture is named after the type: asking the node would be one more call into WebAssembly.
    for (const { name, node } of query.captures(native.rootNode, range)) {
      found.push({ type: name, start: node.startIndex, end: node.endIndex });
    }
    return found;
  }

  const tree: SyntaxTree = {
    language,
    text,
    id,
    changes,
    get root() {
      return wrapNode(native.rootNode, text);
    },
    nodesOf,
    dispose() {
      if (natives.delete(tree)) native.delete();
    },
  };
  natives.set(tree, native);
  return tree;
}

function queryFor(grammar: Grammar, types: readonly string[]): Query {
  const key = types.join(' ');
  let query = grammar.queries.get(key);
  if (query === undefined) {
    query = new Query(grammar.language, `[${types.map(toPattern).join(' ')}]`);
    grammar.queries.set(key, query);
  }
  return query;
}

/** `type`, or `parent type`, to tree-sitter's query language. */
function toPattern(type: string): string {
  const [first = '', second] = type.split(' ');
  return second === undefined ? `(${first}) @${first}` : `(${first} (${second}) @${second})`;
}

function wrapNode(native: Node, text: string): SyntaxNode {
  return new TreeSitterNode(native, text);
}

/** A class, for nodes are made by the thousand: closures took four times as long. Its place outlives the tree. */
class TreeSitterNode implements SyntaxNode {
  readonly start: number;
  readonly end: number;
  readonly #native: Node;
  readonly #source: string;
  #children: readonly SyntaxNode[] | undefined;
  #type: string | undefined;

  constructor(native: Node, source: string) {
    this.#native = native;
    this.#source = source;
    this.start = native.startIndex;
    this.end = native.endIndex;
  }

  get type(): string {
    this.#type ??= this.#native.type;
    return this.#type;
  }

  get text(): string {
    return this.#source.slice(this.start, this.end);
  }

  get isError(): boolean {
    return this.#native.isError || this.#native.isMissing;
  }

  get parent(): SyntaxNode | undefined {
    const { parent } = this.#native;
    return parent === null ? undefined : wrapNode(parent, this.#source);
  }

  get children(): readonly SyntaxNode[] {
    this.#children ??= this.#native.namedChildren.map((child) => wrapNode(child, this.#source));
    return this.#children;
  }

  field(name: string): SyntaxNode | undefined {
    const child = this.#native.childForFieldName(name);
    return child === null ? undefined : wrapNode(child, this.#source);
  }
}

function toNativeEdit(edit: TreeEdit, oldText: string, newText: string): Edit {
  const startPosition = pointAt(oldText, edit.start, { row: 0, column: 0 }, 0);
  return new Edit({
    startIndex: edit.start,
    oldEndIndex: edit.oldEnd,
    newEndIndex: edit.newEnd,
    startPosition,
    oldEndPosition: pointAt(oldText, edit.oldEnd, startPosition, edit.start),
    newEndPosition: pointAt(newText, edit.newEnd, startPosition, edit.start),
  });
}

/** tree-sitter counts only LF as a line end. `from` is a known point at or before `offset`. */
function pointAt(text: string, offset: number, from: Point, fromOffset: number): Point {
  let { row } = from;
  let lineStart = fromOffset - from.column;
  for (let at = text.indexOf('\n', fromOffset); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
