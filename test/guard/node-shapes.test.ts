import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import middy from '@middy/core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type * as Guard from '../../guard/node/index.d.ts';
import { buildGuard } from '../../tools/build-guard.ts';
import { callers } from './callers.ts';

const place = mkdtempSync(join(tmpdir(), 'guard-shapes-'));
const file = join(place, 'app.mjs');
const blocked = 'Security Violation...';
const context = { awsRequestId: 'request-1' };
let guard: typeof Guard;
let lines: string[] = [];

beforeAll(async () => {
  await buildGuard(join(place, 'guard'));
  guard = await import(pathToFileURL(join(place, 'guard', 'index.mjs')).href);
  writeFileSync(file, 'export const nothing = 1;\n');
  writeFileSync(join(place, 'in_protect.txt'), '#@ id: rm\n(?i)rm\\s+-rf\n');
  writeFileSync(
    join(place, 'out_protect.txt'),
    '#@ id: key\nAKIA[0-9A-Z]{16}\n#@ id: watch\n#@ mode: monitor\nwatched\n',
  );
});
afterAll(() => rmSync(place, { recursive: true, force: true }));
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

// biome-ignore lint/suspicious/noExplicitAny: handlers of every shape are wrapped here, and called in every way
type AnyHandler = ((...given: any[]) => any) & Record<symbol, unknown>;

function wrap(handler: (...given: never[]) => unknown, options: Guard.ProtectLambdaOptions = {}): AnyHandler {
  return guard.protectLambda(handler as AnyHandler, { file, ...options });
}

const key = 'AKIAIOSFODNN7EXAMPLE';

test('a clean response is the very object that the handler returned', async () => {
  const response = { a: [1, { b: 'é' }], date: new Date(0) };
  const handler = wrap(async (_event: unknown, given: unknown) => {
    expect(given).toBe(context);
    return response;
  });
  expect(await handler({ a: 1 }, context)).toBe(response);
  expect(lines).toEqual([]);
});

test('a handler that is not async returns what it returned, and its length, name and marks stay', () => {
  const mark = Symbol('mark');
  const plain = Object.assign(
    function original(event: { x: number }) {
      return event.x;
    },
    { [mark]: 7 },
  );
  const handler = wrap(plain);
  expect([handler({ x: 5 }), handler.length, handler.name, handler[mark]]).toEqual([5, 1, 'original', 7]);
});

test('wrapped twice is wrapped once', () => {
  const handler = wrap(async () => 1);
  expect(wrap(handler)).toBe(handler);
});

test('errors pass through: rejected, thrown, and handed to the callback', async () => {
  const error = new Error('mine');
  await expect(wrap(async () => Promise.reject(error))({}, context)).rejects.toBe(error);
  expect(() =>
    wrap(() => {
      throw error;
    })(),
  ).toThrow(error);
  const told = vi.fn();
  wrap((_event: unknown, _context: unknown, callback: (error: unknown) => void) => callback(error))(
    {},
    context,
    told,
  );
  expect(told.mock.calls[0]?.[0]).toBe(error);
});

test('callback handlers: answers are inspected, the callback stays a callback', async () => {
  const handler = wrap(
    (event: { out: string }, _context: unknown, callback: (error: unknown, value?: unknown) => void) =>
      callback(null, event.out),
  );
  expect(handler.length).toBe(3);
  const answered = (event: { out: string }) =>
    new Promise((resolve) =>
      handler(event, context, (error: unknown, value: unknown) => resolve([error, value])),
    );
  expect(await answered({ out: 'fine' })).toEqual([null, 'fine']);
  expect(await answered({ out: key })).toEqual([null, blocked]);
  expect(await answered({ out: 'rm -rf' })).toEqual([null, blocked]);
});

test('context.succeed and context.done of older runtimes are inspected too', async () => {
  for (const way of ['succeed', 'done'] as const) {
    const answered = await new Promise((resolve) => {
      const old = {
        ...context,
        succeed: resolve,
        fail: resolve,
        done: (_: unknown, value: unknown) => resolve(value),
      };
      wrap((_event: unknown, given: typeof old) => {
        if (way === 'succeed') given.succeed(key);
        else given.done(null, key);
      })({}, old);
    });
    expect(answered).toBe(blocked);
  }
});

test('middy: before, after, and a batch', async () => {
  const seen: unknown[] = [];
  const chain = middy(async (event: { out?: unknown }) => {
    seen.push(event);
    return event.out ?? 'ok';
  }).use(guard.protectLambda.middleware({ file }));
  const call = (event: unknown) => chain(event as never, context as never);
  expect(await call({ a: 1 })).toBe('ok');
  expect(await call({ requestContext: { http: {} }, a: 'rm -rf' })).toMatchObject({ statusCode: 403 });
  expect(await call({ out: { key } })).toBe(blocked);
  const record = (messageId: string, body: string) => ({ eventSource: 'aws:sqs', messageId, body });
  const answer = await call({ Records: [record('1', 'fine'), record('2', 'rm%20-rf')] });
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  expect(seen.at(-1)).toEqual({ Records: [record('1', 'fine')] });
});

test('responses that are not plain are searched as they leave', async () => {
  class Money {
    toJSON() {
      return { note: key };
    }
  }
  expect(await wrap(async () => ({ a: new Money() }))()).toBe(blocked);
  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  expect(await wrap(async () => cyclic)()).toBe(blocked);
  expect(lines.join('')).toContain('"reasons":["cycle"]');
  const thrower = {
    get a(): never {
      throw new Error(key);
    },
  };
  expect(await wrap(async () => thrower, { onError: 'allow' })()).toBe(thrower);
  expect(lines.join('')).not.toContain(key);
});

test('a monitoring rule records and lets pass; a monitoring guard blocks nothing; off says nothing', async () => {
  expect(await wrap(async () => 'watched')()).toBe('watched');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ rule: 'watch', mode: 'monitor' });
  expect(await wrap(async () => key, { mode: 'monitor' })()).toBe(key);
  expect(lines).toHaveLength(2);
  expect(await wrap(async () => key, { mode: 'off' })()).toBe(key);
  expect(lines).toHaveLength(2);
});

test('what is stated wrongly is told, and blocks', async () => {
  vi.stubEnv('PROTECT_LAMBDA_MODE', 'blok');
  const answer = await wrap(async () => 'ok')();
  vi.unstubAllEnvs();
  expect(answer).toBe(blocked);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ failure: 'bad-setting-mode' });
  expect(() => wrap(async () => 1, { modus: 'block' } as never)).toThrow(/no option modus/);
  expect(await wrap(async () => 'ok', { rules: join(place, 'nowhere') })()).toBe(blocked);
  expect(await wrap(async () => 'ok', { rules: join(place, 'nowhere'), onError: 'allow' })()).toBe('ok');
});

test('text lines and embedded metrics', async () => {
  await wrap(async () => key, { log: 'text' })();
  expect(lines).toEqual(['Out Rule Violation for AKIA[0-9A-Z]{16}\n']);
  await wrap(async () => key, { emf: true, emfNamespace: 'Mine' })();
  const record: Record<string, unknown> = JSON.parse(lines[1] ?? '');
  expect(record).toMatchObject({ Violations: 1, kind: 'out', rule: 'key' });
  expect(record['_aws']).toMatchObject({
    CloudWatchMetrics: [{ Namespace: 'Mine', Dimensions: [['function', 'rule', 'kind']] }],
  });
});

test('code is looked at again when its file changes', async () => {
  const folder = join(place, 'changing');
  mkdirSync(folder);
  const source = join(folder, 'app.mjs');
  writeFileSync(join(folder, 'code_protect.txt'), '#@ id: eval\n#@ where: code\n\\beval\\(\n');
  writeFileSync(source, '// eval(x)\n');
  const handler = guard.protectLambda(async () => 'ok', { file: source });
  expect(await handler()).toBe('ok');
  writeFileSync(source, 'eval(x) // changed\n');
  await vi.waitFor(async () => expect(await handler()).toBe(blocked));
  writeFileSync(source, 'eval(x) // protect: allow eval -- reviewed by a person\n');
  await vi.waitFor(async () => expect(await handler()).toBe('ok'));
});

test('a custom resource is answered on its callback, on hosts that are allowed', async () => {
  const puts: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk) => puts.push(String(chunk)));
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const event = {
    RequestType: 'Create',
    ResponseURL: `http://${host}/path?signed=1`,
    StackId: 'stack',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResourceProperties: { cmd: 'rm -rf' },
  };
  expect(await wrap(async () => 'ok', { callbackHosts: host })(event, context)).toBe(blocked);
  expect(JSON.parse(puts.join(''))).toEqual({
    Status: 'FAILED',
    Reason: blocked,
    PhysicalResourceId: 'blocked',
    StackId: 'stack',
    RequestId: 'r',
    LogicalResourceId: 'l',
  });
  await expect(wrap(async () => 'ok')(event, context)).rejects.toThrow(guard.SecurityViolation);
  server.close();
});

test('a budget that is over is told, and nothing passes in silence', async () => {
  const event = { list: Array.from({ length: 20_000 }, (_, i) => `rm${i}%20-r&#102; ${'x'.repeat(50)}`) };
  expect(await wrap(async () => 'ok', { budgetMs: 1 })(event, context)).toBe(blocked);
  expect(lines.join('')).toContain('"reasons":["budget"]');
  expect(await wrap(async () => 'ok', { budgetMs: 1, onError: 'allow' })(event, context)).toBe('ok');
});

test('the caller is named where that is asked for, as the trigger states it, and nowhere else', async () => {
  for (const [event, address] of callers) {
    lines = [];
    await wrap(async () => key, { source: 'address' })(event, { awsRequestId: 'r' });
    const record: Record<string, unknown> = JSON.parse(lines[0] ?? '');
    expect(record['source'], JSON.stringify(event)).toBe(address);
    lines = [];
    await wrap(async () => key)(event, { awsRequestId: 'r' });
    expect(lines.join('')).not.toContain('source');
  }
});
