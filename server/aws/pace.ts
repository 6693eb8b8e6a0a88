// How fast to ask: as fast as the answers come until a service says "slow down", then at the rate that its
// documentation states for that group of calls, corrected by what it goes on to say.

/** Calls that share a quota of the service have the same bucket. Rates from the services' quota pages, per second. */
export function quotaOf(action: string): { readonly bucket: string; readonly perSecond: number } {
  switch (action) {
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    case 'lambda:GetFunction':
      return { bucket: action, perSecond: 100 };
    case 'lambda:GetPolicy':
      return { bucket: action, perSecond: 15 };
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
    case 'cloudtrail:LookupEvents':
      return { bucket: action, perSecond: 2 };
  }
  const service = action.split(':')[0] ?? action;
  if (service === 'lambda') return { bucket: 'lambda:*', perSecond: 15 };
  if (service === 'logs') return { bucket: action, perSecond: 5 };
  if (service === 'cloudwatch') return { bucket: action, perSecond: 9 };
  if (service === 'apigateway') return { bucket: 'apigateway:*', perSecond: 10 };
  if (service === 'sns') return { bucket: action, perSecond: 30 };
  return { bucket: service, perSecond: 10 };
}

interface Bucket {
  /** Requests a second; infinite until the first refusal. */
  rate: number;
  /** When the next request may leave, in milliseconds of the clock. */
  nextAt: number;
  sinceRefusal: number;
  /** 0 before the first refusal, 1 after. */
  ticket: number;
}

export interface Pace {
  /** Waits until a request of this action may leave, and gives its ticket. Rejects when aborted. */
  turn(action: string, signal: AbortSignal): Promise<number>;
  /** False where the service has said "slow down" for the first time since the ticket was given: take another turn. */
  isValid(action: string, ticket: number): boolean;
  refused(action: string): void;
  answered(action: string): void;
}

export interface Clock {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** One for each account and Region: that is what quotas are counted by. */
export function createPace(clock: Clock = realClock): Pace {
  const buckets = new Map<string, Bucket>();
  const bucketOf = (action: string) => {
    const { bucket, perSecond } = quotaOf(action);
    let found = buckets.get(bucket);
    if (!found) {
      found = { rate: Number.POSITIVE_INFINITY, nextAt: 0, sinceRefusal: 0, ticket: 0 };
      buckets.set(bucket, found);
    }
    return { state: found, perSecond };
  };
  return {
    async turn(action, signal) {
      const { state } = bucketOf(action);
      const now = clock.now();
      const at = Math.max(now, state.nextAt);
      state.nextAt = at + 1000 / state.rate;
      if (at > now) await clock.sleep(at - now, signal);
      return state.ticket;
    },
    isValid: (action, ticket) => bucketOf(action).state.ticket === ticket,
    refused(action) {
      const { state, perSecond } = bucketOf(action);
      const now = clock.now();
      if (state.rate === Number.POSITIVE_INFINITY) {
        state.rate = perSecond;
        state.ticket = 1;
        state.nextAt = now + 1000 / perSecond;
      } else if (state.sinceRefusal > 4) {
        // Requests that left together are refused together: one lesson for all of them.
        state.rate = Math.max(0.2, state.rate * 0.97);
        state.nextAt = Math.max(state.nextAt, now + 1000 / state.rate);
      }
      state.sinceRefusal = 0;
    },
    answered(action) {
      const { state } = bucketOf(action);
      state.sinceRefusal += 1;
      if (state.rate !== Number.POSITIVE_INFINITY && state.sinceRefusal % 50 === 0) state.rate *= 1.01;
    },
  };
}
