// The regions of a whole text: by a lexer, where it reads the language as the parser does or the text is a bundle of a
// megabyte and more; else by the syntax tree. The one decision for editor, command line and scan of packages.
import { lexRegions } from './lexers/index.ts';
import { findRegions, type Regions } from './regions.ts';
import type { TreeParser } from './syntax-tree.ts';

/** To parse 5 MB of minified JavaScript takes 8 s and 700 MB; the lexer takes a tenth of a second. */
const lexAbove = 1_000_000;

/**
 * Languages of which a lexer tells every sound text as the parser does, and half-typed ones better: an open quote takes the
 * rest of its line and turns nothing below it around. 3,000 lines of Python take it 1.5 ms at every keystroke; the
 * incremental parse takes 4, and 25 where it starts again far behind the edit.
 */
const alwaysLexed: ReadonlySet<string> = new Set(['python']);

/** `undefined` where nobody knows the language. The parser's grammar must be loaded. */
export function regionsOfText(parser: TreeParser, language: string, text: string): Regions | undefined {
  const lexed = lexedRegions(language, text);
  if (lexed) return lexed;
  const tree = parser.parse(language, text);
  if (!tree) return undefined;
  try {
    return findRegions(tree);
  } finally {
    tree.dispose();
  }
}

/** Without a parser; `undefined` where one is needed. */
export function lexedRegions(language: string, text: string): Regions | undefined {
  return alwaysLexed.has(language) || text.length > lexAbove ? lexRegions(language, text) : undefined;
}

/** False where the regions of a text of that language never need the parser's grammar. */
export function needsGrammar(language: string): boolean {
  return !alwaysLexed.has(language);
}
