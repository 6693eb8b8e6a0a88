// A text that is open in the editor, with what is kept of it between keystrokes: its lines, its syntax tree and
// what the rules said of each line.
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Diagnostic, TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { createLineMemo, type LineMemo } from '../core/engine/scan.ts';
import { findRegions, type Regions } from '../core/syntax/regions.ts';
import { lexedRegions } from '../core/syntax/regions-of-text.ts';
import { editBetween, type SyntaxTree, type TreeParser } from '../core/syntax/syntax-tree.ts';
import { type LineIndex, lineIndex } from '../core/text/line-index.ts';

export interface OpenDocument {
  readonly uri: string;
  /** A path on this machine; for a text that is no file, its URI. */
  readonly path: string;
  readonly language: string;
  readonly memo: LineMemo;
  readonly version: number;
  readonly text: string;
  readonly lines: LineIndex;
  /** What the editor was told last, whatever the text was then. */
  lastDiagnostics: readonly Diagnostic[];
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): void;
  /** Of the text as it is now; parsed at most once per version. */
  tree(parser: TreeParser): SyntaxTree | undefined;
  regions(parser: TreeParser): Regions | undefined;
  dispose(): void;
}

export function openDocument(
  uri: string,
  language: string,
  initialVersion: number,
  initialText: string,
): OpenDocument {
  let text = initialText;
  let version = initialVersion;
  let lines: LineIndex | undefined;
  let tree: SyntaxTree | undefined;
  let regions: Regions | undefined;
  let lexed: { readonly text: string; readonly regions: Regions } | undefined;

  function lineIndexNow(): LineIndex {
    lines ??= lineIndex(text);
    return lines;
  }

  function treeNow(parser: TreeParser): SyntaxTree | undefined {
    if (tree?.text === text) return tree;
    const edit = tree && editBetween(tree.text, text);
    const next = parser.parse(language, text, tree && edit ? { tree, edit } : undefined);
    tree?.dispose();
    tree = next;
    return tree;
  }

  return {
    uri,
    path: pathOf(uri),
    language,
    memo: createLineMemo(),
    lastDiagnostics: [],
    get version() {
      return version;
    },
    get text() {
      return text;
    },
    get lines() {
      return lineIndexNow();
    },
    change(changes, nextVersion) {
      for (const change of changes) {
        if ('range' in change) {
          const { start, end } = lineIndexNow().spanOf(change.range);
          text = text.slice(0, start) + change.text + text.slice(end);
        } else text = change.text;
        lines = undefined;
      }
      version = nextVersion;
    },
    tree: treeNow,
    regions(parser) {
      if (lexed?.text === text) return lexed.regions;
      const byLexer = lexedRegions(language, text);
      if (byLexer) {
        lexed = { text, regions: byLexer };
        return byLexer;
      }
      const now = treeNow(parser);
      if (!now) return undefined;
      if (regions?.treeId !== now.id) regions = findRegions(now, regions);
      return regions;
    },
    dispose() {
      tree?.dispose();
      tree = undefined;
    },
  };
}

export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}

/** The URI of a path; what is no absolute path is a URI already. */
export function uriOf(path: string): string {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path) ? pathToFileURL(path).href : path;
}
