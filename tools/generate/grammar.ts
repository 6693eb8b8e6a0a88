// The TextMate grammar of rule files and their language configuration, from the table of directives.
import { type Directive, directives } from '../../server/core/rulelang/directives.ts';

const suffix = 'lambda-protect-rules';

type Pattern = Readonly<Record<string, unknown>>;

function named(scope: string): Pattern {
  return { name: `${scope}.${suffix}` };
}

const key = named('keyword.control.directive');
const separator = named('punctuation.separator.key-value');

/** Alternatives for the engine of TextMate grammars, longest first, since it takes the first that fits. */
function anyOf(words: readonly string[]): string {
  const escaped = words.map((word) => word.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'));
  return escaped.sort((a, b) => b.length - a.length).join('|');
}

/** A directive whose values are words: those that exist stand out, a misspelt one does not. */
function withWords({ name, words, list }: Directive): Pattern {
  const word = `(?:${anyOf(words.map((one) => one.word))})`;
  const value = list ? `${word}(?:\\s*,\\s*${word})*` : word;
  return {
    match: `^\\x{FEFF}?(#@)\\s*(${name})\\s*(:)\\s*(?:(${value})\\s*$|(.*))`,
    name: `meta.directive.${suffix}`,
    captures: { 1: key, 2: key, 3: separator, 4: named('constant.language'), 5: named('string.unquoted') },
  };
}

/** A directive whose value is free. */
function withText(names: readonly string[]): Pattern {
  return {
    match: `^\\x{FEFF}?(#@)\\s*(${anyOf(names)})\\s*(:)\\s*(.*)$`,
    name: `meta.directive.${suffix}`,
    captures: { 1: key, 2: key, 3: separator, 4: named('string.unquoted') },
  };
}

const escapes = '\\\\(?:[pP](?:\\{\\^?[^}]*\\}|.)|x[0-9A-Fa-f]{2}|x\\{[0-9A-Fa-f]+\\}|[0-7]{1,3}|.)';

const regexp: Pattern = {
  patterns: [
    { match: '\\\\[AbBzQE]', name: 'keyword.control.anchor.regexp' },
    { match: '\\\\(?:[pP](?:\\{\\^?[^}]*\\}|.)|[dDsSwW])', name: 'constant.other.character-class.regexp' },
    { match: escapes, name: 'constant.character.escape.regexp' },
    { match: '[\\^$]', name: 'keyword.control.anchor.regexp' },
    { match: '\\|', name: 'keyword.operator.or.regexp' },
    { match: '[*+?]\\??|\\{\\d+(?:,\\d*)?\\}\\??', name: 'keyword.operator.quantifier.regexp' },
    {
      match: '\\((?:\\?(?:P?<([^>=!]*)>|[imsU]*(?:-[imsU]+)?[:)]))?',
      name: 'punctuation.definition.group.regexp',
      captures: { 1: { name: 'variable.other.regexp' } },
    },
    { match: '\\)', name: 'punctuation.definition.group.regexp' },
    {
      begin: '\\[\\^?\\]?',
      end: '\\]|$',
      name: 'constant.other.character-class.set.regexp',
      beginCaptures: { 0: { name: 'punctuation.definition.character-class.regexp' } },
      endCaptures: { 0: { name: 'punctuation.definition.character-class.regexp' } },
      patterns: [
        { match: '\\[:\\^?[a-z]+:\\]', name: 'constant.other.character-class.regexp' },
        { match: escapes, name: 'constant.character.escape.regexp' },
        { match: '(?<=[^\\[^])-(?=[^\\]])', name: 'keyword.operator.range.regexp' },
      ],
    },
  ],
};

export function grammar(): unknown {
  const closed = directives.filter(({ words }) => words.length > 0);
  const free = directives.filter(({ words }) => words.length === 0).map(({ name }) => name);
  return {
    name: 'Lambda Protect Rules',
    scopeName: `text.${suffix}`,
    patterns: ['directive', 'unknown-directive', 'hit', 'miss', 'comment', 'rule'].map((name) => ({
      include: `#${name}`,
    })),
    repository: {
      directive: { patterns: [...closed.map(withWords), withText(free)] },
      'unknown-directive': {
        match: '^\\x{FEFF}?(#@)\\s*(?:([^\\s:]+)\\s*(:)?)?\\s*(.*)$',
        name: `meta.directive.${suffix}`,
        captures: {
          1: key,
          2: named('invalid.illegal.directive'),
          3: separator,
          4: named('string.unquoted'),
        },
      },
      hit: {
        match: '^\\x{FEFF}?(#\\+)(.*)$',
        captures: { 1: named('markup.inserted'), 2: named('markup.inserted.example') },
      },
      miss: {
        match: '^\\x{FEFF}?(#-)(.*)$',
        captures: { 1: named('markup.deleted'), 2: named('markup.deleted.example') },
      },
      comment: { match: '^\\x{FEFF}?#.*$', name: `comment.line.number-sign.${suffix}` },
      rule: {
        begin: '^(?=\\s*\\S)',
        end: '$',
        contentName: `string.regexp.${suffix}`,
        patterns: [{ include: '#regexp' }],
      },
      regexp,
    },
  };
}

export function languageConfiguration(): unknown {
  const brackets = [
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
  ] as const;
  const pairs = brackets.map(([open, close]) => ({ open, close }));
  return {
    comments: { lineComment: { comment: '#', noIndent: true } },
    brackets,
    autoClosingPairs: pairs,
    surroundingPairs: brackets,
    wordPattern: '[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*',
  };
}

export async function generated(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const print = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  return [
    { path: 'syntaxes/lambda-protect-rules.tmLanguage.json', text: print(grammar()) },
    { path: 'syntaxes/language-configuration.json', text: print(languageConfiguration()) },
  ];
}
