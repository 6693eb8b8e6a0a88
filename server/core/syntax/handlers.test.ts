import { beforeAll, expect, test } from 'vitest';
import { documentParsers } from '../../platform/documents.ts';
import { createTreeParser } from '../../platform/tree-sitter.ts';
import { functionFiles } from './function-files.ts';
import { findHandlers, type Handlers } from './handlers.ts';
import { inMemoryFiles } from './source-files.ts';
import type { TreeParser } from './syntax-tree.ts';

let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

function find(contents: Readonly<Record<string, string>>): Handlers {
  const files = inMemoryFiles(
    Object.fromEntries(Object.entries(contents).map(([path, text]) => [`/w/${path}`, text])),
  );
  return findHandlers({ files, documents: documentParsers, parse: parser.parse });
}

/** `expected`: `file name by,by confidence [guarded]`, and `? handler` for what leads nowhere. */
function checkHandlers(contents: Readonly<Record<string, string>>, expected: readonly string[]): void {
  const { handlers, unresolved } = find(contents);
  const lines = handlers.map(({ file, exportName, configured, confidence, guarded }) => {
    const by = configured.map((one) => one.by).join(',') || '-';
    return [file.slice(3), exportName, by, confidence, ...(guarded === 'no' ? [] : [guarded])].join(' ');
  });
  expect([...lines, ...unresolved.map((one) => `? ${one.handler ?? ''}`)]).toEqual(expected);
  for (const { configured } of handlers) {
    for (const { file, span } of configured) {
      const text = contents[file.slice(3)] ?? '';
      expect(text.slice(span.start, span.end).trim()).not.toBe('');
    }
  }
}

const py = 'def lambda_handler(event, context):\n  return 1\n';
const js = 'exports.handler = async (event) => ({})\n';
const ts = 'export const handler = async (event: unknown) => ({})\n';

test('SAM: Globals, CodeUri, nested folders', () =>
  checkHandlers(
    {
      'template.yaml': `Transform: AWS::Serverless-2016-10-31
Globals:
  Function: { Runtime: python3.12, CodeUri: src/ }
Resources:
  A: { Type: AWS::Serverless::Function, Properties: { Handler: app.lambda_handler } }
  B:
    Type: AWS::Serverless::Function
    Properties: { Handler: in.ner.lambda_handler, CodeUri: other }
  C: { Type: AWS::Serverless::Function, Properties: { Handler: index.handler, Runtime: nodejs22.x, CodeUri: node/ } }
`,
      'src/app.py': py,
      'other/in/ner.py': py,
      'node/index.mjs': 'export const handler = async (event) => ({})',
    },
    [
      'node/index.mjs handler sam high',
      'other/in/ner.py lambda_handler sam high',
      'src/app.py lambda_handler sam high',
    ],
  ));

test('SAM: !Ref and !Sub are left alone', () =>
  checkHandlers(
    {
      'template.yaml': `Resources:
  A: { Type: AWS::Serverless::Function, Properties: { Handler: !Ref H, CodeUri: src, Runtime: python3.12 } }
  B: { Type: AWS::Serverless::Function, Properties: { Handler: !Sub "\${X}.y", Runtime: python3.12 } }
  C: { Type: AWS::Serverless::Function, Properties: { Handler: app.lambda_handler, CodeUri: !Sub "s3://\${B}/k", Runtime: python3.12 } }
`,
      'src/app.py': py,
    },
    ['src/app.py lambda_handler sam high'],
  ));

test('SAM: esbuild entry points, dist folders', () =>
  checkHandlers(
    {
      'template.yml': `Resources:
  A:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [src/api.ts] } }
    Properties: { Handler: api.run, CodeUri: ., Runtime: nodejs22.x }
  B: { Type: AWS::Serverless::Function, Properties: { Handler: dist/worker.handler, CodeUri: ., Runtime: nodejs22.x } }
`,
      'src/api.ts': 'export const run = async (x: unknown) => ({})',
      'src/worker.ts': ts,
    },
    ['src/api.ts run sam high', 'src/worker.ts handler sam high'],
  ));

test('SAM: broken YAML still gives what can be read; nested stacks are files of their own', () =>
  checkHandlers(
    {
      'template.yaml': `Resources:
  A: { Type: AWS::Serverless::Function, Properties: { Handler: app.lambda_handler, Runtime: python3.12, CodeUri: src } }
  N: { Type: AWS::Serverless::Application, Properties: { Location: nested/t.yaml } }
  Broken: [
`,
      'nested/t.yaml': `Resources:
  B: { Type: AWS::Serverless::Function, Properties: { Handler: b.lambda_handler, Runtime: python3.12, CodeUri: fn } }
`,
      'src/app.py': py,
      'nested/fn/b.py': py,
    },
    ['nested/fn/b.py lambda_handler sam high', 'src/app.py lambda_handler sam high'],
  ));

test('CloudFormation: JSON, inline code, a missing function is said', () =>
  checkHandlers(
    {
      'stack.json': JSON.stringify({
        Resources: {
          A: {
            Type: 'AWS::Lambda::Function',
            Properties: { Handler: 'index.handler', Runtime: 'nodejs22.x', Code: { S3Bucket: { Ref: 'B' } } },
          },
          I: {
            Type: 'AWS::Lambda::Function',
            Properties: { Handler: 'index.x', Runtime: 'python3.12', Code: { ZipFile: 'x' } },
          },
          M: {
            Type: 'AWS::Lambda::Function',
            Properties: { Handler: 'gone.x', Runtime: 'python3.12', Code: './src' },
          },
        },
      }),
      'src/index.js': js,
    },
    ['src/index.js handler cloudformation high', '? gone.x'],
  ));

test('Serverless: yml with file includes and variables', () =>
  checkHandlers(
    {
      'serverless.yml': `service: s
provider: { name: aws, runtime: nodejs22.x }
functions:
  one: { handler: src/one.handler }
  two: \${file(fns/two.yml)}
  three: { handler: "src/\${self:custom.x}.handler" }
`,
      'fns/two.yml': 'handler: src/two.main\n',
      'src/one.ts': ts,
      'src/two.js': 'module.exports.main = async (event) => {}',
    },
    ['src/one.ts handler serverless high', 'src/two.js main serverless high'],
  ));

test('Serverless: TypeScript with constants', () =>
  checkHandlers(
    {
      'serverless.ts': `import type { AWS } from '@serverless/typescript';
const functions = { hello: { handler: 'src/hello.main' } };
const config: AWS = { service: 's', provider: { name: 'aws', runtime: 'nodejs22.x' }, functions };
module.exports = config;
`,
      'src/hello.ts': 'export const main = middy(hello)',
    },
    ['src/hello.ts main serverless high'],
  ));

test('CDK: TypeScript', () =>
  checkHandlers(
    {
      'cdk.json': '{}',
      'lib/stack.ts': `import * as lambda from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
const shared = { runtime: lambda.Runtime.PYTHON_3_12 };
export class S extends Stack { constructor(scope, id) { super(scope, id);
  new lambda.Function(this, 'P', { ...shared, handler: 'app.lambda_handler', code: lambda.Code.fromAsset('src') });
  new lambda.Function(this, 'J', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(path.join(__dirname, '../js')) });
  new NodejsFunction(this, 'api');
  new NodejsFunction(this, 'E', { entry: path.join(__dirname, '..', 'fn', 'e.ts'), handler: 'run' });
} }
`,
      'lib/stack.api.ts': ts,
      'fn/e.ts': 'export const run = async () => {}',
      'src/app.py': py,
      'js/index.js': js,
    },
    [
      'fn/e.ts run cdk high',
      'js/index.js handler cdk high',
      'lib/stack.api.ts handler cdk high',
      'src/app.py lambda_handler cdk high',
    ],
  ));

test('CDK: Python', () =>
  checkHandlers(
    {
      'cdk.json': '{}',
      'infra/stack.py': `from aws_cdk import aws_lambda as _lambda, aws_lambda_python_alpha as pyl
class S(Stack):
  def __init__(self, scope, id):
    _lambda.Function(self, "A", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.lambda_handler", code=_lambda.Code.from_asset("fa"))
    _lambda.Function(self, "B", runtime=_lambda.Runtime.PYTHON_3_12, handler="b.lambda_handler", code=_lambda.Code.from_asset(os.path.join(os.path.dirname(__file__), "..", "fb")))
    pyl.PythonFunction(self, "C", entry="fc", index="c.py", handler="go")
`,
      'fa/a.py': py,
      'fb/b.py': py,
      'fc/c.py': 'def go(x, y): pass',
    },
    ['fa/a.py lambda_handler cdk high', 'fb/b.py lambda_handler cdk high', 'fc/c.py go cdk high'],
  ));

test('Terraform: archives and the community module', () =>
  checkHandlers(
    {
      'infra/main.tf': `resource "aws_lambda_function" "a" {
  function_name = "a"
  filename      = data.archive_file.a.output_path # packed below
  handler       = "app.lambda_handler"
  runtime       = "python3.12"
  environment { variables = { X = "1" } }
}
module "b" {
  source      = "terraform-aws-modules/lambda/aws"
  handler     = "index.handler"
  runtime     = "nodejs22.x"
  source_path = "\${path.module}/../b"
}
resource "aws_lambda_function" "v" {
  handler = var.handler
  runtime = "python3.12"
}
`,
      'infra/archive.tf':
        'data "archive_file" "a" {\n  type = "zip"\n  source_dir = "${path.module}/../a"\n  output_path = "a.zip"\n}\n',
      'a/app.py': py,
      'b/index.js': js,
    },
    ['a/app.py lambda_handler terraform high', 'b/index.js handler terraform high'],
  ));

test('package.json: main of a Lambda package, a --handler in scripts', () =>
  checkHandlers(
    {
      'a/package.json': '{"name":"a","main":"dist/index.js","devDependencies":{"@types/aws-lambda":"8"}}',
      'a/src/index.ts': ts,
      'b/package.json':
        '{"name":"b","scripts":{"up":"aws lambda update-function-configuration --handler lib.run"}}',
      'b/lib.js': 'exports.run = async () => {}',
    },
    ['a/src/index.ts handler package.json high', 'b/lib.js run package.json high'],
  ));

test('shapes alone; tests and type files are none', () =>
  checkHandlers(
    {
      'one.py': py,
      'two.js': js,
      'lib.js': 'exports.add = (a, b) => a + b',
      'tests/three.py': py,
      'four.test.js': js,
      'types.d.ts': 'export declare const handler: Handler;',
    },
    ['one.py lambda_handler - medium', 'two.js handler - low'],
  ));

test('re-exports and imported names lead to the definition', () =>
  checkHandlers(
    {
      'serverless.yml':
        'provider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  a: { handler: index.go }\n  b: { handler: index.star }\n  c: { handler: main.handler, runtime: python3.12 }\n',
      'index.ts': "export { inner as go } from './lib/x.js';\nexport * from './lib/y';\n",
      'lib/x.ts': 'export async function inner() {}',
      'lib/y/index.ts': 'export const star = async () => {}',
      'main.py': 'from pkg.mod import work as handler\n',
      'pkg/mod.py': 'def work(a, b): pass\n',
    },
    [
      'lib/x.ts inner serverless high',
      'lib/y/index.ts star serverless high',
      'pkg/mod.py work serverless high',
    ],
  ));

test('Java, Go, Ruby and C#', () =>
  checkHandlers(
    {
      'template.yaml': `Resources:
  J: { Type: AWS::Serverless::Function, Properties: { Handler: "com.x.App::handleRequest", Runtime: java21, CodeUri: j } }
  G: { Type: AWS::Serverless::Function, Properties: { Handler: bootstrap, Runtime: provided.al2023, CodeUri: g/ } }
  R: { Type: AWS::Serverless::Function, Properties: { Handler: "app.M::K.process", Runtime: ruby3.3, CodeUri: r } }
  C: { Type: AWS::Serverless::Function, Properties: { Handler: "Asm::N.F::Go", Runtime: dotnet8, CodeUri: c } }
`,
      'j/src/main/java/com/x/App.java':
        'package com.x; public class App implements RequestHandler<A,B> { public B handleRequest(A a, Context c) {} }',
      'g/main.go':
        'package main\nimport "github.com/aws/aws-lambda-go/lambda"\nfunc work() {}\nfunc main() { lambda.Start(work) }',
      'r/app.rb': 'module M\n class K\n  def self.process(event:, context:)\n  end\n end\nend',
      'c/F.cs': 'namespace N { public class F { public string Go(string s) => s; } }',
    },
    [
      'c/F.cs N.F::Go sam high',
      'g/main.go work sam high',
      'j/src/main/java/com/x/App.java App::handleRequest sam high',
      'r/app.rb M::K.process sam high',
    ],
  ));

test('guarded in the code, and by the layer', () =>
  checkHandlers(
    {
      'template.yaml': `Resources:
  A: { Type: AWS::Serverless::Function, Properties: { Handler: a.handler, Runtime: python3.12, CodeUri: src } }
  B:
    Type: AWS::Serverless::Function
    Properties:
      { Handler: b.handler, Runtime: python3.12, CodeUri: src, Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: /opt/protect-lambda/wrapper } } }
`,
      'src/a.py':
        'from protect_lambda import protect_lambda\n@protect_lambda\ndef handler(event, context): pass\n',
      'src/b.py': 'def handler(event, context): pass\n',
    },
    ['src/a.py handler sam high code', 'src/b.py handler sam high layer'],
  ));

test('behind the redirect of the layer the own handler is found', () =>
  checkHandlers(
    {
      'template.yaml': `Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      Handler: protect_lambda_redirect.handler
      Runtime: python3.12
      CodeUri: src
      Environment: { Variables: { PROTECT_LAMBDA_HANDLER: app.lambda_handler } }
`,
      'src/app.py': py,
    },
    ['src/app.py lambda_handler sam high layer'],
  ));

test('files of a function: imports, transitively, and the package folder', () => {
  const contents = {
    '/w/template.yaml':
      'Resources:\n  A: { Type: AWS::Serverless::Function, Properties: { Handler: app.lambda_handler, Runtime: python3.12, CodeUri: src } }\n',
    '/w/src/app.py': `import os, helpers\nfrom pkg import (one, # c\n  two as t)\nfrom .sib import x\n${py}`,
    '/w/src/helpers.py': 'from pkg.deep.er import z',
    '/w/src/pkg/__init__.py': '',
    '/w/src/pkg/one.py': '',
    '/w/src/pkg/deep/__init__.py': '',
    '/w/src/pkg/deep/er.py': 'import shared.thing',
    '/w/src/sib.py': '',
    '/w/src/unused.py': '',
    '/w/shared/thing.py': '',
    '/w/elsewhere.py': '',
  };
  const files = inMemoryFiles(contents);
  const [handler] = findHandlers({ files, documents: documentParsers, parse: parser.parse }).handlers;
  if (handler === undefined) throw new Error('no handler');
  const { imported, packaged } = functionFiles(handler, files);
  expect(imported[0]).toBe('/w/src/app.py');
  expect([...imported].sort()).toEqual([
    '/w/shared/thing.py',
    '/w/src/app.py',
    '/w/src/helpers.py',
    '/w/src/pkg/__init__.py',
    '/w/src/pkg/deep/__init__.py',
    '/w/src/pkg/deep/er.py',
    '/w/src/pkg/one.py',
    '/w/src/sib.py',
  ]);
  expect(packaged).toEqual(['/w/src/unused.py']);
});

test('files of a function: scripts with their endings, indexes and path aliases', () => {
  const files = inMemoryFiles({
    '/w/serverless.yml':
      'provider: { name: aws, runtime: nodejs22.x }\nplugins: [serverless-esbuild]\nfunctions: { a: { handler: src/a.handler } }\n',
    '/w/tsconfig.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
    '/w/src/a.ts': `import x from './x.js';\nimport * as y from "../y";\nexport * from '@lib/z';\nconst w = require('./w');\nawait import('node:fs');\n${ts}`,
    '/w/src/x.ts': '',
    '/w/y/index.tsx': '',
    '/w/lib/z.ts': '',
    '/w/src/w.cjs': '',
    '/w/src/unused.ts': '',
  });
  const [handler] = findHandlers({ files, documents: documentParsers, parse: parser.parse }).handlers;
  if (handler === undefined) throw new Error('no handler');
  const { imported, packaged } = functionFiles(handler, files);
  expect([...imported].sort()).toEqual([
    '/w/lib/z.ts',
    '/w/src/a.ts',
    '/w/src/w.cjs',
    '/w/src/x.ts',
    '/w/y/index.tsx',
  ]);
  expect(packaged).toEqual([]);
});
