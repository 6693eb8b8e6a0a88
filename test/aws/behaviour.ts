// What one operation of one service does: a function from its decoded input to its output, over the state of an account.
import { randomUUID } from 'node:crypto';
import type { AccountState, Caller, RegionState, World } from './world.ts';

export interface Call {
  readonly world: World;
  readonly account: AccountState;
  readonly region: RegionState;
  readonly caller: Caller;
  readonly now: Date;
  /** Where the endpoint listens, for links that point back to it. */
  readonly url: string;
  /** `X-Amz-*` and other headers, lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the client hangs up: for answers that stream. */
  readonly signal: AbortSignal;
}

/** `never`: each behaviour states the input that its operation's schema yields. */
export type Behaviour = (input: never, call: Call) => unknown;
export type Behaviours = Readonly<Record<string, Behaviour>>;

/** An error answer. `code` is the name that goes over the wire. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; fields?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status;
    this.fields = options.fields ?? {};
  }
}

/** One page of a list. The token is opaque for clients; a foreign one is refused as the services do. */
export function page<T>(
  items: readonly T[],
  token: string | undefined,
  limit: number | undefined,
  max: number,
  invalidToken = 'InvalidParameterValueException',
): { readonly items: T[]; readonly next: string | undefined } {
  const start =
    token === undefined || token === '' ? 0 : Number(Buffer.from(token, 'base64').toString().split(':')[1]);
  if (!Number.isInteger(start) || start < 0)
    throw new Fault(invalidToken, 'The pagination token is invalid.');
  const size = Math.max(1, Math.min(limit ?? max, max));
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`page:${end}`).toString('base64') : undefined,
  };
}

export function newId(): string {
  return randomUUID();
}

/** Letters and digits in upper case, as in IAM's unique ids. */
export function shortId(length: number): string {
  return randomUUID().replaceAll('-', '').toUpperCase().padEnd(length, '0').slice(0, length);
}

export function hexId(length: number): string {
  return (randomUUID() + randomUUID()).replaceAll('-', '').slice(0, length);
}

/** Drops members that are undefined, so that optional members may be written in one expression. */
export function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
