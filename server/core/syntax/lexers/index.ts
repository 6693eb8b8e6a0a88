// Comments and strings without a parser: at run time in the guard; of bundles, and of Python always.
import { type Region, type Regions, regionsOf } from '../regions.ts';
import { lexJavaScript } from './javascript.ts';
import { lexPython } from './python.ts';

const lexers: Readonly<Record<string, (text: string) => Region[]>> = {
  python: lexPython,
  javascript: (text) => lexJavaScript(text, { hasJsx: true }),
  javascriptreact: (text) => lexJavaScript(text, { hasJsx: true }),
  typescript: (text) => lexJavaScript(text, { hasJsx: false }),
  typescriptreact: (text) => lexJavaScript(text, { hasJsx: true }),
};

/** `undefined` for a language without a lexer. */
export function lexRegions(language: string, text: string): Regions | undefined {
  const lexer = Object.hasOwn(lexers, language) ? lexers[language] : undefined;
  return lexer === undefined ? undefined : regionsOf(lexer(text), text.length, 0);
}
