// What could be read, or why not. A gap never turns into "fine": analyses answer `unknown` from it.

/** Why a fact is missing: the refused or failed action and what the service said, without any payload. */
export interface Gap {
  /** IAM action, such as `lambda:GetPolicy`. */
  readonly action: string;
  readonly reason: 'denied' | 'throttled' | 'unavailable' | 'malformed' | 'not-asked';
  /** The service's own word, such as `AccessDeniedException`; short and without payload. */
  readonly detail: string;
}

export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly gap: Gap };

export function known<T>(value: T): Known<T> {
  return { known: true, value };
}

export function unknown(gap: Gap): Known<never> {
  return { known: false, gap };
}

/** The gap of a fact that an earlier release did not collect, or that nobody asked for. */
export function notCollected(action: string): Known<never> {
  return unknown({ action, reason: 'not-asked', detail: 'not collected in this snapshot' });
}
