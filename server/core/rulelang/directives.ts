// The one table of directives. Parsing, lints, hover, completion, the grammar and the documentation come from it,
// so a directive is added here and nowhere else.
import { severities } from '../finding/finding.ts';
import { nearest } from './nearest.ts';
import type { Rule, RuleFileKind } from './rule.ts';

/** What directives may set of a rule. */
export type RuleFields = Pick<
  Rule,
  | 'id'
  | 'severity'
  | 'message'
  | 'why'
  | 'todo'
  | 'ref'
  | 'cwe'
  | 'owasp'
  | 'lang'
  | 'where'
  | 'over'
  | 'target'
  | 'mode'
>;

export interface DirectiveWord {
  readonly word: string;
  readonly documentation: string;
}

/** A part of a value that cannot be read; offsets count from the value's start. */
export interface ValueMistake {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** What to write in its place, where one word is the likely meaning. */
  readonly instead?: string;
}

export interface DirectiveReading {
  /** Empty where nothing could be read: the default then holds. */
  readonly fields: Partial<RuleFields>;
  readonly mistakes: readonly ValueMistake[];
}

export interface Directive {
  readonly name: string;
  readonly kinds: readonly RuleFileKind[];
  /** The values in words, for people. */
  readonly form: string;
  /** Words to offer; for a closed set all that are allowed. */
  readonly words: readonly DirectiveWord[];
  /** True where several words, separated by commas, may stand. */
  readonly list: boolean;
  /** What holds without the directive, in words. */
  readonly default: string;
  readonly documentation: string;
  read(value: string): DirectiveReading;
}

const every: readonly RuleFileKind[] = ['code', 'in', 'out'];
const payload: readonly RuleFileKind[] = ['in', 'out'];

/** VS Code's language ids that code rules know. */
export const ruleLanguages: readonly DirectiveWord[] = [
  { word: 'python', documentation: 'Python' },
  { word: 'javascript', documentation: 'JavaScript, with or without JSX' },
  { word: 'typescript', documentation: 'TypeScript, with or without JSX' },
  { word: 'javascriptreact', documentation: 'JavaScript with JSX only' },
  { word: 'typescriptreact', documentation: 'TypeScript with JSX only' },
  { word: 'java', documentation: 'Java' },
  { word: 'go', documentation: 'Go' },
  { word: 'ruby', documentation: 'Ruby' },
  { word: 'csharp', documentation: 'C#' },
];

export const directives: readonly Directive[] = [
  {
    name: 'id',
    kinds: every,
    form: 'kebab-case, unique in a rule set',
    words: [],
    list: false,
    default: '`line-N`, N being the line of the pattern',
    documentation:
      'The name of the rule in diagnostics, reports, violation records and suppressions. Without it the name changes whenever a line is added above.',
    read: readId,
  },
  {
    name: 'severity',
    kinds: every,
    form: 'error, warning, info or hint',
    words: [
      { word: 'error', documentation: 'Must not be deployed. `scan` fails on it by default.' },
      { word: 'warning', documentation: 'Needs a look.' },
      { word: 'info', documentation: 'Worth knowing.' },
      { word: 'hint', documentation: 'Shown faintly in the editor.' },
    ],
    list: false,
    default: '`error`',
    documentation: 'How bad a hit is.',
    read: oneOf(severities, (severity) => ({ severity })),
  },
  {
    name: 'message',
    kinds: every,
    form: 'free text',
    words: [],
    list: false,
    default: 'the pattern',
    documentation: 'What is wrong where the rule hits, in one line.',
    read: text((message) => ({ message })),
  },
  {
    name: 'why',
    kinds: every,
    form: 'free text',
    words: [],
    list: false,
    default: 'nothing',
    documentation: 'Why a hit is a risk.',
    read: text((why) => ({ why })),
  },
  {
    name: 'todo',
    kinds: every,
    form: 'free text',
    words: [],
    list: false,
    default: 'nothing',
    documentation: 'What to do instead.',
    read: text((todo) => ({ todo })),
  },
  {
    name: 'ref',
    kinds: every,
    form: 'a URL',
    words: [],
    list: false,
    default: 'nothing',
    documentation: 'A page to read more.',
    read: (value) =>
      /^https?:\/\/[^\s/?#]+\S*$/.test(value)
        ? { fields: { ref: value }, mistakes: [] }
        : whole(value, 'expected a URL that begins with https:// or http://'),
  },
  {
    name: 'cwe',
    kinds: every,
    form: 'a comma list of CWE numbers, such as `78` or `CWE-78`',
    words: [],
    list: true,
    default: 'none',
    documentation: 'The weaknesses of the Common Weakness Enumeration that a hit is an instance of.',
    read: list(
      (word) => {
        const digits = /^(?:CWE-)?([1-9]\d{0,5})$/i.exec(word)?.[1];
        return digits === undefined
          ? 'expected a CWE number, such as 78 or CWE-78'
          : { value: Number(digits) };
      },
      (cwe) => ({ cwe }),
    ),
  },
  {
    name: 'owasp',
    kinds: every,
    form: 'a comma list of OWASP identifiers, such as `A03:2021`',
    words: [],
    list: true,
    default: 'none',
    documentation: 'The entries of OWASP lists that a hit belongs to.',
    read: list(
      (word) =>
        /^[A-Za-z][\w.:-]*$/.test(word) ? { value: word } : 'expected an identifier, such as A03:2021',
      (owasp) => ({ owasp }),
    ),
  },
  {
    name: 'lang',
    kinds: ['code'],
    form: 'a comma list of language ids',
    words: ruleLanguages,
    list: true,
    default: 'every language',
    documentation:
      'The languages whose files the rule reads. `javascript` also means `javascriptreact`, `typescript` also `typescriptreact`.',
    read: list(
      (word) => {
        const known = ruleLanguages.map((language) => language.word);
        if (known.includes(word)) return { value: word };
        const meant = languageNicknames.get(word.toLowerCase()) ?? nearest(word, known);
        return { message: `unknown language: ${word}, expected ${known.join(', ')}`, instead: meant };
      },
      (lang) => ({ lang }),
    ),
  },
  {
    name: 'where',
    kinds: ['code'],
    form: 'any, code, string or comment',
    words: [
      { word: 'any', documentation: 'Everywhere in the file.' },
      {
        word: 'code',
        documentation: 'Neither in a comment nor in a string. Interpolations in strings are code.',
      },
      { word: 'string', documentation: 'In string literals, their delimiters and prefixes included.' },
      { word: 'comment', documentation: 'In comments.' },
    ],
    list: false,
    default: '`any`',
    documentation: 'Where the first character of a hit must lie.',
    read: oneOf(['any', 'code', 'string', 'comment'] as const, (where) => ({ where })),
  },
  {
    name: 'span',
    kinds: ['code'],
    form: 'line or file',
    words: [
      { word: 'line', documentation: 'Each physical line by itself, without its line end.' },
      { word: 'file', documentation: 'The file as one text; a match may cross lines.' },
    ],
    list: false,
    default: '`line`',
    documentation: 'What one search of the pattern sees.',
    read: oneOf(['line', 'file'] as const, (over) => ({ over })),
  },
  {
    name: 'target',
    kinds: payload,
    form: 'any, key, value, or a path such as `$.headers.*`',
    words: [
      {
        word: 'any',
        documentation: 'The whole compact JSON text, and each key and string in it after decoding.',
      },
      { word: 'key', documentation: 'The names of object members only.' },
      { word: 'value', documentation: 'The strings only.' },
      { word: '$.headers.*', documentation: 'The values of all headers.' },
      { word: '$.queryStringParameters.*', documentation: 'The values of all query parameters.' },
      { word: '$.body', documentation: 'The body, decoded, and everything inside it.' },
    ],
    list: false,
    default: '`any`',
    documentation: 'Which parts of the event or response the pattern is searched in.',
    read: readTarget,
  },
  {
    name: 'mode',
    kinds: every,
    form: 'block, monitor or off',
    words: [
      { word: 'block', documentation: 'A hit at run time is recorded and the invocation is refused.' },
      { word: 'monitor', documentation: 'A hit at run time is recorded and the invocation goes on.' },
      { word: 'off', documentation: 'The rule is not used.' },
    ],
    list: false,
    default: '`block`',
    documentation: 'What a hit does at run time.',
    read: oneOf(['block', 'monitor', 'off'] as const, (mode) => ({ mode })),
  },
];

const byName = new Map(directives.map((directive) => [directive.name, directive]));

export function directiveNamed(name: string): Directive | undefined {
  return byName.get(name);
}

export function directivesOf(kind: RuleFileKind): readonly Directive[] {
  return directives.filter((directive) => directive.kinds.includes(kind));
}

const languageNicknames: ReadonlyMap<string, string> = new Map([
  ['py', 'python'],
  ['js', 'javascript'],
  ['node', 'javascript'],
  ['nodejs', 'javascript'],
  ['jsx', 'javascriptreact'],
  ['ts', 'typescript'],
  ['tsx', 'typescriptreact'],
  ['golang', 'go'],
  ['rb', 'ruby'],
  ['c#', 'csharp'],
  ['cs', 'csharp'],
  ['dotnet', 'csharp'],
]);

function whole(value: string, message: string, instead?: string): DirectiveReading {
  const mistake = { start: 0, end: value.length, message };
  return { fields: {}, mistakes: [instead === undefined ? mistake : { ...mistake, instead }] };
}

function text(fields: (value: string) => Partial<RuleFields>) {
  return (value: string): DirectiveReading =>
    value === '' ? whole(value, 'expected a text') : { fields: fields(value), mistakes: [] };
}

function oneOf<const W extends string>(words: readonly W[], fields: (word: W) => Partial<RuleFields>) {
  return (value: string): DirectiveReading => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return { fields: fields(found), mistakes: [] };
    return whole(value, `expected ${either(words)}`, nearest(value, words));
  };
}

function list<T>(
  readWord: (word: string) => { value: T } | { message: string; instead: string | undefined } | string,
  fields: (values: readonly T[]) => Partial<RuleFields>,
) {
  return (value: string): DirectiveReading => {
    const values: T[] = [];
    const mistakes: ValueMistake[] = [];
    let at = 0;
    for (const part of value.split(',')) {
      const word = part.trim();
      const start = at + (word === '' ? 0 : part.indexOf(word));
      const end = word === '' ? at + part.length : start + word.length;
      at += part.length + 1;
      const read = word === '' ? 'expected a word between the commas' : readWord(word);
      if (typeof read === 'string') mistakes.push({ start, end, message: read });
      else if ('value' in read) values.push(read.value);
      else if (read.instead === undefined) mistakes.push({ start, end, message: read.message });
      else mistakes.push({ start, end, message: read.message, instead: read.instead });
    }
    return { fields: values.length === 0 ? {} : fields(values), mistakes };
  };
}

function readId(value: string): DirectiveReading {
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value)) return { fields: { id: value }, mistakes: [] };
  const kebab = value
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const message = 'expected kebab-case: lower-case letters, digits and single hyphens, such as os-command';
  return whole(value, message, kebab === '' ? undefined : kebab);
}

/** `$`, then `.name`, `.*`, `[3]`, `[*]` or `['any name']`, as often as wanted. */
function readTarget(value: string): DirectiveReading {
  if (/^(?:any|key|value|\$(?:\.(?:\*|[^\s.[\]'"*]+)|\[(?:\*|\d+|'[^']*'|"[^"]*")\])*)$/.test(value))
    return { fields: { target: value }, mistakes: [] };
  return whole(
    value,
    'expected any, key, value, or a path such as $.headers.* or $.Records[*].body',
    value.startsWith('$') ? undefined : nearest(value, ['any', 'key', 'value']),
  );
}

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
