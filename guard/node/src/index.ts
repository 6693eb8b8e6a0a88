// protect-lambda: wraps a Lambda handler so that it defends itself. The wrapped handler keeps its parameters, its this,
// its streaming mark and its exceptions; a clean response leaves as the handler made it.
import { fileURLToPath } from 'node:url';
import type {
  MiddyRequest,
  ProtectLambda,
  ProtectLambdaMiddleware,
  ProtectLambdaOptions,
} from '../index.d.ts';
import { type FailedRecord, withFailures } from './batch.ts';
import { callerFile } from './caller-file.ts';
import { type Budget, createGuard, type Guard, type Verdict } from './guard.ts';
import { lazyModules } from './lazy-modules.ts';
import { isObject, member, type Refusal, SecurityViolation } from './refusal.ts';
import { readSettings } from './settings.ts';
import { guardedChunks, isChunked, refuseStream, watchStream } from './stream.ts';

export { SecurityViolation } from './refusal.ts';

type Handler = (this: unknown, ...given: unknown[]) => unknown;

/** Marks of AWS's runtime on a streaming handler: https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html */
const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const wrappedMark = Symbol.for('protect-lambda.wrapped');

const guardFile = typeof __filename === 'string' ? __filename : fileURLToPath(import.meta.url);

function newGuard(options: ProtectLambdaOptions): Guard {
  const settings = readSettings(options, process.env);
  const guardFolder = guardFile.replace(/[^/\\]*$/, '');
  return createGuard({
    settings,
    handlerFile: settings.file ?? callerFile(guardFile),
    isGuardFile: (path) =>
      path === guardFile || ['index.mjs', 'index.cjs', 're2.cjs'].some((name) => path === guardFolder + name),
    environment: process.env,
  });
}

function wrap(handler: Handler, options: ProtectLambdaOptions = {}): Handler {
  if (typeof handler !== 'function') throw new TypeError('protectLambda needs a handler that is a function');
  if (Reflect.get(handler, wrappedMark) === true) return handler;
  const guard = newGuard(options);
  const isMarked = Reflect.get(handler, streamingMark) !== undefined;
  const isAsync = handler.constructor.name === 'AsyncFunction';
  const guarded: Handler = function (...given) {
    // Wrapped before `streamifyResponse`, the mark is on the wrapper.
    const isStreaming = isMarked || Reflect.get(guarded, streamingMark) !== undefined;
    if (isStreaming) return invokeStreaming(guard, handler, this, given);
    if (typeof given[2] === 'function' && handler.length >= 3)
      return invokeWithCallback(guard, handler, this, given);
    return invoke(guard, handler, this, given, isAsync);
  };
  for (const key of Reflect.ownKeys(handler)) {
    const property = Reflect.getOwnPropertyDescriptor(handler, key);
    const own = Reflect.getOwnPropertyDescriptor(guarded, key);
    if (property !== undefined && own?.configurable !== false) Reflect.defineProperty(guarded, key, property);
  }
  Reflect.defineProperty(guarded, wrappedMark, { value: true });
  return guarded;
}

function invoke(guard: Guard, handler: Handler, self: unknown, given: unknown[], isAsync: boolean): unknown {
  const [event, context] = given;
  const budget: Budget = { spentMs: 0 };
  const verdict = guard.before(event, context, budget);
  if (verdict.kind === 'refused') return give(verdict.refusal, isAsync);
  const failed = verdict.kind === 'sifted' ? verdict.failed : undefined;
  if (verdict.kind === 'sifted') given[0] = verdict.event;
  watchContext(guard, event, context, failed);
  const response = handler.apply(self, given);
  if (isPromise(response))
    return response.then((value) => checked(guard, value, event, context, budget, failed));
  return checked(guard, response, event, context, budget, failed);
}

function checked(
  guard: Guard,
  response: unknown,
  event: unknown,
  context: unknown,
  budget: Budget,
  failed: readonly FailedRecord[] | undefined,
): unknown {
  const verdict = guard.after(response, event, context, budget);
  if (verdict.kind === 'refused') return give(verdict.refusal, true);
  return failed === undefined || failed.length === 0 ? response : withFailures(response, failed);
}

/** A refusal is a promise even of a handler that is none: older runtimes drop what such a handler returns. */
function give(refusal: Refusal | Promise<Refusal>, isAsync: boolean): unknown {
  if (isPromise(refusal)) return refusal.then((settled) => give(settled, true));
  if (refusal.kind === 'answer') return Promise.resolve(refusal.value);
  if (isAsync) return Promise.reject(new SecurityViolation());
  throw new SecurityViolation();
}

/** `handler(event, context, callback)`, as runtimes before Node.js 24 have it. */
function invokeWithCallback(guard: Guard, handler: Handler, self: unknown, given: unknown[]): unknown {
  const [event, context, callback] = given;
  const budget: Budget = { spentMs: 0 };
  const verdict = guard.before(event, context, budget);
  const answer = (error: unknown, value?: unknown) =>
    Reflect.apply(callback as Handler, undefined, [error, value]);
  if (verdict.kind === 'refused') {
    settle(verdict.refusal, answer);
    return undefined;
  }
  const failed = verdict.kind === 'sifted' ? verdict.failed : undefined;
  if (verdict.kind === 'sifted') given[0] = verdict.event;
  watchContext(guard, event, context, failed);
  given[2] = (error: unknown, value: unknown) =>
    answerChecked(guard, event, context, budget, failed, error, value, answer);
  const response = handler.apply(self, given);
  if (isPromise(response))
    return response.then((value) => checked(guard, value, event, context, budget, failed));
  return response;
}

function answerChecked(
  guard: Guard,
  event: unknown,
  context: unknown,
  budget: Budget,
  failed: readonly FailedRecord[] | undefined,
  error: unknown,
  value: unknown,
  answer: (error: unknown, value?: unknown) => unknown,
): unknown {
  if (error !== undefined && error !== null) return answer(error, value);
  const verdict = guard.after(value, event, context, budget);
  if (verdict.kind === 'refused') return settle(verdict.refusal, answer);
  return answer(error, failed === undefined || failed.length === 0 ? value : withFailures(value, failed));
}

function settle(
  refusal: Refusal | Promise<Refusal>,
  answer: (error: unknown, value?: unknown) => unknown,
): void {
  Promise.resolve(refusal).then((settled) => {
    if (settled.kind === 'answer') answer(null, settled.value);
    else answer(new SecurityViolation());
  });
}

/** `context.succeed` and `context.done` of older runtimes answer too; the context stays the same object. */
function watchContext(
  guard: Guard,
  event: unknown,
  context: unknown,
  failed: readonly FailedRecord[] | undefined,
): void {
  if (!isObject(context) || !('succeed' in context) || !guard.watchesResponses) return;
  const { succeed } = context;
  const done = member(context, 'done');
  const fail = member(context, 'fail');
  if (typeof succeed !== 'function') return;
  const answer = (error: unknown, value?: unknown) =>
    error === undefined || error === null
      ? Reflect.apply(succeed, context, [value])
      : Reflect.apply(typeof fail === 'function' ? fail : succeed, context, [error]);
  const check = (error: unknown, value: unknown) =>
    answerChecked(guard, event, context, { spentMs: 0 }, failed, error, value, answer);
  Reflect.set(context, 'succeed', (value: unknown) => check(null, value));
  if (typeof done === 'function')
    Reflect.set(context, 'done', (error: unknown, value: unknown) => check(error, value));
}

async function invokeStreaming(
  guard: Guard,
  handler: Handler,
  self: unknown,
  given: unknown[],
): Promise<unknown> {
  const [event, sink, context] = given;
  const verdict = guard.before(event, context, { spentMs: 0 });
  if (!isSink(sink)) return handler.apply(self, given);
  if (verdict.kind === 'refused') {
    const refusal = await verdict.refusal;
    if (refusal.kind === 'raise') throw new SecurityViolation();
    return refuseStream(sink, refusal.value);
  }
  if (verdict.kind === 'sifted') given[0] = verdict.event;
  if (!guard.watchesResponses) return handler.apply(self, given);
  const { broken, ended } = watchStream(sink, guard, event, context);
  const result = await Promise.race([broken, handler.apply(self, given)]);
  // The runtime waits for the stream too; what is written late can still violate.
  await Promise.race([broken, ended]);
  return result;
}

type Sink = Parameters<typeof watchStream>[0];

function isSink(value: unknown): value is Sink {
  return (
    isObject(value) &&
    typeof Reflect.get(value, 'write') === 'function' &&
    typeof Reflect.get(value, 'end') === 'function'
  );
}

function middleware(options: ProtectLambdaOptions = {}): ProtectLambdaMiddleware {
  const guard = newGuard(options);
  const kept = new WeakMap<object, { readonly failed: readonly FailedRecord[]; readonly event: unknown }>();

  async function early(verdict: Extract<Verdict, { kind: 'refused' }>): Promise<unknown> {
    const refusal = await verdict.refusal;
    if (refusal.kind === 'raise') throw new SecurityViolation();
    return refusal.value;
  }

  return {
    before(request: MiddyRequest) {
      const { event, context } = request;
      const verdict = guard.before(event, context, { spentMs: 0 });
      // What `before` returns ends middy's chain as the response.
      if (verdict.kind === 'refused') return early(verdict);
      if (verdict.kind === 'sifted') {
        kept.set(request, { failed: verdict.failed, event });
        request.event = verdict.event;
      }
      return undefined;
    },
    after(request: MiddyRequest) {
      const { response, context } = request;
      const sifted = kept.get(request);
      const event = sifted?.event ?? request.event;
      const body = member(response, 'body');
      if (guard.watchesResponses && isObject(response) && isChunked(body)) {
        Reflect.set(
          response,
          'body',
          lazyModules.stream().Readable.from(guardedChunks(body, guard, context)),
        );
        return undefined;
      }
      const verdict = guard.after(response, event, context, { spentMs: 0 });
      if (verdict.kind === 'refused')
        return early(verdict).then((value) => {
          request.response = value;
        });
      if (sifted !== undefined && sifted.failed.length > 0)
        request.response = withFailures(response, sifted.failed);
      return undefined;
    },
  };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return isObject(value) && typeof Reflect.get(value, 'then') === 'function';
}

export const protectLambda: ProtectLambda = Object.assign(wrap as ProtectLambda, { middleware });
export default protectLambda;
