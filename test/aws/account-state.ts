// An imagined account as plain data, for comparing it before and after: everything but what each write renews.
import type { AccountState } from './world.ts';

/** Revisions, times, and what belongs to the machinery of the endpoint. */
const renewed =
  /^(?:RevisionId|revisionId|LastModified|LastModifiedTime|UpdatedAt|updatedAt|token|jobs|listeners)$/;

/** `but`: names of members that are left out as well. */
export function accountState({ iam, regions }: AccountState, but: RegExp = /^$/): unknown {
  return plain({ iam, regions }, but);
}

function plain(value: unknown, but: RegExp): unknown {
  const inside = (inner: unknown) => plain(inner, but);
  if (value instanceof Map) return inside(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(inside);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.map(inside);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !renewed.test(key) && !but.test(key))
      .map(([key, inner]) => [key, inside(inner)]),
  );
}
