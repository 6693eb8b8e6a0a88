import { expect, test } from 'vitest';
import { createAsk } from './ask.ts';
import type { Clock } from './pace.ts';

const clock: Clock = { now: () => 0, sleep: async () => {} };
const ask = (signal = new AbortController().signal) => createAsk({ signal, clock });

function failure(name: string, status?: number): Error {
  return Object.assign(new Error('with the secret input in it'), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });
}

const failing = (...errors: readonly Error[]) => {
  let next = 0;
  return async () => {
    const error = errors[next];
    next += 1;
    if (error) throw error;
    return 'value';
  };
};

test.each([
  ['AccessDeniedException', 403, 'denied'],
  ['UnauthorizedOperation', 403, 'denied'],
  ['ExpiredTokenException', 400, 'denied'],
  ['ValidationException', 400, 'unavailable'],
  ['SyntaxError', undefined, 'unavailable'],
])('%s is a gap, at once or after some tries', async (name, status, reason) => {
  const error = failure(name, status);
  const result = await ask().known('service:Action', failing(...Array.from({ length: 50 }, () => error)));
  expect(result).toEqual({ known: false, gap: { action: 'service:Action', reason, detail: name } });
});

test('an answer that is no JSON is malformed', async () => {
  const broken = async () => JSON.parse('{<');
  expect(await ask().known('a:B', broken)).toMatchObject({ gap: { reason: 'malformed' } });
});

test('throttled and broken lines are tried again', async () => {
  const throttled = failure('TooManyRequestsException', 429);
  expect(await ask().known('a:B', failing(throttled, throttled, throttled, failure('TimeoutError')))).toEqual(
    { known: true, value: 'value' },
  );
});

test('throttled without end is a gap', async () => {
  const result = await ask().known('a:B', async () => {
    throw failure('ThrottlingException', 400);
  });
  expect(result).toMatchObject({ gap: { reason: 'throttled' } });
});

test('what the service does not have is null', async () => {
  expect(await ask().orNull('a:B', failing(failure('ResourceNotFoundException', 404)))).toEqual({
    known: true,
    value: null,
  });
  expect(await ask().orNull('a:B', failing(failure('AccessDenied', 403)))).toMatchObject({ known: false });
});

test('a list ends although its token does not', async () => {
  let calls = 0;
  const result = await ask().pages('a:B', async () => {
    calls += 1;
    return { items: [calls], next: 'the same' };
  });
  expect(result).toEqual({ known: true, value: [1, 2] });
});

test('after a cancel everything is a gap, and nothing is called', async () => {
  const stop = new AbortController();
  stop.abort();
  let called = false;
  const result = await ask(stop.signal).known('a:B', async () => {
    called = true;
  });
  expect(result).toEqual({ known: false, gap: { action: 'a:B', reason: 'not-asked', detail: 'cancelled' } });
  expect(called).toBe(false);
});
