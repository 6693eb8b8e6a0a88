// What may go wrong on purpose between a client and the endpoint: refusals, throttling, slow and cut lines, nonsense.

export type Disturbance = {
  /** Limits to a service, an action (`GetPolicy`), a Region, or whatever the function says; absent: every request. */
  readonly service?: string;
  readonly action?: string;
  readonly region?: string;
  readonly when?: (request: { service: string; action: string; region: string; input: unknown }) => boolean;
  /** How many requests it meets before it is over; absent: all. */
  readonly times?: number;
} & (
  | { readonly does: 'deny' }
  | { readonly does: 'throttle' }
  | { readonly does: 'fail'; readonly status?: number }
  /** The line is closed without an answer. */
  | { readonly does: 'cut' }
  /** The request is carried out, then the line is closed in the middle of the answer. */
  | { readonly does: 'cut-after' }
  | { readonly does: 'garble' }
  /** This text as the body of a good answer. */
  | { readonly does: 'answer'; readonly body: string; readonly type?: string }
  | { readonly does: 'slow'; readonly delayMs: number }
  /** No answer ever. */
  | { readonly does: 'hang' }
);

export interface Disturbances {
  /** Adds one; the function that comes back takes it away. */
  add(disturbance: Disturbance): () => void;
  clear(): void;
  /** Those that meet this request, counted as met. */
  meet(request: { service: string; action: string; region: string; input: unknown }): readonly Disturbance[];
}

export function createDisturbances(): Disturbances {
  const active: { readonly disturbance: Disturbance; left: number }[] = [];
  return {
    add(disturbance) {
      const entry = { disturbance, left: disturbance.times ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => {
        const at = active.indexOf(entry);
        if (at >= 0) active.splice(at, 1);
      };
    },
    clear() {
      active.length = 0;
    },
    meet(request) {
      const met: Disturbance[] = [];
      for (const entry of active) {
        const one = entry.disturbance;
        if (entry.left <= 0) continue;
        if (one.service !== undefined && one.service !== request.service) continue;
        if (one.action !== undefined && one.action !== request.action) continue;
        if (one.region !== undefined && one.region !== request.region) continue;
        if (one.when && !one.when(request)) continue;
        entry.left -= 1;
        met.push(one);
      }
      return met;
    },
  };
}
