// `npm run new KIND NAME`: writes the file of a new family member with blanks to fill, and its line in the index.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Kind {
  readonly words: string;
  /** The arguments behind the kind. */
  readonly args: readonly string[];
  file(args: readonly string[]): string;
  index(args: readonly string[]): string;
  text(args: readonly string[]): string;
  /** The exported name. */
  name(args: readonly string[]): string;
}

const last = (args: readonly string[]) => args.at(-1) ?? '';
const camel = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

function kind(
  words: string,
  args: readonly string[],
  folder: (args: readonly string[]) => string,
  text: (id: string) => string,
): Kind {
  return {
    words,
    args,
    file: (given) => `${folder(given)}/${last(given)}.ts`,
    index: (given) => `${folder(given)}/index.ts`,
    text: (given) => text(last(given)),
    name: (given) => camel(last(given)),
  };
}

const kinds: Readonly<Record<string, Kind>> = {
  fix: kind(
    'a fix of code findings',
    ['id'],
    () => 'server/core/fixes',
    (id) => `// What this fix does, and where it must not be offered.
import type { Fix } from './fix.ts';

export const ${camel(id)}: Fix = {
  id: '${id}',
  propose({ finding }) {
    if (finding.id !== '') return [];
    return [];
  },
};
`,
  ),
  method: kind(
    'a method of the language server',
    ['name'],
    () => 'server/lsp/methods',
    (id) => `// What this method answers.
import type { Method } from '../method.ts';

export const ${camel(id)}: Method = {
  capabilities: () => ({}),
  register(connection, session) {},
};
`,
  ),
};

const example = (name: string) => Object.entries(examples(name)).at(0)?.[1] ?? '';

/** Families whose members are best begun from one that is there. */
function examples(name: string): Readonly<Record<string, string>> {
  const models: Readonly<Record<string, string>> = {
    check: 'server/core/audit/checks',
    lint: 'server/core/rulelang/lints',
    detector: 'server/core/monitor/detectors',
    remedy: 'server/core/remedy/remedies',
    collector: 'server/aws/collectors',
  };
  const folder = models[name];
  return folder && existsSync(join(root, folder)) ? { [name]: folder } : {};
}

function main(): number {
  const [word = '', ...args] = process.argv.slice(2);
  const chosen = kinds[word];
  if (!chosen || args.length !== chosen.args.length || args.some((arg) => !/^[a-z][a-z0-9-]*$/.test(arg))) {
    const lines = Object.entries(kinds).map(
      ([name, { args: names, words }]) => `  npm run new ${name} ${names.join(' ').toUpperCase()}   ${words}`,
    );
    console.error(`usage:\n${lines.join('\n')}`);
    if (example(word))
      console.error(`a ${word} is begun from a copy of its nearest neighbour in ${example(word)}`);
    return 2;
  }
  const file = join(root, chosen.file(args));
  if (existsSync(file)) {
    console.error(`${chosen.file(args)} is there already`);
    return 2;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, chosen.text(args));
  addToIndex(join(root, chosen.index(args)), chosen.name(args), last(args));
  console.log(`wrote ${chosen.file(args)} and its line in ${chosen.index(args)}`);
  return 0;
}

/** An import, and the name in the first list literal of the file. */
function addToIndex(path: string, name: string, id: string): void {
  const text = readFileSync(path, 'utf8');
  const list = /(export const \w+[^=]*= \[)([\s\S]*?)(,?\s*\];)/;
  const imported = text.replace(
    /((?:^|\n)import [^\n]+\n)(?!import )/,
    `$1import { ${name} } from './${id}.ts';\n`,
  );
  writeFileSync(path, imported.replace(list, `$1$2, ${name}$3`));
}

process.exit(main());
