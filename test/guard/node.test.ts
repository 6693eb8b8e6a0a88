import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildGuard } from '../../tools/build-guard.ts';
import { layerFiles } from '../../tools/layer.ts';
import {
  type Installed,
  type NodeLine,
  nodeBinary,
  nodeVersions,
  runtimeClient,
} from '../../tools/node-versions.ts';
import { casesFolder } from './cases.ts';
import { type FunctionOptions, type RunningFunction, runFunction } from './run-function.ts';

const run = promisify(execFile);
const place = mkdtempSync(join(tmpdir(), 'guard-node-'));
const dist = join(place, 'guard');
const lines: readonly NodeLine[] = [18, 20, 22, 24];
const blocked = 'Security Violation...';

beforeAll(() => buildGuard(dist));
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe.each(lines)('Node.js %i', (line) => {
  let node: Installed;
  beforeAll(async () => {
    node = await nodeBinary(line);
  }, 300_000);

  test.each(['index.mjs', 'index.cjs'])(
    `the built %s agrees with every shared case`,
    async (entry) => {
      if (!node.ok) return skipped(`Node.js ${nodeVersions[line]}`, node.reason);
      const differing: unknown[] = [];
      let passed = 0;
      for (const file of readdirSync(casesFolder).filter((name) => name.endsWith('.json'))) {
        const args = [
          join(import.meta.dirname, 'node-cases.mjs'),
          join(dist, entry),
          join(casesFolder, file),
        ];
        const { stdout } = await run(node.path, args, { maxBuffer: 1 << 26 });
        const told = stdout
          .trim()
          .split('\n')
          .map((text): Record<string, unknown> => JSON.parse(text));
        passed += Number(told.pop()?.['passed'] ?? 0);
        differing.push(...told);
      }
      expect(differing).toEqual([]);
      expect(passed).toBeGreaterThan(150);
    },
    120_000,
  );
});

describe('under the runtime client of AWS', () => {
  let client: Installed;
  let node: Installed;
  const started: RunningFunction[] = [];
  let number = 0;

  beforeAll(async () => {
    [client, node] = await Promise.all([runtimeClient(), nodeBinary(24)]);
  }, 600_000);
  afterAll(() => Promise.all(started.map((one) => one.stop())));

  /** A function folder with these files, running. `undefined` where the client cannot be had, which is told. */
  async function start(
    files: Readonly<Record<string, string>>,
    options: Partial<FunctionOptions> = {},
  ): Promise<RunningFunction | undefined> {
    const missing = [client, node].find((one) => !one.ok);
    if (!client.ok || !node.ok)
      return skipped('the runtime client', missing?.ok === false ? missing.reason : '');
    const taskRoot = writeFiles(join(place, `function-${number++}`), files);
    const one = await runFunction({
      client: client.path,
      node: node.path,
      taskRoot,
      handler: 'index.handler',
      ...options,
    });
    started.push(one);
    return one;
  }

  function guarded(body: string, wrap = 'protectLambda(handle)'): string {
    return `import { protectLambda } from ${JSON.stringify(join(dist, 'index.mjs'))};\n${body}\nexport const handler = ${wrap};\n`;
  }

  const rules = {
    'in_protect.txt': '#@ id: rm\n(?i)rm\\s+-rf\n',
    'out_protect.txt': '#@ id: access-key\n\\bAKIA[0-9A-Z]{16}\\b\n',
    'code_protect.txt': '#@ id: eval\n#@ where: code\n\\beval\\s*\\(\n',
  };

  test('cold, warm, a violation of each kind, and no content of events in the log', async () => {
    const handle = `async function handle(event) { return event.key ? { leak: event.key } : { got: event }; } // eval(x)`;
    const one = await start({ 'index.mjs': guarded(handle), ...rules });
    if (one === undefined) return;
    for (const event of [{ a: 1, u: 'é"\\\n' }, { a: 2 }]) {
      const clean = await one.invoke(event);
      expect(clean.kind).toBe('response');
      expect(clean.body.toString()).toBe(JSON.stringify({ got: event }));
    }
    const secret = 'x-very-private-x';
    const evil = await one.invoke({
      requestContext: { http: {} },
      body: JSON.stringify({ cmd: `rm%20-rf ${secret}` }),
    });
    expect(JSON.parse(evil.body.toString())).toEqual({
      statusCode: 403,
      headers: { 'content-type': 'text/plain' },
      body: blocked,
      isBase64Encoded: false,
    });
    const leak = await one.invoke({ key: 'AKIAIOSFODNN7EXAMPLE' });
    expect(JSON.parse(leak.body.toString())).toBe(blocked);
    const records = one.lines().map((text): Record<string, unknown> => JSON.parse(text));
    expect(records).toMatchObject([
      {
        message: 'In Rule Violation for (?i)rm\\s+-rf',
        violation: 'in',
        rule: 'rm',
        mode: 'block',
        path: '$.body.cmd',
        requestId: evil.requestId,
        function: 'demo',
        version: '$LATEST',
      },
      {
        message: 'Out Rule Violation for \\bAKIA[0-9A-Z]{16}\\b',
        violation: 'out',
        rule: 'access-key',
        path: '$.leak',
      },
    ]);
    expect(one.lines().join('\n')).not.toMatch(/very-private|AKIAIOSFODNN7EXAMPLE/);
  });

  test('code that violates never runs, in a module of its own too; the example of the first utility', async () => {
    const one = await start({
      'index.mjs': guarded(
        `import { helper } from './lib/helper.mjs';\nasync function handle(event) { return helper(event.command); }`,
      ),
      'lib/helper.mjs':
        '// check_output( in a comment\nimport { execSync } from "node:child_process";\nexport const helper = (command) =>\n  check_output(command, { shell: true });\n',
      'code_protect.txt': '.*(call|check_output|system|popen|run|local|spawn).*\\(.*\n',
    });
    if (one === undefined) return;
    const answer = await one.invoke({ command: 'ls' });
    expect(answer.body.toString()).toBe(JSON.stringify(blocked));
    const records = one.lines().map((text): Record<string, unknown> => JSON.parse(text));
    expect(records.at(-1)).toMatchObject({
      message: 'Code Rule Violation for .*(call|check_output|system|popen|run|local|spawn).*\\(.*',
      violation: 'code',
      file: 'lib/helper.mjs',
      line: 4,
    });
  });

  test('an exception of the handler passes through as it is', async () => {
    const handle = `class TeapotError extends Error { name = 'TeapotError' }\nasync function handle() { throw new TeapotError('short and stout'); }`;
    const one = await start({ 'index.mjs': guarded(handle), ...rules });
    if (one === undefined) return;
    const failed = await one.invoke({});
    expect(failed.kind).toBe('error');
    expect(JSON.parse(failed.body.toString())).toMatchObject({
      errorType: 'TeapotError',
      errorMessage: 'short and stout',
    });
    const again = await one.invoke({ x: 'rm -rf' });
    expect(JSON.parse(again.body.toString())).toBe(blocked);
  });

  const stream = `async function handle(event, stream) {
    if (event.http) stream = awslambda.HttpResponseStream.from(stream, { statusCode: 200, headers: { 'x-a': 'b' } });
    for (const chunk of event.chunks) stream.write(chunk);
    stream.end();
  }`;

  test.each([
    'awslambda.streamifyResponse(protectLambda(handle))',
    'protectLambda(awslambda.streamifyResponse(handle))',
  ])('streams: %s', async (wrap) => {
    const one = await start({ 'index.mjs': guarded(stream, wrap), ...rules });
    if (one === undefined) return;
    const clean = await one.invoke({ chunks: ['one ', 'two'] });
    expect([clean.streamed, clean.body.toString()]).toEqual([true, 'one two']);
    const http = await one.invoke({ http: true, chunks: ['ok'] });
    expect(http.body.toString()).toBe('{"statusCode":200,"headers":{"x-a":"b"}}' + '\0'.repeat(8) + 'ok');
    const early = await one.invoke({ chunks: ['AKIAIOSFODNN7EXAMPLE', 'more'] });
    expect(early.body.toString()).toBe(blocked);
    // The key comes in two chunks; the first has left by then.
    const late = await one.invoke({ chunks: ['a AKIAIOSF', 'ODNN7EXAMPLE b', 'more'] });
    expect(late.body.toString()).not.toContain('ODNN7EXAMPLE');
    expect(late.trailers['lambda-runtime-function-error-type']).toBe('SecurityViolation');
    const bad = await one.invoke({ requestContext: { http: {} }, http: true, chunks: [], cmd: 'rm -rf' });
    expect(bad.body.toString()).toContain('"statusCode":403');
    expect(bad.body.toString().endsWith(blocked)).toBe(true);
    expect((await one.invoke({ chunks: ['still there'] })).body.toString()).toBe('still there');
  });

  test('hostile events end in a verdict', async () => {
    const one = await start({ 'index.mjs': guarded('async function handle() { return "ok"; }'), ...rules });
    if (one === undefined) return;
    const deep = `${'['.repeat(10_000)}"rm -rf"${']'.repeat(10_000)}`;
    let bomb = 'rm -rf';
    for (let i = 0; i < 12; i++) bomb = encodeURIComponent(JSON.stringify({ a: bomb, b: `&#${i};` }));
    const events: readonly (readonly [unknown, string])[] = [
      [deep, blocked],
      [{ bomb }, blocked],
      ['{"__proto__":{"x":"rm -rf"},"constructor":{"prototype":1}}', blocked],
      [{ isBase64Encoded: true, body: Buffer.from([0xff, 0xfe, 0x80]).toString('base64') }, 'ok'],
      [{ big: 'lorem ipsum '.repeat(900_000) }, 'ok'],
      ['null', 'ok'],
      ['"rm\\t-rf"', blocked],
    ];
    for (const [event, answer] of events)
      expect(JSON.parse((await one.invoke(event)).body.toString())).toBe(answer);
  }, 60_000);

  test('by configuration only, through the layer', async () => {
    const opt = join(place, 'opt');
    for (const [path, { bytes, isExecutable }] of await layerFiles()) {
      if (path.endsWith('_protect.txt')) continue;
      mkdirSync(dirname(join(opt, path)), { recursive: true });
      writeFileSync(join(opt, path), bytes);
      if (isExecutable) chmodSync(join(opt, path), 0o755);
    }
    const handlers = {
      'src/index.mjs': 'export const handler = async (event) => ({ got: event });',
      'src/old.js': 'exports.deep = { handler: async (event) => event };',
      ...rules,
    };
    const wrapper = join(opt, 'protect-lambda/wrap');
    for (const options of [
      { handler: 'src/index.handler', wrapper },
      { handler: 'src/old.deep.handler', wrapper },
      {
        handler: join(opt, 'protect-lambda/node/redirect.handler'),
        environment: { PROTECT_LAMBDA_HANDLER: 'src/index.handler' },
      },
    ]) {
      const one = await start(handlers, options);
      if (one === undefined) return;
      expect((await one.invoke({ a: 1 })).kind).toBe('response');
      expect(JSON.parse((await one.invoke({ a: 'rm -rf' })).body.toString())).toBe(blocked);
    }
    const lost = await start(handlers, { handler: 'src/none.handler', wrapper });
    const failed = await lost?.initError;
    if (failed !== undefined) expect(failed.body.toString()).toContain('none');
  }, 60_000);
});

function writeFiles(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Told, so that nobody takes it for passed. */
function skipped(what: string, reason: string): undefined {
  console.warn(`skipped: ${what} is not to be had here: ${reason}`);
  return undefined;
}
