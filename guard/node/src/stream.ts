// Streamed responses: each chunk is searched together with the end of what went before, and leaves only when it is clean.
import type { Budget, Guard } from './guard.ts';
import { lazyModules } from './lazy-modules.ts';
import { blockedText, isObject, member, SecurityViolation } from './refusal.ts';

/** So much of the text that left is searched again with the next chunk: hits up to this length are seen across chunks. */
const overlap = 1024;

/** The part of a writable stream that the runtime and handlers use. */
interface Sink {
  write(...given: readonly unknown[]): unknown;
  end(...given: readonly unknown[]): unknown;
  once?(event: 'close', listener: () => void): unknown;
  setContentType?(type: string): void;
  /** Where the runtime puts the status and the headers of an HTTP response until the first byte leaves. */
  _onBeforeFirstWrite?: (write: (bytes: unknown) => void) => void;
}

export interface StreamWatch {
  /** Rejects when a violation is seen behind bytes that have left already; never resolves. */
  readonly broken: Promise<never>;
  /** Resolves when nothing more can be written. */
  readonly ended: Promise<void>;
}

/** Takes over `write` and `end` of the runtime's response stream; all else of it stays as it is. */
export function watchStream(sink: Sink, guard: Guard, event: unknown, context: unknown): StreamWatch {
  const write = sink.write.bind(sink);
  const end = sink.end.bind(sink);
  const check = chunkCheck(guard, context);
  let state: 'fresh' | 'open' | 'closed' = 'fresh';
  let fail: (error: Error) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Nobody may be waiting yet when it rejects.
  broken.catch(() => {});
  let settleEnd: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    settleEnd = resolve;
  });
  sink.once?.('close', settleEnd);

  function isClean(chunk: unknown): boolean {
    return !(state === 'fresh' && isHeadViolating()) && !check(chunk);
  }

  function isHeadViolating(): boolean {
    const hook = sink._onBeforeFirstWrite;
    if (typeof hook !== 'function') return false;
    const parts: unknown[] = [];
    hook((part) => parts.push(part));
    const head = parts[0];
    return typeof head === 'string' && guard.chunk(parsed(head), context, { spentMs: 0 }, new Set());
  }

  function refuse(): void {
    const isFresh = state === 'fresh';
    state = 'closed';
    if (!isFresh) {
      fail(new SecurityViolation());
      return;
    }
    Promise.resolve(guard.refuse(event, context)).then((refusal) => {
      if (refusal.kind === 'raise') {
        fail(new SecurityViolation());
        return;
      }
      write(refusalText(sink, refusal.value));
      end();
      settleEnd();
    }, fail);
  }

  sink.write = (...given) => {
    if (state === 'closed') {
      callBack(given);
      return true;
    }
    if (!isClean(given[0])) {
      refuse();
      callBack(given);
      return true;
    }
    state = 'open';
    return write(...given);
  };
  sink.end = (...given) => {
    const [chunk] = given;
    const hasChunk = chunk !== undefined && chunk !== null && typeof chunk !== 'function';
    if (state === 'closed') {
      callBack(given);
      return sink;
    }
    if (hasChunk && !isClean(chunk)) {
      refuse();
      callBack(given);
      return sink;
    }
    state = 'closed';
    settleEnd();
    return end(...given);
  };
  return { broken, ended };
}

function callBack(given: readonly unknown[]): void {
  const done = given.at(-1);
  if (typeof done === 'function') queueMicrotask(() => done());
}

/** Ends a stream that nothing has left yet with a refusal. */
export function refuseStream(sink: Sink, value: unknown): void {
  const text = refusalText(sink, value);
  sink.write(text);
  sink.end();
}

/** For an HTTP response the refusal's status and headers go where the runtime expects them; else the text alone leaves. */
function refusalText(sink: Sink, value: unknown): string {
  const status = member(value, 'statusCode');
  if (typeof status !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
  const head = JSON.stringify({ statusCode: status, headers: member(value, 'headers') ?? {} });
  try {
    sink.setContentType?.('application/vnd.awslambda.http-integration-response');
    sink._onBeforeFirstWrite = (write) => {
      write(head);
      // Eight null bytes part the head from the body.
      write(new Uint8Array(8));
    };
  } catch {
    // Without a head the text still arrives, and nothing else does.
  }
  return blockedText;
}

/** True for a chunk that must not leave. */
export function chunkCheck(guard: Guard, context: unknown): (chunk: unknown) => boolean {
  const told = new Set<string>();
  const decoder = new (lazyModules.stringDecoder().StringDecoder)('utf8');
  let before = '';
  return (chunk) => {
    // The handler decides how long a stream lasts, so each chunk has a budget of its own.
    const budget: Budget = { spentMs: 0 };
    const text =
      typeof chunk === 'string'
        ? chunk
        : chunk instanceof Uint8Array
          ? decoder.write(Buffer.from(chunk))
          : undefined;
    if (text === undefined) return guard.chunk(chunk, context, budget, told);
    const seen = before + text;
    before = seen.slice(-overlap);
    return guard.chunk(seen, context, budget, told);
  };
}

/** A response that is itself a stream or generates chunks, as middy takes it. */
export function isChunked(value: unknown): value is AsyncIterable<unknown> {
  return isObject(value) && Symbol.asyncIterator in value;
}

export async function* guardedChunks(
  chunks: AsyncIterable<unknown>,
  guard: Guard,
  context: unknown,
): AsyncGenerator<unknown, void, undefined> {
  const check = chunkCheck(guard, context);
  let hasLeft = false;
  for await (const chunk of chunks) {
    if (check(chunk)) {
      if (hasLeft) throw new SecurityViolation();
      yield blockedText;
      return;
    }
    hasLeft = true;
    yield chunk;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
