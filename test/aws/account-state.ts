// An imagined account as plain data, for comparing it before and after: everything but what each write renews.
import type { AccountState } from './world.ts';

/** Revisions, times, and what belongs to the machinery of the endpoint. */
const renewed =
  /^(?:RevisionId|revisionId|LastModified|LastModifiedTime|UpdatedAt|updatedAt|jobs|listeners)$/;

export function accountState({ iam, regions }: AccountState): unknown {
  return plain({ iam, regions });
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Set) return [...value].map(plain);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? 'a function' : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !renewed.test(key))
      .map(([key, inner]) => [key, plain(inner)]),
  );
}
