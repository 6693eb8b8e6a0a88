// The AWS calls of a function's own files: each file read with the clients that the others make.
import { languageIdOf } from '../syntax/language-of.ts';
import type { SourceFiles } from '../syntax/source-files.ts';
import type { SyntaxTree, TreeParser } from '../syntax/syntax-tree.ts';
import type { Span } from '../text/span.ts';
import { type AwsCall, type AwsCalls, type ClientOf, noCalls } from './aws-call.ts';
import { findJavascriptCalls } from './javascript-calls.ts';
import { findPythonCalls } from './python-calls.ts';

export interface PlacedCall extends AwsCall {
  readonly file: string;
}

export interface FoundCalls {
  readonly calls: readonly PlacedCall[];
  /** Uses of a client whose operation only the run knows. */
  readonly unread: readonly { readonly file: string; readonly span: Span }[];
  /** Files of a language whose calls are not read here. */
  readonly otherLanguages: readonly string[];
}

type Finder = (tree: SyntaxTree, known: ReadonlyMap<string, ClientOf>) => AwsCalls;

const finders: Readonly<Record<string, Finder>> = {
  python: findPythonCalls,
  javascript: findJavascriptCalls,
  javascriptreact: findJavascriptCalls,
  typescript: findJavascriptCalls,
  typescriptreact: findJavascriptCalls,
};

/** A text without one of these words calls nothing, unless it uses a client of another file. */
const signs = /boto|aws-sdk|aws_lambda_powertools|aws-lambda-powertools|AWS\b/;

/** What was read of files before; valid as long as a file's text and the clients of the others are the same. */
export type CallMemo = Map<
  string,
  { readonly text: string; readonly known: string; readonly found: AwsCalls }
>;

/** `names`: the function's files. Needs the grammars of their languages loaded. */
export function findAwsCalls(
  names: readonly string[],
  files: Pick<SourceFiles, 'read'>,
  parser: TreeParser,
  memo: CallMemo = new Map(),
): FoundCalls {
  const calls: PlacedCall[] = [];
  const unread: { file: string; span: Span }[] = [];
  const sources = names.flatMap((file) => {
    const text = files.read(file);
    const language = languageIdOf(file);
    return text === undefined || language === undefined ? [] : [{ file, text, language }];
  });
  /** Each file is parsed once, however often it is read. */
  const trees = new Map<string, SyntaxTree | undefined>();
  const clients = new Map<string, ClientOf>();
  try {
    for (const source of sources.filter((one) => signs.test(one.text)))
      for (const [name, client] of look(source, new Map()).clients) clients.set(name, client);
    const word = clients.size === 0 ? undefined : new RegExp([...clients.keys()].map(escaped).join('|'));
    for (const source of sources) {
      const { file, text } = source;
      if (!signs.test(text) && word?.test(text) !== true) continue;
      const found = look(source, clients);
      calls.push(...found.calls.map((call) => ({ ...call, file })));
      unread.push(...found.unread.map((span) => ({ file, span })));
    }
  } finally {
    for (const tree of trees.values()) tree?.dispose();
  }
  const otherLanguages = sources.flatMap(({ file, language }) =>
    finders[language] === undefined ? [file] : [],
  );
  return { calls, unread, otherLanguages };

  function look({ file, text, language }: Source, clientsOfOthers: ReadonlyMap<string, ClientOf>): AwsCalls {
    const known = [...clientsOfOthers]
      .map(([name, { service, kind }]) => `${name}:${service}:${kind}`)
      .join();
    const key = `${known === '' ? 'alone' : 'with others'} ${file}`;
    const before = memo.get(key);
    if (before?.text === text && before.known === known) return before.found;
    const tree = treeOf(file, text, language);
    const fresh = (tree && finders[language]?.(tree, clientsOfOthers)) ?? noCalls;
    memo.set(key, { text, known, found: fresh });
    return fresh;
  }

  function treeOf(file: string, text: string, language: string): SyntaxTree | undefined {
    if (!trees.has(file))
      trees.set(file, finders[language] === undefined ? undefined : parser.parse(language, text));
    return trees.get(file);
  }
}

interface Source {
  readonly file: string;
  readonly text: string;
  readonly language: string;
}

function escaped(name: string): string {
  return name.replace(/[.$]/g, '\\$&');
}
