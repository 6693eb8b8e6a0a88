import { beforeAll, expect, test } from 'vitest';
import { documentParsers } from '../../../platform/documents.ts';
import { createTreeParser } from '../../../platform/tree-sitter.ts';
import { findHandlers } from '../../syntax/handlers.ts';
import { inMemoryFiles } from '../../syntax/source-files.ts';
import type { TreeParser } from '../../syntax/syntax-tree.ts';
import { applyEdits } from '../../text/edit.ts';
import { excludes } from './package-patterns.ts';
import { type GuardAssets, type GuardPlan, planGuard } from './plan.ts';

let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

const assets: GuardAssets = {
  pythonModule: '# the guard\n',
  nodePackage: { 'package.json': '{}', 'dist/index.mjs': '' },
  nodeVersion: '0.1.0',
  rules: { 'code_protect.txt': '# code\n', 'in_protect.txt': '# in\n' },
};

function plan(contents: Readonly<Record<string, string>>): GuardPlan {
  const files = inMemoryFiles(
    Object.fromEntries(Object.entries(contents).map(([path, text]) => [`/w/${path}`, text])),
  );
  const context = { files, documents: documentParsers, parse: parser.parse };
  return planGuard(findHandlers(context).handlers, context, assets);
}

const created = ({ changes }: GuardPlan) =>
  changes
    .filter(({ kind }) => kind === 'create')
    .map(({ path }) => path.slice(3))
    .sort();

const py = 'def handler(event, context):\n  pass\n';
const ts = 'export const handler = async (event: unknown, context: unknown) => 1;\n';
const sam = (properties: string, metadata = '') =>
  `Resources:\n  F: { Type: AWS::Serverless::Function, ${metadata} Properties: { ${properties} } }\n`;

test('Python: the module and the rules in the root of the package', () => {
  expect(
    created(
      plan({
        'template.yaml': sam('CodeUri: src, Handler: a.b.handler, Runtime: python3.13'),
        'src/a/b.py': py,
      }),
    ),
  ).toEqual(['src/protect_lambda.py', 'src/rules/code_protect.txt', 'src/rules/in_protect.txt']);
});

test('what is there already is left alone', () => {
  const contents = {
    'template.yaml': sam('CodeUri: src, Handler: b.handler, Runtime: python3.13'),
    'src/b.py': py,
    'src/protect_lambda.py': '',
    'src/in_protect.txt': '',
  };
  expect(created(plan(contents))).toEqual([]);
});

test("a person's own rules outside of the package are copied into it", () => {
  const { changes } = plan({
    'template.yaml': sam('CodeUri: src, Handler: b.handler, Runtime: python3.13'),
    'src/b.py': py,
    'rules/code_protect.txt': 'mine\n',
  });
  const rules = changes.filter(({ path }) => path.includes('rules/'));
  expect(rules).toMatchObject([
    {
      path: '/w/src/rules/code_protect.txt',
      text: 'mine\n',
      why: 'a copy of rules, which lies outside of the package',
    },
  ]);
});

test('Node: a package beside package.json, and the dependency in its place', () => {
  const manifest =
    '{\n    "name": "x",\n    "dependencies": {\n        "a": "1",\n        "z": "2"\n    }\n}\n';
  const result = plan({
    'serverless.yml':
      'provider: { name: aws, runtime: nodejs22.x }\nfunctions: { f: { handler: src/a.handler } }\n',
    'package.json': manifest,
    'src/a.ts': ts,
  });
  expect(created(result)).toEqual([
    'protect-lambda/dist/index.mjs',
    'protect-lambda/package.json',
    'rules/code_protect.txt',
    'rules/in_protect.txt',
  ]);
  const change = result.changes.find(({ path }) => path === '/w/package.json');
  if (change?.kind !== 'edit') throw new Error('package.json is not edited');
  expect(applyEdits(manifest, change.edits)).toBe(
    manifest.replace('"z"', '"protect-lambda": "file:./protect-lambda",\n        "z"'),
  );
  expect(result.warnings.join()).toContain('run npm install');
});

test.each([
  ['{}', '{\n  "dependencies": {\n    "protect-lambda": "file:./protect-lambda"\n  }\n}'],
  [
    '{\n\t"name": "x"\n}',
    '{\n\t"name": "x",\n\t"dependencies": {\n\t\t"protect-lambda": "file:./protect-lambda"\n\t}\n}',
  ],
  ['{ "dependencies": {} }', '{ "dependencies": {\n    "protect-lambda": "file:./protect-lambda"\n  } }'],
  ['{ "devDependencies": { "protect-lambda": "1" } }', '{ "devDependencies": { "protect-lambda": "1" } }'],
])('package.json %s', (manifest, expected) => {
  const change = plan({ 'package.json': manifest, 'a.ts': ts }).changes.find(
    ({ path }) => path === '/w/package.json',
  );
  expect(change?.kind === 'edit' ? applyEdits(manifest, change.edits) : manifest).toBe(expected);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  [
    'esbuild under SAM',
    {
      't.yaml': sam(
        'CodeUri: ., Handler: a.handler, Runtime: nodejs22.x',
        'Metadata: { BuildMethod: esbuild },',
      ),
      'a.ts': ts,
    },
    /^F \(t\.yaml\): esbuild .* use the layer/,
  ],
  [
    'an image',
    { 't.yaml': sam('PackageType: Image, Handler: a.handler, Runtime: python3.13'), 'a.py': py },
    /the Dockerfile must copy protect_lambda\.py and rules\//,
  ],
  [
    'npm files',
    {
      't.yaml': sam('CodeUri: ., Handler: a.handler, Runtime: nodejs22.x'),
      'package.json': '{"files":["a.js"]}',
      'a.js': 'exports.handler = async (event, context) => 1',
    },
    /"files" in package\.json leaves rules out/,
  ],
  [
    '.npmignore',
    {
      't.yaml': sam('CodeUri: ., Handler: a.handler, Runtime: nodejs22.x'),
      '.npmignore': '*.txt\n',
      'a.js': 'exports.handler = async (event, context) => 1',
    },
    /\.npmignore leaves rules\/code_protect\.txt out: add !rules\/\*\*/,
  ],
  [
    'NodejsFunction',
    {
      'cdk.json': '{}',
      's.ts':
        "import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nnew NodejsFunction(this, 'f', { entry: 'a.ts' });",
      'a.ts': ts,
    },
    /bundling\.commandHooks/,
  ],
])('%s is spoken of', (_, contents, warning) => {
  expect(plan(contents).warnings).toContainEqual(expect.stringMatching(warning));
});

const edited = (contents: Readonly<Record<string, string>>, path: string) => {
  const change = plan(contents).changes.find((one) => one.path === `/w/${path}`);
  return change?.kind === 'edit' ? applyEdits(contents[path] ?? '', change.edits) : contents[path];
};

test.each<[string, string, string]>([
  ['patterns: ["!**/*.txt"]', 'a.py', `patterns: ["!**/*.txt", 'rules/**']`],
  [
    "patterns:\n    - '!**'\n    - '*.js'",
    'a.py',
    "patterns:\n    - '!**'\n    - '*.js'\n    - 'protect_lambda.py'\n    - 'rules/**'",
  ],
  ["patterns: [\n    '!rules/**',\n    ]", 'a.py', "patterns: [\n    '!rules/**',\n    'rules/**',\n    ]"],
  ['patterns: []', 'a.py', 'patterns: []'],
])('serverless.yml: what %j leaves out is let in', (patterns, file, expected) => {
  const of = (text: string) =>
    `provider: { name: aws, runtime: python3.13 }\npackage:\n  ${text}\nfunctions: { f: { handler: a.handler } }\n`;
  expect(edited({ 'serverless.yml': of(patterns), [file]: py }, 'serverless.yml')).toBe(of(expected));
});

test('serverless.yml with a bundler: a list of patterns is begun', () => {
  const text =
    'provider: { name: aws, runtime: nodejs22.x }\nplugins: [serverless-esbuild]\nfunctions: { f: { handler: a.handler } }\n';
  const after = edited({ 'serverless.yml': text, 'a.ts': ts }, 'serverless.yml');
  expect(after).toBe(`${text}\npackage:\n  patterns:\n    - 'rules/**'\n`);
  expect(edited({ 'serverless.yml': after ?? '', 'a.ts': ts }, 'serverless.yml')).toBe(after);
});

test("Terraform's module: an expression behind the others", () => {
  const of = (patterns: string) =>
    `module "m" {\n  source = "terraform-aws-modules/lambda/aws"\n  handler = "a.handler"\n  runtime = "python3.13"\n  source_path = [{\n    path = "f"\n    patterns = ${patterns}\n  }]\n}\n`;
  const before = of('["!.*\\\\.txt"]');
  const after = edited({ 'main.tf': before, 'f/a.py': py }, 'main.tf');
  expect(after).toBe(of('["!.*\\\\.txt", "rules/.*"]'));
});

test('settings that let everything in are not spoken of', () => {
  const { warnings } = plan({
    'serverless.yml':
      'provider: { name: aws, runtime: python3.13 }\npackage: { patterns: ["!**", "*.py", "rules/**"] }\nfunctions: { f: { handler: a.handler } }\n',
    'a.py': py,
  });
  expect(warnings).toEqual([]);
});

test('patterns as each tool reads them', () => {
  expect(excludes(['!**/*.txt', 'rules/**'], 'rules/a.txt', 'serverless')).toBeUndefined();
  expect(excludes(['rules/**', '!**/*.txt'], 'rules/a.txt', 'serverless')).toBe('!**/*.txt');
  expect(excludes(['!rules'], 'rules/a.txt', 'cdk')).toBe('!rules');
  expect(excludes(['!.*\\.txt'], 'rules/a.txt', 'terraform')).toBe('!.*\\.txt');
  expect(excludes(['!(('], 'rules/a.txt', 'terraform')).toBeUndefined();
  expect(excludes(['!*.{md,txt}'], 'rules/a.txt', 'ignore-file')).toBe('!*.{md,txt}');
});
