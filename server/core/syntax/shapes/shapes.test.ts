import { beforeAll, expect, test } from 'vitest';
import { createTreeParser } from '../../../platform/tree-sitter.ts';
import type { TreeParser } from '../syntax-tree.ts';
import { entryPointFinders } from './index.ts';

let parser: TreeParser;

beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

/** `expected`: what looks like a handler, as `name form likeness [guarded] [callback] [streaming]`. */
function checkShapes(language: string, text: string, expected: readonly string[]): void {
  const tree = parser.parse(language, text);
  if (tree === undefined) throw new Error(`no grammar: ${language}`);
  const found = entryPointFinders[language]?.(tree) ?? [];
  const lines = found
    .filter((entry) => entry.likeness !== 'no')
    .map((entry) =>
      [
        entry.exportName,
        entry.form.form,
        entry.likeness,
        ...(entry.guarded ? ['guarded'] : []),
        ...(entry.callback ? ['callback'] : []),
        ...(entry.streaming ? ['streaming'] : []),
      ].join(' '),
    );
  for (const entry of found) expect(text.slice(entry.name.start, entry.name.end)).not.toBe('');
  tree.dispose();
  expect(lines).toEqual(expected);
}

test.each<[string, string, readonly string[]]>([
  ['def', 'def lambda_handler(event, context):\n  pass', ['lambda_handler python-def certain']],
  ['async def', 'async def handler(event, _context): pass', ['handler python-def certain']],
  ['any name, usual parameters', 'def work(evt, ctx): pass', ['work python-def likely']],
  ['names that are common elsewhere', 'def view(request, c): pass\ndef key(e, _): pass', []],
  ['a function that is no handler', 'def add(a, b): return a + b', []],
  ['a method is none', 'class A:\n  def handler(self, event, context): pass', []],
  [
    'Powertools decorators',
    '@logger.inject_lambda_context(log_event=True)\n@tracer.capture_lambda_handler\ndef go(e, c): pass',
    ['go python-def certain'],
  ],
  [
    'a guarded def',
    'from protect_lambda import protect_lambda\n@protect_lambda\ndef handler(event, context): pass',
    ['handler python-def certain guarded'],
  ],
  [
    'guarded under another name',
    'from protect_lambda import protect_lambda as p\n@p(mode="block")\ndef handler(event, context): pass',
    ['handler python-def certain guarded'],
  ],
  [
    'a decorator of the same name from elsewhere is no guard',
    'from mine import p\n@p\ndef handler(event, context): pass',
    ['handler python-def certain'],
  ],
  ['an assigned callable', 'handler = Mangum(app)', ['handler python-assigned certain']],
  ['an assigned lambda', 'handler = lambda event, context: 1', ['handler python-assigned certain']],
  [
    'assigned and guarded',
    'from protect_lambda import protect_lambda\ndef go(event, context): pass\nhandler = protect_lambda(go)',
    ['go python-def certain', 'handler python-assigned likely guarded'],
  ],
  ['a bound method', 'lambda_handler = App().handle', ['lambda_handler python-assigned likely']],
  [
    'inside try',
    'try:\n  def handler(event, context): pass\nexcept Exception:\n  pass',
    ['handler python-def certain'],
  ],
  ['any arguments', 'def lambda_handler(*args): pass', ['lambda_handler python-def certain']],
])('Python: %s', (_, text, expected) => checkShapes('python', text, expected));

test.each<[string, string, readonly string[]]>([
  ['exports.x = function', 'exports.handler = async function (event) {}', ['handler expression likely']],
  [
    'module.exports.x = arrow',
    'module.exports.run = async (event, context) => {}',
    ['run expression certain'],
  ],
  [
    'a callback handler',
    'exports.handler = (event, context, callback) => callback()',
    ['handler expression certain callback'],
  ],
  [
    'module.exports = { shorthand function }',
    'async function handler(event, context) {}\nmodule.exports = { handler }',
    ['handler shorthand certain'],
  ],
  [
    'module.exports = { shorthand constant }',
    'const handler = async (event, context) => {}\nmodule.exports = { handler }',
    ['handler expression certain'],
  ],
  [
    'module.exports = { method }',
    'module.exports = { async handler(event, context) {} }',
    ['handler object-method certain'],
  ],
  [
    'module.exports = { pair }',
    'module.exports = { "handler": async (event, context) => {} }',
    ['handler expression certain'],
  ],
  [
    'chained exports',
    'exports.a = exports.handler = async (event, context) => {}',
    ['a expression certain', 'handler expression certain'],
  ],
  ['export const', 'export const handler = async (event) => {}', ['handler expression likely']],
  ['export function', 'export async function handler(event, context) {}', ['handler function certain']],
  [
    'export default function',
    'export default async function (event, context) {}',
    ['default expression certain'],
  ],
  [
    'export default named function',
    'export default async function go(event, context) {}',
    ['default function certain'],
  ],
  ['export default arrow', 'export default async (event, context) => {}', ['default expression certain']],
  [
    'export default name of a constant',
    'const h = async (event, context) => {}\nexport default h',
    ['default expression certain'],
  ],
  [
    'export { x }',
    'const main = async (event, context) => {}\nexport { main as handler }',
    ['handler expression certain'],
  ],
  [
    'export { function }',
    'function main(event, context) {}\nexport { main as handler }',
    ['handler specifier certain'],
  ],
  [
    'a bound method',
    'const api = new Api();\nexport const handler = api.handler.bind(api)',
    ['handler expression likely'],
  ],
  [
    'middy',
    'import middy from "@middy/core"\nexport const handler = middy(base).use(a()).use(b())',
    ['handler middy certain'],
  ],
  [
    'middy in a constant',
    'const middy = require("@middy/core")\nconst h = middy(async (event, context) => {}).use(a())\nmodule.exports = { handler: h }',
    ['handler middy certain'],
  ],
  [
    'middy().handler(fn)',
    'export const handler = middy().use(a()).handler(async (event, context) => {})',
    ['handler middy certain'],
  ],
  [
    'streaming',
    'exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {})',
    ['handler streaming certain streaming'],
  ],
  [
    'guarded',
    'import { protectLambda } from "protect-lambda"\nexport const handler = protectLambda(async (event, context) => {})',
    ['handler expression certain guarded'],
  ],
  [
    'guarded with require',
    'const { protectLambda: p } = require("protect-lambda")\nexports.handler = p(async (event) => {})',
    ['handler expression likely guarded'],
  ],
  [
    'guarded streaming',
    'const { protectLambda } = require("protect-lambda")\nexports.handler = awslambda.streamifyResponse(protectLambda(async (event, stream) => {}))',
    ['handler streaming certain guarded streaming'],
  ],
  [
    'guarded middy',
    'import { protectLambda } from "protect-lambda"\nexport const handler = middy(base).use(protectLambda.middleware()).use(b())',
    ['handler middy certain guarded'],
  ],
  [
    'guarded by a statement',
    'import { protectLambda } from "protect-lambda"\nconst handler = middy(base)\nhandler.use(protectLambda.middleware())\nexport { handler }',
    ['handler middy certain guarded'],
  ],
  ['a click handler is none', 'export const clickHandler = (event) => {}', []],
  ['a plain export is none', 'export const add = (a, b) => a + b\nexport const n = 3', []],
  ['an express middleware is none', 'export const auth = (req, res, next) => {}', []],
])('JavaScript: %s', (_, text, expected) => checkShapes('javascript', text, expected));

test.each<[string, string, readonly string[]]>([
  [
    'types of other libraries',
    'export const go: RequestHandler = async (x, y) => {}\nexport const b = (x: Context, y: C) => {}\nexport const c: Handler = () => {}',
    [],
  ],
  ['a helper that takes the event', 'export function ids(event: SQSEvent): string[] { return [] }', []],
  [
    'an event and a context',
    'export const go = async (e: SQSEvent, c: Context) => {}',
    ['go expression certain'],
  ],
  [
    'a typed constant',
    'import type { Handler } from "aws-lambda"\nexport const go: Handler<A, B> = async (x) => {}',
    ['go expression certain'],
  ],
  [
    'typed parameters',
    'export const go = async (x: APIGatewayProxyEvent): Promise<R> => {}',
    ['go expression likely'],
  ],
  [
    'satisfies',
    'export const handler = (async (event) => {}) satisfies Handler',
    ['handler expression likely'],
  ],
  [
    'overloads',
    'export function handler(event: A): B\nexport function handler(event: any, context: any) {}',
    ['handler function certain'],
  ],
  [
    'export =',
    'const handler = async (event, context) => {}\nexport = { handler }',
    ['handler expression certain'],
  ],
  [
    'a class with decorators, bound',
    'class L implements LambdaInterface { @logger.injectLambdaContext() async handler(e, c) {} }\nconst l = new L();\nexport const handler = l.handler.bind(l);',
    ['handler expression likely'],
  ],
  [
    'a static method',
    'export class Api { static async handler(event: SQSEvent, context: Context) {} }',
    ['Api.handler other certain'],
  ],
])('TypeScript: %s', (_, text, expected) => checkShapes('typescript', text, expected));

test('Java: RequestHandler, and any method with a context', () =>
  checkShapes(
    'java',
    'public class App implements RequestHandler<A, B> { public B handleRequest(A a, Context c) {} public void other(A a, Context c) {} private void no(A a, Context c) {} public int len(String s) {} }',
    ['App::handleRequest other certain', 'App::other other likely'],
  ));

test('Go: what lambda.Start is given', () =>
  checkShapes(
    'go',
    'package main\nimport "github.com/aws/aws-lambda-go/lambda"\nfunc work(ctx context.Context) error { return nil }\nfunc main() { lambda.Start(work) }',
    ['work other certain'],
  ));

test('Ruby: top level and class methods', () =>
  checkShapes(
    'ruby',
    'def handler(event:, context:)\nend\nmodule A\n class B\n  def self.process(event:, context:)\n  end\n  def no(event:, context:)\n  end\n end\nend',
    ['handler other certain', 'A::B.process other certain'],
  ));

test('C#: methods that take the context', () =>
  checkShapes(
    'csharp',
    'namespace N.M;\npublic class F { public string FunctionHandler(string s, ILambdaContext c) => s; public int No(int i) => i; }',
    ['N.M.F::FunctionHandler other certain'],
  ));
