import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { documentParsers } from '../../../platform/documents.ts';
import { createTreeParser } from '../../../platform/tree-sitter.ts';
import { inMemoryFiles } from '../source-files.ts';
import type { TreeParser } from '../syntax-tree.ts';
import type { ConfiguredFunction } from './configured-function.ts';
import { parseHcl } from './hcl.ts';
import { configurationReaders } from './index.ts';

let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load(['typescript', 'javascript', 'python']);
});

function read(contents: Readonly<Record<string, string>>): readonly ConfiguredFunction[] {
  const files = inMemoryFiles(contents);
  const context = { files, documents: documentParsers, parse: parser.parse };
  return files.paths.flatMap((path) =>
    configurationReaders
      .filter((reader) => reader.mayRead(path))
      .flatMap((reader) => reader.read(path, contents[path] ?? '', context)),
  );
}

const texts: Readonly<Record<string, string>> = {
  '/w/template.yaml': `Globals: { Function: { Runtime: python3.13 } }
Resources:
  A:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.handler, CodeUri: src/, Environment: { Variables: { X: "1", Y: !Ref Z } } }
  B: { Type: AWS::Lambda::Function, Properties: { Handler: "b.c", Code: { ZipFile: "x" } } }
`,
  '/w/serverless.ts': `const x = { service: 's', provider: { name: 'aws', runtime: 'nodejs22.x' }, functions: { a: { handler: \`src/a.b\` }, ...more } };
export default x;`,
  '/w/stack.ts': `import { Function, Code, Runtime } from 'aws-cdk-lib/aws-lambda';
new Function(this, 'F', { runtime: Runtime.PYTHON_3_13, handler: 'app.handler', code: Code.fromAsset('src') });`,
  '/w/stack.py': `from aws_cdk import aws_lambda as l
l.Function(self, "F", runtime=l.Runtime.PYTHON_3_13, handler="app.handler", code=l.Code.from_asset(str(Path(__file__).parent / "src")))`,
  '/w/main.tf': `resource "aws_lambda_function" "f" {
  handler = "app.handler" // c
  runtime = "python3.13"
  filename = "\${path.module}/build/f.zip"
  environment { variables = { A = "b", C = var.d } }
  policy = jsonencode({ a = [for x in y : "\${x}"] })
  text = <<-EOT
    handler = "no"
  EOT
}`,
  '/w/package.json': '{"main":"dist/index.js","dependencies":{"@middy/core":"6"}}',
  '/w/src/index.ts': '',
};

test('the name that a function is deployed under, where the configuration sets one', () => {
  const found = read({
    '/w/template.yaml': `Resources:
  A: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler, FunctionName: shop-orders } }
  B: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler, FunctionName: !Sub "\${Stage}-billing" } }
  C: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler, FunctionName: { "Fn::Sub": "\${Stage}-mail" } } }
  D: { Type: AWS::Serverless::Function, Properties: { Handler: app.handler, FunctionName: !Ref Name } }
`,
    '/w/serverless.yml':
      'service: s\nprovider: { name: aws }\nfunctions:\n  e: { handler: app.handler, name: "x-${sls:stage}" }\n  f: { handler: app.handler }\n',
    '/w/main.tf':
      'resource "aws_lambda_function" "g" {\n  function_name = "${var.stage}-tf"\n  handler = "app.handler"\n}\nresource "aws_lambda_function" "h" {\n  function_name = var.name\n  handler = "app.handler"\n}\n',
    '/w/stack.ts':
      "import { Function, Code } from 'aws-cdk-lib/aws-lambda';\nnew Function(this, 'I', { functionName: `${stage}-cdk`, handler: 'app.handler', code: Code.fromAsset('src') });\n",
    '/w/stack.py':
      'from aws_cdk import aws_lambda as l\nl.Function(self, "J", function_name="py", handler="app.handler", code=l.Code.from_asset("src"))\n',
  });
  expect(Object.fromEntries(found.map(({ name, deployedName }) => [name, deployedName]))).toEqual({
    A: 'shop-orders',
    B: '${Stage}-billing',
    C: '${Stage}-mail',
    D: undefined,
    e: 'x-${sls:stage}',
    f: undefined,
    g: '${var.stage}-tf',
    h: undefined,
    I: '${stage}-cdk',
    J: 'py',
  });
});

test('what each kind says', () => {
  const found = read(texts).map(({ by, name, handler, folder, runtime }) =>
    [by, name, handler, folder, runtime].join(' '),
  );
  expect(found.sort()).toEqual([
    'cdk F app.handler /w/src python3.13',
    'cdk F app.handler /w/src python3.13',
    'cloudformation B b.c  ',
    'package.json w  /w nodejs',
    'sam A app.handler /w/src python3.13',
    'serverless a src/a.b /w nodejs22.x',
    'terraform f app.handler /w python3.13',
  ]);
});

test('only what stands as text is in an environment', () => {
  const environments = read(texts).map(({ by, packaging }) => [by, packaging.environment]);
  expect(environments).toContainEqual(['sam', { X: '1' }]);
  expect(environments).toContainEqual(['terraform', { A: 'b' }]);
});

test('a cut or damaged configuration never throws', () => {
  const place = fc.record({
    path: fc.constantFrom(...Object.keys(texts)),
    at: fc.nat(700),
    remove: fc.oneof(fc.constant(100_000), fc.nat(12)),
    insert: fc.constantFrom(
      '',
      '"',
      "'",
      '{',
      '}',
      '[',
      '(',
      ':',
      '\n',
      '${',
      '<<E\n',
      '&a',
      '*a',
      '\t',
      '/*',
      '\u0000',
    ),
  });
  fc.assert(
    fc.property(place, ({ path, at, remove, insert }) => {
      const text = texts[path] ?? '';
      const damaged = text.slice(0, at) + insert + text.slice(at + remove);
      for (const { span } of read({ ...texts, [path]: damaged }))
        expect(span.end).toBeGreaterThanOrEqual(span.start);
    }),
    { numRuns: 150 },
  );
});

test('a very large template is read in time', () => {
  const many = Array.from(
    { length: 3000 },
    (_, i) =>
      `  F${i}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.f${i}\n      CodeUri: src/f${i}\n`,
  );
  expect(read({ '/w/t.yaml': `Resources:\n${many.join('')}` })).toHaveLength(3000);
});

test('HCL: blocks, labels, nested blocks, comments, heredocs', () => {
  const [block, next] = parseHcl(
    '# c\na "b" d {\n  e = "f\\"g" /* h */\n  i { j = 1 }\n  k = <<E\n}\nE\n  l = true\n}\nm {}\n',
  );
  expect([block?.type, block?.labels, next?.type]).toEqual(['a', ['b', 'd'], 'm']);
  expect(
    block?.body.entries.map(({ key, value }) => [key, value.kind === 'scalar' ? value.value : value.kind]),
  ).toEqual([
    ['e', 'f"g'],
    ['i', 'map'],
    ['k', '<<E\n}\nE'],
    ['l', true],
  ]);
});

test('HCL ends on any text', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('a', '"', '${', '{', '}', '[', ']', '(', '=', '\n', '<<E', '#', '/*', ',', ' ', '\\'),
        { maxLength: 40 },
      ),
      (parts) => {
        parseHcl(parts.join(''));
      },
    ),
    { numRuns: 400 },
  );
  parseHcl('a { '.repeat(2000));
  parseHcl(`a = ${'['.repeat(5000)}`);
});

test('functions made by Fn::ForEach, and layers by name', () => {
  const [found] = read({
    '/w/t.yaml': `Resources:
  Fn::ForEach::Each:
    - Name
    - [A, B]
    - Fn\${Name}:
        Type: AWS::Serverless::Function
        Properties: { Handler: app.handler, Runtime: python3.13, Layers: [!Ref ProtectLambdaLayer, { Ref: Other }] }
`,
  });
  expect([found?.handler, found?.packaging.layers]).toEqual(['app.handler', ['ProtectLambdaLayer', 'Other']]);
});
