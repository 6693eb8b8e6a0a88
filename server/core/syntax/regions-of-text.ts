// The regions of a whole text: by its syntax tree or, where the text is a bundle of a megabyte and more, by a lexer.
import { lexRegions } from './lexers/index.ts';
import { findRegions, type Regions } from './regions.ts';
import type { TreeParser } from './syntax-tree.ts';

/** To parse 5 MB of minified JavaScript takes 8 s and 700 MB; the lexer takes a tenth of a second. */
const lexAbove = 1_000_000;

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

/** Of a text that is too large to parse, in a language that has a lexer; else `undefined`. */
export function lexedRegions(language: string, text: string): Regions | undefined {
  return text.length > lexAbove ? lexRegions(language, text) : undefined;
}
