// The house rules that a program can check: who imports whom, and that every family lists its members. A failure
// names the rule and its reason; docs/architecture.md has the whole picture.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sourcesBelow(folder: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules') && !/(^|\/)dist\//.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'));
}

const statement = /^(import|export)\s+(type\s+)?(?:[\w*${},\s]+?\s+from\s+)?['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** Imports stand before everything else; what looks like one further down is text that a file writes. */
function headOf(text: string): string {
  const first =
    /^(?:export )?(?:declare )?(?:async )?(?:const|let|function|interface|class|enum|type \w+(?:<[^>]*>)? =) /m.exec(
      text,
    );
  return first ? text.slice(0, first.index) : text;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const resolve = (target: string) =>
    target.startsWith('.') ? normalize(join(dirname(file), target)).replaceAll('\\', '/') : target;
  return [
    ...[...headOf(text).matchAll(statement)].map((match) => ({
      file,
      target: resolve(match[3] ?? ''),
      typeOnly: match[2] !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map((match) => ({
      file,
      target: resolve(match[1] ?? ''),
      typeOnly: false,
    })),
  ];
}

const product = [...sourcesBelow('client'), ...sourcesBelow('server'), ...sourcesBelow('guard')].filter(
  (file) => !file.endsWith('.test.ts'),
);
const imports = product.flatMap(importsOf);

function broken(from: (file: string) => boolean, forbidden: (one: Import) => boolean): string[] {
  return imports
    .filter((one) => from(one.file) && forbidden(one))
    .map(({ file, target }) => `${file} imports ${target}`);
}

const within = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const outside = (path: string) => !/^(client|server|guard|test|tools)\//.test(path);

test('core imports only core: it decides and touches nothing', () => {
  const allowed = (path: string) => within('server/core')(path);
  expect(broken(within('server/core'), ({ target }) => !allowed(target))).toEqual([]);
});

test('core has no clock and no chance: the same input gives the same answer', () => {
  const files = product.filter(within('server/core'));
  const found = files.filter((file) =>
    /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bperformance\.now\(|\bsetTimeout\(/.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  );
  expect(found).toEqual([]);
});

const layers: readonly (readonly [from: string, mayUse: readonly string[]])[] = [
  ['client', ['client', 'server/protocol']],
  ['server/protocol', ['server/protocol', 'server/core']],
  ['server/lsp', ['server/lsp', 'server/protocol', 'server/aws', 'server/platform', 'server/core']],
  ['server/cli', ['server/cli', 'server/aws', 'server/platform', 'server/core']],
  ['server/aws', ['server/aws', 'server/platform', 'server/core']],
  ['server/platform', ['server/platform', 'server/core']],
  ['guard', ['guard', 'server/core', 'server/platform/regex', 'server/platform/byte-ports.ts']],
];

test.each(layers)('%s uses only what lies below it: shells never import each other', (from, mayUse) => {
  const allowed = (path: string) =>
    outside(path) ||
    path.startsWith('package.json') ||
    mayUse.some((folder) => folder === path || within(folder)(path));
  // The client may name the shapes of core that messages carry.
  const named = ({ target, typeOnly }: Import) =>
    from === 'client' && typeOnly && within('server/core')(target);
  expect(broken(within(from), (one) => !allowed(one.target) && !named(one))).toEqual([]);
});

const homes: readonly (readonly [library: RegExp, home: readonly string[], reason: string])[] = [
  [/^vscode$/, ['client'], 'only the client runs inside VS Code'],
  [/^vscode-languageserver/, ['server/lsp'], 'the protocol has one home'],
  [/^vscode-languageclient/, ['client'], 'the protocol has one home'],
  [/^@(aws-sdk|smithy)\//, ['server/aws'], 'AWS has one home'],
  [
    /^(re2|re2js|web-tree-sitter|yaml|jsonc-parser|yauzl|fflate|recheck|refa|picomatch)$/,
    ['server/platform', 'guard'],
    'one adapter for each library',
  ],
  [
    /^(node:)?(fs|fs\/promises|worker_threads|child_process|sqlite)$/,
    ['server/platform', 'server/aws', 'server/cli', 'server/lsp', 'guard', 'client'],
    'core and protocol touch no machine',
  ],
];

test.each(homes)('%s stays at home', (library, home, reason) => {
  const astray = broken(
    (file) => !home.some((folder) => within(folder)(file)),
    ({ target, typeOnly }) => library.test(target) && !typeOnly,
  );
  expect(astray, reason).toEqual([]);
});

test('product code never imports tests or tools', () => {
  expect(
    broken(
      () => true,
      ({ target }) => /^(test|tools)\//.test(target) || target.endsWith('.test.ts'),
    ),
  ).toEqual([]);
});

test('no cycles: a file can be read after the files that it uses', () => {
  const uses = new Map<string, string[]>();
  for (const { file, target, typeOnly } of imports) {
    if (outside(target) || typeOnly) continue;
    uses.set(file, [...(uses.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of uses.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of uses.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});

/** Folders in which one file is one thing; what is no member of the family is named. */
const families: readonly (readonly [folder: string, others: readonly string[]])[] = [
  ['server/cli/commands', []],
  ['server/lsp/methods', []],
  ['server/lsp/diagnosers', ['diagnoser.ts']],
  ['server/lsp/changes/planners', []],
  ['server/core/fixes', ['fix.ts']],
  ['server/core/rulelang/lints', []],
  ['server/core/syntax/languages', ['language.ts']],
  ['server/core/iam/conditions', []],
  ['server/core/monitor/detectors', []],
  ['server/core/remedy/remedies', []],
  ['server/aws/collectors', []],
  ['server/aws/changes', []],
  ['client/commands', []],
];

function listed(folder: string, others: readonly string[]): void {
  const path = join(root, folder);
  if (!existsSync(join(path, 'index.ts'))) {
    const members = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith('.ts')) : [];
    expect(members, `${folder} has members and no index.ts`).toEqual([]);
    return;
  }
  const index = new Set(
    importsOf(`${folder}/index.ts`).map(({ target }) => relative(folder, target).replaceAll('\\', '/')),
  );
  const members = readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => entry.name)
    .filter((name) => name !== 'index.ts' && !others.includes(name));
  expect(
    members.filter((name) => !index.has(name)),
    `${folder}/index.ts does not list them`,
  ).toEqual([]);
}

test.each(families)('%s lists its members', (folder, others) => listed(folder, others));

test('every audit check is in the list', () => {
  const folder = 'server/core/audit/checks';
  if (!existsSync(join(root, folder, 'index.ts'))) return;
  const index = new Set(importsOf(`${folder}/index.ts`).map(({ target }) => target));
  const members = sourcesBelow(folder).filter(
    (file) => !file.endsWith('.test.ts') && basename(file) !== 'index.ts' && dirname(file) !== folder,
  );
  const lists = new Set([...index].filter((file) => file.endsWith('/index.ts')));
  for (const list of lists) for (const { target } of importsOf(list)) index.add(target);
  expect(members.filter((file) => !index.has(file))).toEqual([]);
});

test('siblings of a family do not import each other', () => {
  const folders = new Map(families.map(([folder, others]) => [folder, others] as const));
  expect(
    imports
      .filter(({ file, target }) => {
        const others = folders.get(dirname(file));
        if (others === undefined || dirname(target) !== dirname(file)) return false;
        // TypeScript is JavaScript with types: the one language that is made from another.
        if (basename(file) === 'typescript.ts' && basename(target) === 'javascript.ts') return false;
        return (
          basename(file) !== 'index.ts' &&
          !others.includes(basename(target)) &&
          !others.includes(basename(file))
        );
      })
      .map(({ file, target }) => `${file} imports ${target}`),
  ).toEqual([]);
});

test('a file opens with what it is', () => {
  const bare = product.filter((file) => !/^(\/\/|\/\*)/.test(readFileSync(join(root, file), 'utf8')));
  expect(bare).toEqual([]);
});

test('no file holds more than one idea: 400 lines at most', () => {
  const long = product
    .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 400);
  expect(long).toEqual([]);
});
