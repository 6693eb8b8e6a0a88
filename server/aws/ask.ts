// Asks a service one thing and takes a refusal for an answer: what cannot be known becomes a gap with its reason.
// Throttled and broken requests are sent again within bounds; a person's cancel makes gaps of all that is left.
import { type Gap, type Known, known, unknown } from '../core/model/known.ts';
import { createGate, type Gate } from './gate.ts';
import { type Clock, createPace, type Pace, realClock } from './pace.ts';

export interface Ask {
  /** `action` is the IAM action that the call needs, such as `lambda:GetPolicy`. */
  known<T>(action: string, call: (options: CallOptions) => Promise<T>): Promise<Known<T>>;
  /** As `known`; the named error means that there is no such thing. */
  orNull<T>(
    action: string,
    call: (options: CallOptions) => Promise<T>,
    absent?: RegExp,
  ): Promise<Known<T | null>>;
  /** All pages of a list. A token that comes back unchanged, or no page after many, ends it with what there is. */
  pages<T>(
    action: string,
    call: (token: string | undefined, options: CallOptions) => Promise<Page<T>>,
  ): Promise<Known<readonly T[]>>;
  readonly signal: AbortSignal;
}

export interface CallOptions {
  readonly abortSignal: AbortSignal;
}

export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

export interface AskOptions {
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly gate?: Gate;
  /** Told of each request that was answered or given up. */
  readonly onCall?: (action: string, outcome: 'answered' | Gap['reason']) => void;
}

/** A list longer than this is taken for one that never ends. */
const maxPages = 10_000;
/** With the documented rates as start, more than this many refusals in a row mean that somebody else uses them up. */
const maxThrottles = 40;
const maxBreaks = 3;

export function createAsk(options: AskOptions): Ask {
  const clock = options.clock ?? realClock;
  const gate = options.gate ?? createGate();
  const pace = createPace(clock);
  const { signal } = options;
  const note = options.onCall ?? (() => {});

  async function known_<T>(action: string, call: (options: CallOptions) => Promise<T>): Promise<Known<T>> {
    const result = await attempt(action, call, { clock, gate, pace, signal });
    note(action, result.known ? 'answered' : result.gap.reason);
    return result;
  }

  return {
    signal,
    known: known_,
    async orNull(action, call, absent = /NotFound|NoSuch/) {
      let missing = false;
      const result = await known_(action, (callOptions) =>
        call(callOptions).catch((error: unknown) => {
          if (!absent.test(nameOf(error))) throw error;
          missing = true;
          return null;
        }),
      );
      return missing ? known(null) : result;
    },
    async pages<T>(
      action: string,
      call: (token: string | undefined, options: CallOptions) => Promise<Page<T>>,
    ) {
      const items: T[] = [];
      let token: string | undefined;
      for (let number = 0; number < maxPages; number += 1) {
        const from: string | undefined = token;
        const result = await known_(action, (callOptions) => call(from, callOptions));
        if (!result.known) return result;
        for (const item of result.value.items ?? []) items.push(item);
        const { next } = result.value;
        if (next === undefined || next === '' || next === from) break;
        token = next;
      }
      return known<readonly T[]>(items);
    },
  };
}

async function attempt<T>(
  action: string,
  call: (options: CallOptions) => Promise<T>,
  { clock, gate, pace, signal }: { clock: Clock; gate: Gate; pace: Pace; signal: AbortSignal },
): Promise<Known<T>> {
  let throttles = 0;
  let breaks = 0;
  for (;;) {
    if (signal.aborted) return cancelled(action);
    try {
      const ticket = await pace.turn(action, signal);
      const answer = await gate.run(async () =>
        pace.isValid(action, ticket) ? { value: await call({ abortSignal: signal }) } : undefined,
      );
      if (!answer) continue;
      pace.answered(action);
      return known(answer.value);
    } catch (error) {
      if (signal.aborted) return cancelled(action);
      const gap = gapOf(action, error);
      if (gap.reason === 'throttled') {
        pace.refused(action);
        gate.crowded();
        throttles += 1;
        if (throttles > maxThrottles) return unknown(gap);
        continue;
      }
      if (gap.reason === 'denied' || !isPassing(error)) return unknown(gap);
      breaks += 1;
      gate.crowded();
      // A line may garble an answer once; what is odd twice is what the service says.
      if (breaks >= (gap.reason === 'malformed' ? 2 : maxBreaks)) return unknown(gap);
      try {
        await clock.sleep(100 * 4 ** breaks, signal);
      } catch {
        return cancelled(action);
      }
    }
  }
}

function cancelled(action: string): Known<never> {
  return unknown({ action, reason: 'not-asked', detail: 'cancelled' });
}

/** Why a call failed, in the service's own word: never its message, which may quote what was sent. */
export function gapOf(action: string, error: unknown): Gap {
  const name = nameOf(error);
  const detail = name.slice(0, 80);
  if (isThrottle(name, error)) return { action, reason: 'throttled', detail };
  if (
    /^(AccessDenied|Unauthorized|AuthorizationError|NotAuthorized|Forbidden|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure|OptInRequired|KMSAccessDenied|CredentialsProviderError|TokenProviderError)/.test(
      name,
    ) ||
    statusOf(error) === 403
  ) {
    return { action, reason: 'denied', detail };
  }
  if (isGarbled(error)) return { action, reason: 'malformed', detail };
  return { action, reason: 'unavailable', detail };
}

function isThrottle(name: string, error: unknown): boolean {
  return (
    /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|^PriorRequestNotComplete$|BandwidthLimitExceeded/.test(
      name,
    ) || statusOf(error) === 429
  );
}

function isGarbled(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    error instanceof TypeError ||
    /Deserialization|Unmarshal/i.test(nameOf(error))
  );
}

/** Worth another try: the line, the service's own trouble, an answer that broke off. */
function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || (status >= 500 && status !== 501) || status < 300;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const code: unknown = 'code' in error ? error.code : undefined;
  return error.name === 'Error' && typeof code === 'string' ? code : error.name;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
  const metadata: unknown = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
