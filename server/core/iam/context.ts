// What is known of a request beside who, what and on which resource: condition keys with their values, keys that
// are certainly absent, and keys of which nothing is known.

export type ContextValue =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  /** In the request with a value that nobody knows yet. */
  | { readonly kind: 'present' }
  | { readonly kind: 'unknown' };

export interface RequestContext {
  /** Names of condition keys are not case-sensitive. */
  get(key: string): ContextValue;
}

/** `null` says that the key is absent, `undefined` that its value is unknown. */
export type ContextEntries = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** A context of known keys; `others` says what every key that is not listed is. */
export function contextOf(
  entries: ContextEntries,
  others: 'absent' | 'unknown',
  under?: RequestContext,
): RequestContext {
  const byKey = new Map<string, ContextValue>();
  for (const [key, value] of Object.entries(entries)) byKey.set(key.toLowerCase(), toValue(value));
  return {
    get: (key) => byKey.get(key.toLowerCase()) ?? under?.get(key) ?? { kind: others },
  };
}

function toValue(value: string | readonly string[] | null | undefined): ContextValue {
  if (value === undefined) return { kind: 'unknown' };
  if (value === null) return { kind: 'absent' };
  return { kind: 'values', values: typeof value === 'string' ? [value] : value };
}
