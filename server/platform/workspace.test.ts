import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFunctionIndex } from './function-index.ts';
import { createTreeParser } from './tree-sitter.ts';
import { createWorkspace } from './workspace.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lambda-protect-workspace-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const pathsOf = (workspace: { readonly paths: readonly string[] }) =>
  workspace.paths.map((path) => path.slice(root.length + 1));

test('vendored, built and ignored files are not there', () => {
  write({
    'a.py': '',
    'src/b.ts': '',
    'node_modules/x/i.js': '',
    '.venv/lib/y.py': '',
    'env311/pyvenv.cfg': '',
    'env311/lib/z.py': '',
    '.aws-sam/build/t.yaml': '',
    'cdk.out/asset/i.js': '',
    'app/dist/i.js': '',
    'java/build.gradle': '',
    'java/build/A.java': '',
    'bin/app.ts': '',
    'net/x.csproj': '',
    'net/bin/y.cs': '',
    '.gitignore': '*.gen.ts\n/secret/\n!keep.gen.ts\nlogs/**/*.js\n# a comment\n',
    'c.gen.ts': '',
    'keep.gen.ts': '',
    'secret/d.py': '',
    'deep/secret/e.py': '',
    'logs/a/b.js': '',
    'deep/.gitignore': 'own.js\n',
    'deep/own.js': '',
  });
  expect(pathsOf(createWorkspace([root]))).toEqual([
    '.gitignore',
    'a.py',
    'bin/app.ts',
    'deep/.gitignore',
    'deep/secret/e.py',
    'java/build.gradle',
    'keep.gen.ts',
    'net/x.csproj',
    'src/b.ts',
  ]);
});

test('single changes are followed as the walk would have seen them', () => {
  write({ 'a.py': 'one', '.gitignore': 'ignored/\n' });
  const workspace = createWorkspace([root]);
  expect(workspace.read(join(root, 'a.py'))).toBe('one');
  write({ 'a.py': 'two', 'new/b.py': '', 'ignored/c.py': '', 'node_modules/d.js': '' });
  workspace.update(['a.py', 'new', 'ignored/c.py', 'node_modules/d.js'].map((path) => join(root, path)));
  expect(workspace.read(join(root, 'a.py'))).toBe('two');
  expect(pathsOf(workspace)).toEqual(['.gitignore', 'a.py', 'new/b.py']);
  rmSync(join(root, 'new'), { recursive: true });
  workspace.update([join(root, 'new')]);
  expect(pathsOf(workspace)).toEqual(['.gitignore', 'a.py']);
  write({ '.gitignore': 'a.py\n' });
  workspace.update([join(root, '.gitignore')]);
  expect(pathsOf(workspace)).toEqual(['.gitignore', 'ignored/c.py']);
});

test('links are not followed, large and binary files have no text, too many files are cut', () => {
  write({ 'a.py': 'x', 'b.bin.py': '\u0000\u0001', 'large.py': 'x'.repeat((5 << 20) + 1) });
  symlinkSync(root, join(root, 'loop'));
  const workspace = createWorkspace([root]);
  expect(pathsOf(workspace)).toEqual(['a.py', 'b.bin.py', 'large.py']);
  expect(workspace.read(join(root, 'b.bin.py'))).toBeUndefined();
  expect(workspace.read(join(root, 'large.py'))).toBeUndefined();
  expect(workspace.read(join(root, 'gone.py'))).toBeUndefined();
  expect(createWorkspace([root], { maxFiles: 2 }).isCut).toBe(true);
});

test('an open text counts before the one on disk', async () => {
  write({ 'app.py': 'def lambda_handler(event, context): pass\n' });
  const open = new Map<string, string>();
  const workspace = createWorkspace([root], { openText: (path) => open.get(path) });
  const index = createFunctionIndex(workspace, await createTreeParser());
  const namesOf = async () => (await index.handlers()).handlers.map(({ exportName }) => exportName);
  expect(await namesOf()).toEqual(['lambda_handler']);
  const path = `${root}/app.py`;
  open.set(path, 'def handler(event, context): pass\n');
  index.update([path]);
  expect(await namesOf()).toEqual(['handler']);
});

test('the three scopes', async () => {
  write({
    'template.yaml':
      'Resources:\n  A: { Type: AWS::Serverless::Function, Properties: { CodeUri: fn, Handler: app.lambda_handler, Runtime: python3.13 } }\n',
    'fn/app.py': 'import lib\ndef lambda_handler(event, context): pass\n',
    'fn/beside.py': '',
    'lib.py': '',
    'elsewhere.py': '',
  });
  const index = createFunctionIndex(createWorkspace([root]), await createTreeParser());
  const short = async (scope: 'functions' | 'handlers' | 'all') =>
    (await index.sources(scope)).map((path) => path.slice(root.length + 1));
  expect(await short('functions')).toEqual(['fn/app.py', 'fn/beside.py', 'lib.py']);
  expect(await short('handlers')).toEqual(['fn/app.py']);
  expect(await short('all')).toEqual(['elsewhere.py', 'fn/app.py', 'fn/beside.py', 'lib.py']);
  expect(await index.isInScope(join(root, 'lib.py'), 'functions')).toBe(true);
  expect(await index.isInScope(join(root, 'elsewhere.py'), 'functions')).toBe(false);
});

test('a change inside a file moves its handlers; other names, imports and configurations are seen', async () => {
  const template =
    'Resources:\n  A: { Type: AWS::Serverless::Function, Properties: { CodeUri: fn, Handler: app.go, Runtime: python3.13 } }\n';
  write({ 'template.yaml': template, 'fn/app.py': 'def go(a, b): pass\n', 'lib.py': '', 'two.py': '' });
  const workspace = createWorkspace([root]);
  const index = createFunctionIndex(workspace, await createTreeParser());
  const seen = async () => {
    const { handlers } = await index.handlers();
    const sources = await index.sources('functions');
    return [
      ...handlers.map(({ exportName, name }) => `${exportName} ${name.start}`),
      ...sources.map((path) => path.slice(root.length + 1)),
    ];
  };
  const change = (path: string, text: string) => {
    write({ [path]: text });
    index.update([join(root, path)]);
  };
  expect(await seen()).toEqual(['go 4', 'fn/app.py']);
  change('fn/app.py', '# c\ndef go(a, b): pass\n');
  expect(await seen()).toEqual(['go 8', 'fn/app.py']);
  change('fn/app.py', 'import lib\ndef go(a, b): pass\n');
  expect(await seen()).toEqual(['go 15', 'fn/app.py', 'lib.py']);
  change('fn/app.py', 'def lambda_handler(event, context): pass\n');
  // Nothing names it now: its package is the nearest folder that looks like one, the template's.
  expect(await seen()).toEqual(['lambda_handler 4', 'fn/app.py', 'lib.py', 'two.py']);
  change('two.py', 'def lambda_handler(event, context): pass\n');
  expect(await seen()).toEqual(['lambda_handler 4', 'lambda_handler 4', 'fn/app.py', 'lib.py', 'two.py']);
  change('template.yaml', template.replace('app.go', 'app.lambda_handler'));
  expect((await index.handlers()).handlers[0]?.configured).toHaveLength(1);
  rmSync(join(root, 'two.py'));
  index.update([join(root, 'two.py')]);
  expect(await seen()).toEqual(['lambda_handler 4', 'fn/app.py']);
});
