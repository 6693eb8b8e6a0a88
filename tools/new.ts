// `npm run new KIND NAME`: writes the file of a new family member with blanks to fill, and its line in the index.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Kind {
  readonly words: string;
  /** What stands behind the kind on the command line. */
  readonly args: readonly string[];
  /** The folder whose index lists the member; the member's file lies in it or in a folder of it. */
  readonly family: string;
  /** Folder of the file inside of the family. */
  folder?(args: readonly string[]): string;
  text(id: string, args: readonly string[]): string;
  /** The exported name; the index imports it by the member's own name. */
  exported(id: string): string;
}

const camel = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const kinds: Readonly<Record<string, Kind>> = {
  check: {
    words: 'an audit check, such as: check lambda public-function-url',
    args: ['service', 'id'],
    family: 'server/core/audit/checks',
    folder: ([service = '']) => service,
    exported: camel,
    text: (id) => `// What is wrong when this check fails.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const ${camel(id)} = functionCheck({
  id: '${id}',
  severity: 'warning',
  title: '',
  why: '',
  todo: '',
  cwe: [],
  references: [lambdaGuide('', '')],
  needs: ['place'],
  test: ({ place: here }) => (here.name === '' ? [{ message: '' }] : []),
  examples: { good: [{ place }], bad: [] },
});
`,
  },
  lint: {
    words: 'a lint of rule files',
    args: ['id'],
    family: 'server/core/rulelang/lints',
    exported: () => 'lint',
    text: (id) => `// What mistake in a rule file this is.
import type { FileLint } from '../lint.ts';

export const lint: FileLint = {
  of: 'file',
  id: '${id}',
  severity: 'warning',
  title: '',
  why: '',
  todo: '',
  examples: [{ kind: 'code', text: '', marked: [] }],
  find: () => [],
};
`,
  },
  detector: {
    words: 'a detector of the trail',
    args: ['id'],
    family: 'server/core/monitor/detectors',
    exported: camel,
    text: (id) => `// What somebody does when this detector speaks.
import type { TrailDetector } from '../trail/detector.ts';
import { record } from '../trail/example.ts';

export const ${camel(id)}: TrailDetector = {
  id: '${id}',
  title: '',
  severity: 'warning',
  confidence: 'medium',
  why: '',
  todo: '',
  ref: '',
  attack: [],
  look(event) {
    if (event.error !== '' || event.name !== '') return undefined;
    return { message: '' };
  },
  examples: { bad: [[record({ name: '' })]], good: [] },
};
`,
  },
  fix: {
    words: 'a fix of findings in code',
    args: ['id'],
    family: 'server/core/fixes',
    exported: camel,
    text: (id) => `// What this fix changes, and where it must not be offered.
import type { Fix } from './fix.ts';

export const ${camel(id)}: Fix = {
  id: '${id}',
  propose({ finding }) {
    if (finding.id !== '') return [];
    return [];
  },
};
`,
  },
  method: {
    words: 'a method of the language server',
    args: ['name'],
    family: 'server/lsp/methods',
    exported: camel,
    text: (id) => `// What this method answers.
import type { Method } from '../method.ts';

export const ${camel(id)}: Method = {
  capabilities: () => ({}),
  register(connection, session) {
    connection.console.debug(\`\${session.documents.size} documents\`);
  },
};
`,
  },
};

/** Writes into the checkout at `root` and says what, or says what is wrong. */
export function scaffold(
  root: string,
  words: readonly string[],
): { readonly ok: boolean; readonly message: string } {
  const [word = '', ...args] = words;
  const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  if (!kind || args.length !== kind.args.length || args.some((arg) => !/^[a-z][a-z0-9-]*$/.test(arg))) {
    const lines = Object.entries(kinds).map(
      ([name, { args: names, words: what }]) =>
        `  npm run new ${name} ${names.join(' ').toUpperCase()}   ${what}`,
    );
    return { ok: false, message: `usage:\n${lines.join('\n')}` };
  }
  const id = args.at(-1) ?? '';
  const path = join(kind.family, kind.folder?.(args) ?? '', `${id}.ts`);
  if (existsSync(join(root, path))) return { ok: false, message: `${path} is there already` };
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), kind.text(id, args));
  const index = join(root, kind.family, 'index.ts');
  const from = `./${relative(kind.family, path).replaceAll('\\', '/')}`;
  writeFileSync(index, withMember(readFileSync(index, 'utf8'), camel(id), kind.exported(id), from));
  return { ok: true, message: `wrote ${path} and its line in ${kind.family}/index.ts` };
}

/** The index with one more import, and one more name in its first list. */
function withMember(text: string, name: string, exported: string, from: string): string {
  const what = exported === name ? name : `${exported} as ${name}`;
  const lastImport = text.lastIndexOf('\nimport ');
  const behind = text.indexOf('\n', lastImport + 1) + 1;
  const imported = `${text.slice(0, behind)}import { ${what} } from '${from}';\n${text.slice(behind)}`;
  return imported.replace(
    /(export const \w+[^=]*= \[[\s\S]*?)(,?\s*\];)/,
    (_, list: string) => `${list}, ${name},\n];`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { ok, message } = scaffold(join(import.meta.dirname, '..'), process.argv.slice(2));
  (ok ? console.log : console.error)(message);
  if (ok) console.log('fill the blanks, then: npm run format && npm run unit');
  process.exit(ok ? 0 : 2);
}
