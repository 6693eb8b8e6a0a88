// A parser that remembers the last tree: the search for handlers and the scan ask for the same text one after the
// other, and parsing is the dearest thing that either does.
import type { SyntaxTree, TreeParser } from '../core/syntax/syntax-tree.ts';

/** A tree stays valid until the next text is parsed; `dispose` on it does nothing. For one caller at a time. */
export function shareLastTree(parser: TreeParser): TreeParser {
  let last: { readonly language: string; readonly text: string; readonly tree: SyntaxTree } | undefined;
  return {
    get languages() {
      return parser.languages;
    },
    load: (languages) => parser.load(languages),
    parse(language, text, previous) {
      if (previous) return parser.parse(language, text, previous);
      if (last?.language === language && last.text === text) return kept(last.tree);
      last?.tree.dispose();
      last = undefined;
      const tree = parser.parse(language, text);
      if (tree) last = { language, text, tree };
      return tree && kept(tree);
    },
  };
}

function kept(tree: SyntaxTree): SyntaxTree {
  const shared: SyntaxTree = Object.create(tree);
  return Object.defineProperty(shared, 'dispose', { value: () => {} });
}
