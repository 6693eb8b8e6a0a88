// What is measured about a rule outside of its file: hits, events, time. Hover and code lens show it; whoever
// measures says also when it could not be measured in time.

/** `timed-out` is said as such and never as "no hits". */
export type Measured<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'timed-out' }
  | { readonly state: 'pending' };

export interface CodeHits {
  readonly hits: number;
  readonly files: number;
  /** Files with a handler among them. */
  readonly handlers: number;
}

export interface EventHits {
  /** Events or responses that the rule hits, of all that there are. */
  readonly hits: number;
  readonly of: number;
}

export interface RuleCost {
  /** Milliseconds of one search. */
  readonly ms: number;
  /** What was searched, such as `orders.py, 312 lines`. */
  readonly subject: string;
}

export interface RuleFacts {
  readonly code?: Measured<CodeHits>;
  readonly events?: Measured<EventHits>;
  readonly costs?: readonly Measured<RuleCost>[];
  /** A text that the rule matches. */
  readonly sample?: string;
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
