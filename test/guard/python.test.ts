// The Python guard on the system's Python: the shared cases, and guarded functions under a loop that speaks the Runtime
// API as AWS's client does. Without python3 every test here is skipped.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { callers } from './callers.ts';
import { type Outcome, type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

const root = join(import.meta.dirname, '..', '..');
const guardFolder = join(root, 'guard', 'python');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const blocked = 'Security Violation...';

interface CaseLine {
  readonly file: string;
  readonly name: string;
  readonly ok: boolean;
  readonly skipped?: boolean;
}

test.skipIf(!hasPython)('the Python guard agrees with every shared case', () => {
  const run = spawnSync('python3', [join(guardFolder, 'run_cases.py')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): CaseLine => JSON.parse(line));
  expect(run.stderr).toBe('');
  expect(lines.filter((line) => !line.ok)).toEqual([]);
  expect(lines.filter((line) => line.skipped !== true).length).toBeGreaterThan(500);
});

test.skipIf(!hasPython)('what is proved clean is clean when everything is walked', () => {
  const run = spawnSync('python3', [join(guardFolder, 'fuzz_proof.py'), '20', '1500'], { encoding: 'utf8' });
  expect(run.stdout.trim().split('\n').slice(0, -1)).toEqual([]);
  expect(run.status).toBe(0);
});

interface FunctionFiles {
  readonly [name: string]: string;
}

interface RunningFunction {
  readonly api: RuntimeApi;
  readonly folder: string;
  /** Everything that the function wrote to standard output, up to now. */
  log(): string;
}

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function writeFiles(folder: string, files: FunctionFiles): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function start(
  files: FunctionFiles,
  env: Readonly<Record<string, string>> = {},
  command: readonly string[] = [],
): Promise<RunningFunction> {
  const folder = mkdtempSync(join(tmpdir(), 'guard-python-'));
  writeFiles(folder, files);
  copyFileSync(join(guardFolder, 'protect_lambda.py'), join(folder, 'protect_lambda.py'));
  const api = await startRuntimeApi();
  // A file, not a pipe: what a function wrote before its answer is then there when the answer is.
  const logFile = join(folder, 'log.txt');
  const output = openSync(logFile, 'w');
  const [program = 'python3', ...args] = [
    ...command,
    'python3',
    '-B',
    join(root, 'test/guard/runtime_loop.py'),
  ];
  const child: ChildProcess = spawn(program, args, {
    env: {
      PATH: process.env['PATH'] ?? '',
      AWS_LAMBDA_RUNTIME_API: api.address,
      AWS_LAMBDA_FUNCTION_NAME: 'demo',
      AWS_LAMBDA_FUNCTION_VERSION: '7',
      AWS_EXECUTION_ENV: 'AWS_Lambda_python3.11',
      LAMBDA_TASK_ROOT: folder,
      _HANDLER: 'app.handler',
      ...env,
    },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  cleanups.push(async () => {
    await api.close();
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return { api, folder, log: () => readFileSync(logFile, 'utf8') };
}

const answer = (outcome: Outcome): unknown => JSON.parse(outcome.body.toString('utf8'));

function records(log: string): Record<string, unknown>[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line));
}

const guarded = (body: string, decorator = '@protect_lambda') =>
  `import json\nfrom protect_lambda import protect_lambda\n\n${decorator}\n${body}`;
const echo = guarded('def handler(event, context):\n    return event\n');
const inRules = '#@ id: evil-word\nevil\n';

test.skipIf(!hasPython)(
  'the example of the first utility: its rule, its answer, its line in the log',
  async () => {
    const rule = '.*(call|check_output|system|popen|run|local|spawn).*\\(.*';
    const files = {
      'code_protect.txt': `${rule}\n`,
      'app.py':
        'import subprocess\nfrom protect_lambda import protect_lambda\n\n@protect_lambda\ndef handler(event, context):\n' +
        '    command = "file " + event["name"]\n' +
        '    filetype = subprocess.check_output(command,shell=True).decode("utf-8")\n    return filetype\n',
    };
    const text = await start(files, { PROTECT_LAMBDA_LOG: 'text' });
    expect(answer(await text.api.invoke({ name: 'x' }))).toBe(blocked);
    expect(text.log()).toBe(`Code Rule Violation for ${rule}\n`);

    const json = await start(files);
    const outcome = await json.api.invoke({ name: 'x' });
    expect(answer(outcome)).toBe(blocked);
    const [record, ...others] = records(json.log());
    expect(others).toEqual([]);
    expect(record).toEqual({
      message: `Code Rule Violation for ${rule}`,
      violation: 'code',
      rule: 'line-1',
      mode: 'block',
      file: 'app.py',
      line: 7,
      requestId: outcome.requestId,
      function: 'demo',
      version: '7',
      match: expect.stringMatching(/^sha256:[0-9a-f]{16}$/),
    });
  },
);

test.skipIf(!hasPython)(
  'clean answers leave byte for byte, warm and cold, and context is whole',
  async () => {
    const { api, log } = await start({
      'in_protect.txt': inRules,
      'out_protect.txt': 'secret\n',
      'app.py': guarded(
        'def handler(event, context):\n' +
          '    if event.get("who"):\n' +
          '        return {"id": context.aws_request_id, "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis() > 0, "cog": context.identity.cognito_identity_id, "client": context.client_context["a"]}\n' +
          '    return {"é": [1.50, None, {"n": 1e3}], "t": "\\u2028", "s": event["s"]}\n',
      ),
    });
    const plain = await start({
      'app.py':
        'def handler(event, context):\n    return {"é": [1.50, None, {"n": 1e3}], "t": "\\u2028", "s": event["s"]}\n',
    });
    for (const s of ['a', '%41 + &amp; \\u0041', '😀\u0000']) {
      const here = await api.invoke({ s });
      const there = await plain.api.invoke({ s });
      expect(here.kind).toBe('response');
      expect(here.body.equals(there.body)).toBe(true);
    }
    const outcome = await api.invoke(
      { who: 1 },
      { clientContext: '{"a":"b"}', cognitoIdentity: '{"cognitoIdentityId":"c"}', functionArn: 'arn:x' },
    );
    expect(answer(outcome)).toEqual({
      id: outcome.requestId,
      arn: 'arn:x',
      left: true,
      cog: 'c',
      client: 'b',
    });
    expect(log()).toBe('');
  },
);

test.skipIf(!hasPython)('exceptions of the handler pass through untouched', async () => {
  const { api, log } = await start({
    'in_protect.txt': inRules,
    'out_protect.txt': 'secret\n',
    'app.py': guarded(
      'class Boom(Exception):\n    pass\n\n@protect_lambda\ndef handler(event, context):\n    raise Boom("secret " + event["a"])\n',
      '',
    ),
  });
  const outcome = await api.invoke({ a: 'x' });
  expect(outcome.kind).toBe('error');
  expect(outcome.headers['lambda-runtime-function-error-type']).toBe('Boom');
  expect(answer(outcome)).toMatchObject({ errorMessage: 'secret x', errorType: 'Boom' });
  expect(log()).toBe('[ERROR] Boom: secret x\n');
});

test.skipIf(!hasPython)('async handlers run, and keep their event loop', async () => {
  const { api } = await start({
    'in_protect.txt': inRules,
    'out_protect.txt': 'secret\n',
    'app.py': guarded(
      'async def handler(event, context):\n    import asyncio\n    await asyncio.sleep(0)\n    return {"loop": id(asyncio.get_running_loop()), "s": event.get("s")}\n',
    ),
  });
  const first = answer(await api.invoke({}));
  expect(answer(await api.invoke({}))).toEqual(first);
  expect(answer(await api.invoke({ s: 'the secret' }))).toBe(blocked);
  expect(answer(await api.invoke({ s: 'evil' }))).toBe(blocked);
});

test.skipIf(!hasPython)(
  'objects that can be called, methods, decorators above and below, and wrapping twice',
  async () => {
    const { api } = await start({
      'in_protect.txt': inRules,
      'app.py': `import functools
from protect_lambda import protect_lambda

class Callable:
    def __call__(self, event, context):
        return "object"

class Service:
    @protect_lambda
    def method(self, event, context):
        return "method"

def shout(inner):
    @functools.wraps(inner)
    def outer(event, context):
        return inner(event, context) + "!"
    return outer

@protect_lambda(mode="monitor")
@shout
def below(event, context):
    return "below"

objects = {
    "object": protect_lambda(Callable()),
    "method": Service().method,
    "below": below,
    "twice": protect_lambda(protect_lambda(lambda event, context: "twice")),
}

def handler(event, context):
    return objects[event["which"]]({"a": event["a"]}, context)
`,
    });
    for (const [which, good, bad] of [
      ['object', 'object', blocked],
      ['method', 'method', blocked],
      ['below', 'below!', 'below!'],
      ['twice', 'twice', blocked],
    ]) {
      expect(answer(await api.invoke({ which, a: 'good' })), which).toBe(good);
      expect(answer(await api.invoke({ which, a: 'evil' })), which).toBe(bad);
    }
  },
);

test.skipIf(!hasPython)('streamed chunks are searched across their borders before they leave', async () => {
  const { api } = await start({
    'out_protect.txt': '#@ id: s\nsecret\n',
    'app.py': `from protect_lambda import SecurityViolation, protect_lambda

@protect_lambda
def stream(event, context):
    for chunk in event["chunks"]:
        yield chunk.encode() if event.get("bytes") else chunk

def handler(event, context):
    left = []
    try:
        for chunk in stream(event, context):
            left.append(chunk if isinstance(chunk, str) else chunk.decode())
    except SecurityViolation as problem:
        left.append("raised " + str(problem))
    return left
`,
  });
  const send = async (event: unknown) => answer(await api.invoke(event));
  expect(await send({ chunks: ['a', 'b', ''] })).toEqual(['a', 'b', '']);
  expect(await send({ chunks: ['a se', 'cret'] })).toEqual(['a se', `raised ${blocked}`]);
  expect(await send({ chunks: ['the secret', 'b'] })).toEqual([blocked]);
  expect(await send({ chunks: ['a se', 'cret'], bytes: true })).toEqual(['a se', `raised ${blocked}`]);
});

test.skipIf(!hasPython)(
  'the code of imported modules is inspected, that of installed packages is not',
  async () => {
    const { api, folder, log } = await start({
      'code_protect.txt': '#@ id: dynamic-eval\n#@ lang: python\n#@ where: code\n\\beval\\(\n',
      'lib/__init__.py': '',
      'lib/work.py': 'def work(x):\n    """eval("""\n    return x  # eval(\n',
      'lib/other.py': 'eval("1")\n',
      'vendored/__init__.py': 'value = eval("1")\n',
      'vendored-1.0.dist-info/RECORD': 'vendored/__init__.py,,\n',
      'app.py': guarded(
        'def handler(event, context):\n    return "ran"\n',
        'import vendored\nfrom lib import work\n@protect_lambda',
      ),
    });
    expect(answer(await api.invoke({}))).toBe('ran');
    writeFileSync(join(folder, 'lib/work.py'), 'def work(x):\n    return eval(x)\n');
    expect(answer(await api.invoke({}))).toBe(blocked);
    expect(records(log())).toMatchObject([
      { rule: 'dynamic-eval', file: 'lib/work.py', line: 2, violation: 'code' },
    ]);
    writeFileSync(
      join(folder, 'lib/work.py'),
      'def work(x):\n    return eval(x)  # protect: allow dynamic-eval -- x is ours\n',
    );
    expect(answer(await api.invoke({}))).toBe('ran');
  },
);

test.skipIf(!hasPython)('no content of events or responses reaches the log', async () => {
  const marker = 'CONTENTMARKER';
  const rules = '#@ id: r\n(?i)contentmarker\\w*\n';
  for (const env of [
    {},
    { PROTECT_LAMBDA_LOG: 'text' },
    { PROTECT_LAMBDA_EMF: '1' },
    { AWS_LAMBDA_LOG_FORMAT: 'JSON' },
  ]) {
    const { api, log } = await start(
      {
        'in_protect.txt': rules.replace('contentmarker', 'content[m]arker'),
        'out_protect.txt': rules.replace('contentmarker', 'content[m]arker'),
        'app.py': guarded('def handler(event, context):\n    return {"a": "CONTENT" + "MARKER"}\n'),
      },
      env,
    );
    await api.invoke({ a: `${marker}\n{"x":1}`, [`${marker} key`]: { [`${marker}`]: 'x' } });
    await api.invoke({ a: `%25252525252525${marker}`, b: ['%4E'.repeat(3)] });
    await api.invoke({ body: JSON.stringify({ cmd: [marker], [`${marker}!`]: marker }) });
    await api.invoke({});
    expect(log().split('\n').length).toBeGreaterThan(4);
    expect(log()).not.toContain(marker);
  }
});

test.skipIf(!hasPython)(
  'records in JSON log format carry level and time, and metrics when wanted',
  async () => {
    const files = { 'in_protect.txt': inRules, 'app.py': echo };
    const json = await start(files, { AWS_LAMBDA_LOG_FORMAT: 'JSON' });
    await json.api.invoke({ a: 'evil' });
    expect(records(json.log())).toMatchObject([
      {
        level: 'ERROR',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        rule: 'evil-word',
      },
    ]);
    const emf = await start(files, { PROTECT_LAMBDA_EMF: '1', PROTECT_LAMBDA_EMF_NAMESPACE: 'Ours' });
    await emf.api.invoke({ a: 'evil' });
    expect(records(emf.log())).toMatchObject([
      {
        Violations: 1,
        kind: 'in',
        _aws: {
          CloudWatchMetrics: [
            {
              Namespace: 'Ours',
              Dimensions: [['function', 'rule', 'kind']],
              Metrics: [{ Name: 'Violations', Unit: 'Count' }],
            },
          ],
        },
      },
    ]);
  },
);

test.skipIf(!hasPython)('hostile events end in a verdict in time', async () => {
  const { api, log } = await start(
    {
      'in_protect.txt': `${inRules}(?:a+)+!\n\\d+x\\d+x\\d+y\n`,
      'app.py': guarded('def handler(event, context):\n    return "ran"\n'),
    },
    { PROTECT_LAMBDA_BUDGET_MS: '1000' },
  );
  const nested = (depth: number, inner: string) => '['.repeat(depth) + inner + ']'.repeat(depth);
  let json = '"evil"';
  for (let i = 0; i < 9; i++) json = JSON.stringify(json);
  const hostile: [string, string | Buffer, string[]][] = [
    ['ten megabytes', JSON.stringify({ a: 'x'.repeat(10_000_000) }), ['ran', blocked]],
    [
      'ten megabytes of many strings',
      JSON.stringify(Array.from({ length: 400_000 }, (_, n) => `value ${n} %20`)),
      ['ran', blocked],
    ],
    ['a long run of a', JSON.stringify({ a: 'a'.repeat(500_000) }), ['ran', blocked]],
    ['many digits', JSON.stringify({ a: '1x1x'.repeat(100_000) }), ['ran', blocked]],
    ['nested text', JSON.stringify({ body: nested(10_000, '"evil"') }), [blocked]],
    ['nested deeper with a hit in plain text', JSON.stringify({ body: nested(200, '"evil"') }), [blocked]],
    ['percent within percent', JSON.stringify({ a: `${'%25'.repeat(10_000)}65vil` }), [blocked, 'ran']],
    ['percent nine deep', JSON.stringify({ a: `%${'25'.repeat(9)}65vil` }), [blocked]],
    ['JSON nine deep', `{"a":${json}}`, [blocked]],
    [
      'a bomb',
      JSON.stringify({ awslogs: { data: gzipSync(Buffer.alloc(60_000_000, 32)).toString('base64') } }),
      [blocked],
    ],
    [
      'invalid UTF-8',
      JSON.stringify({ isBase64Encoded: true, body: Buffer.from([255, 254, 0, 200]).toString('base64') }),
      ['ran'],
    ],
    [
      'invalid UTF-8 that hides nothing',
      JSON.stringify({ isBase64Encoded: true, body: Buffer.from('\xffevil', 'latin1').toString('base64') }),
      [blocked],
    ],
    ['lone surrogates', '{"a":"\\ud800evil\\udfff"}', [blocked]],
    ['prototype tricks', '{"__proto__":{"__class__":"evil"},"constructor":1}', [blocked]],
    ['a big number', `{"a":${'9'.repeat(4000)},"b":"evil"}`, [blocked]],
  ];
  for (const [name, event, allowed] of hostile) {
    const begun = Date.now();
    const outcome = await api.invoke(event);
    expect(outcome.kind, `${name}: ${log().slice(-500)}`).toBe('response');
    expect(allowed, name).toContain(answer(outcome));
    expect(Date.now() - begun, name).toBeLessThan(8000);
  }
  expect(answer(await api.invoke({ a: 'fine' }))).toBe('ran');
  // Thousands of levels stop the runtime's own parser before the guard sees them; the function lives on.
  await api.invoke(nested(10_000, '1'));
  expect(answer(await api.invoke({ a: 'evil' }))).toBe(blocked);
});

test.skipIf(!hasPython)('cyclic and exotic responses are no reason to fail', async () => {
  const { api } = await start({
    'out_protect.txt': '#@ id: s\nsecret\n',
    'app.py': `from protect_lambda import protect_lambda

class Odd:
    def __str__(self):
        raise ValueError("no text")

def deep(value):
    for _ in range(10000):
        value = [value]
    return value

def cycle():
    value = ["x"]
    value.append(value)
    return value

shapes = {
    "cycle": cycle,
    "odd": lambda: {"a": Odd(), 1: "x", (1, 2): "y"},
    "deep": lambda: deep("x"),
    "deep secret": lambda: deep("secret"),
    "bytes": lambda: b"secret \\xff",
    "set": lambda: {"secret"},
    "tuple": lambda: ("a", {"b": "secret"}),
    "number": lambda: 12,
    "nothing": lambda: None,
    "big": lambda: {"a": 10 ** 5000},
}

@protect_lambda
def make(event, context):
    return shapes[event["shape"]]()

def handler(event, context):
    result = make(event, context)
    return result if isinstance(result, str) else type(result).__name__
`,
  });
  const shape = async (name: string) => answer(await api.invoke({ shape: name }));
  expect(await shape('cycle')).toBe(blocked); // a part of it could not be searched
  expect(await shape('odd')).toBe('dict');
  expect(await shape('deep')).toBe('list');
  expect(await shape('deep secret')).toBe(blocked);
  expect(await shape('bytes')).toBe(blocked);
  expect(await shape('set')).toBe(blocked);
  expect(await shape('tuple')).toBe(blocked);
  expect(await shape('number')).toBe('int');
  expect(await shape('nothing')).toBe('NoneType');
  expect(await shape('big')).toBe('dict');
});

test.skipIf(!hasPython)('what happens without rules, and when the source is not there', async () => {
  const none = await start({ 'app.py': echo });
  expect(answer(await none.api.invoke({ a: 1 }))).toBe(blocked);
  expect(records(none.log())).toMatchObject([{ failure: 'no-rule-files', function: 'demo' }]);
  expect(none.log()).not.toContain('iolation');
  const allowed = await start({ 'app.py': echo }, { PROTECT_LAMBDA_ON_ERROR: 'allow' });
  expect(answer(await allowed.api.invoke({ a: 1 }))).toEqual({ a: 1 });
  const text = await start({ 'in_protect.txt': '(?=a)\n', 'app.py': echo }, { PROTECT_LAMBDA_LOG: 'text' });
  expect(answer(await text.api.invoke({ a: 1 }))).toBe(blocked);
  expect(text.log()).toBe('Lambda Protect failed: bad-pattern file=in_protect.txt rule=line-1\n');
});

test.skipIf(!hasPython)(
  'a custom resource is failed on its callback, and only on hosts that are allowed',
  async () => {
    const calls: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (data: Buffer) => {
        body += data.toString('utf8');
      });
      request.on('end', () => {
        calls.push(`${request.method} ${request.url} ${body}`);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(async () => {
      server.close();
    });
    const bound = server.address();
    const host = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
    const event = {
      RequestType: 'Create',
      ResponseURL: `http://${host}/put?sig=1`,
      StackId: 's',
      RequestId: 'q',
      LogicalResourceId: 'l',
      ResourceProperties: { a: 'evil' },
    };
    const files = { 'in_protect.txt': inRules, 'app.py': echo };
    const open = await start(files, { PROTECT_LAMBDA_CALLBACK_HOSTS: host });
    expect(answer(await open.api.invoke(event))).toBe(blocked);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain('PUT /put?sig=1 ');
    expect(JSON.parse(calls[0]?.slice('PUT /put?sig=1 '.length) ?? '')).toEqual({
      Status: 'FAILED',
      Reason: blocked,
      PhysicalResourceId: 'blocked',
      StackId: 's',
      RequestId: 'q',
      LogicalResourceId: 'l',
    });
    const closed = await start(files);
    expect((await closed.api.invoke(event)).kind).toBe('error');
    expect(calls).toHaveLength(1);
  },
);

test.skipIf(!hasPython)('the layer guards a function by configuration only', async () => {
  const layer = mkdtempSync(join(tmpdir(), 'guard-layer-'));
  cleanups.push(async () => rmSync(layer, { recursive: true, force: true }));
  mkdirSync(join(layer, 'python'), { recursive: true });
  mkdirSync(join(layer, 'protect-lambda'), { recursive: true });
  copyFileSync(join(guardFolder, 'protect_lambda.py'), join(layer, 'python/protect_lambda.py'));
  copyFileSync(
    join(root, 'guard/layer/python/protect_lambda_redirect.py'),
    join(layer, 'python/protect_lambda_redirect.py'),
  );
  copyFileSync(join(root, 'guard/layer/wrap'), join(layer, 'protect-lambda/wrap'));
  const files = {
    'in_protect.txt': inRules,
    'code_protect.txt': '#@ id: e\n#@ where: code\neval\\(\n',
    'src/app.py': 'def handler(event, context):\n    return "ran " + __name__\n',
  };
  const env = { PYTHONPATH: join(layer, 'python'), _HANDLER: 'src/app.handler' };
  const wrapped = await start(files, env, ['sh', join(layer, 'protect-lambda/wrap')]);
  expect(answer(await wrapped.api.invoke({ a: 'good' }))).toBe('ran src.app');
  expect(answer(await wrapped.api.invoke({ a: 'evil' }))).toBe(blocked);

  const redirected = await start(files, {
    ...env,
    _HANDLER: 'protect_lambda_redirect.handler',
    PROTECT_LAMBDA_HANDLER: 'src/app.handler',
  });
  expect(answer(await redirected.api.invoke({ a: 'good' }))).toBe('ran src.app');
  expect(answer(await redirected.api.invoke({ a: 'evil' }))).toBe(blocked);

  const missing = await start(files, { ...env, _HANDLER: 'src/gone.handler' }, [
    'sh',
    join(layer, 'protect-lambda/wrap'),
  ]);
  expect((await missing.api.initError).headers['lambda-runtime-function-error-type']).toBe(
    'Runtime.ImportModuleError',
  );
});

test.skipIf(!hasPython)('the caller is named where that is asked for, and nowhere else', async () => {
  const files = {
    'out_protect.txt': '#@ id: secret\nsecret\n',
    'app.py': guarded('def handler(event, context):\n    return "secret"\n'),
  };
  const asked = await start(files, { PROTECT_LAMBDA_SOURCE: 'address' });
  for (const [event] of callers) await asked.api.invoke(event);
  expect(records(asked.log()).map((record) => record['source'])).toEqual(
    callers.map(([, address]) => address),
  );
  const silent = await start(files, {});
  for (const [event] of callers) await silent.api.invoke(event);
  expect(silent.log()).not.toContain('source');
});
