// What functions call and who calls them, counted over a trail: for a person to see what is usual. Callers are in a
// trail that records data events only; without them nobody knows.
import { functionOf, type TrailEvent } from './trail-event.ts';

export interface CallCount {
  /** Such as `dynamodb`. */
  readonly service: string;
  readonly action: string;
  /** Empty where the calls went through. */
  readonly error: string;
  count: number;
  /** Milliseconds since 1970. */
  first: number;
  last: number;
}

export interface CallerCount {
  readonly who: string;
  count: number;
  last: number;
}

export interface CallTally {
  /** `isByFunction`: the caller is a function's role, whose session bears the function's name. */
  add(event: TrailEvent, isByFunction: boolean): void;
  /** Whether the trail holds invocations at all. */
  readonly hasInvocations: boolean;
  /** The most frequent first. */
  callsOf(account: string, name: string): readonly CallCount[];
  callersOf(account: string, region: string, name: string): readonly CallerCount[];
  /** Functions that something is known of: a call of theirs bears no Region of theirs. */
  readonly callers: readonly { readonly account: string; readonly name: string }[];
}

const keptPerFunction = 2000;

export function createCallTally(): CallTally {
  const calls = new Map<string, Map<string, CallCount>>();
  const callers = new Map<string, Map<string, CallerCount>>();

  function countCall(event: TrailEvent): void {
    const { account, service, name: action, error, at } = event;
    const own = listFor(calls, `${account}\0${event.identity.session}`);
    const key = `${service}:${action}:${error}`;
    const seen = own.get(key);
    if (seen) {
      seen.count++;
      seen.first = Math.min(seen.first, at);
      seen.last = Math.max(seen.last, at);
    } else if (own.size < keptPerFunction)
      own.set(key, { service, action, error, count: 1, first: at, last: at });
  }

  function countCaller(event: TrailEvent): void {
    const { identity, account, region, at } = event;
    const who = identity.principal || identity.invokedBy || identity.type;
    const own = listFor(callers, `${account}\0${region}\0${functionOf(event)}`);
    const seen = own.get(who);
    if (seen) {
      seen.count++;
      seen.last = Math.max(seen.last, at);
    } else if (own.size < keptPerFunction) own.set(who, { who, count: 1, last: at });
  }

  return {
    add(event, isByFunction) {
      if (event.service === 'lambda' && /^Invoke/.test(event.name)) countCaller(event);
      // The runtime itself makes log groups by this name.
      else if (isByFunction && event.identity.session !== '' && !event.userAgent.includes('awslambda-worker'))
        countCall(event);
    },
    get hasInvocations() {
      return callers.size > 0;
    },
    callsOf: (account, name) => sorted(calls.get(`${account}\0${name}`)),
    callersOf: (account, region, name) => sorted(callers.get(`${account}\0${region}\0${name}`)),
    get callers() {
      return [...calls.keys()].map((key) => {
        const [account = '', name = ''] = key.split('\0');
        return { account, name };
      });
    },
  };
}

function listFor<T>(all: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = all.get(key);
  if (known) return known;
  const fresh = new Map<string, T>();
  all.set(key, fresh);
  return fresh;
}

function sorted<T extends { readonly count: number }>(list: Map<string, T> | undefined): readonly T[] {
  return [...(list?.values() ?? [])].sort((a, b) => b.count - a.count);
}
