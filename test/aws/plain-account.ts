// The whole state of an account in one Region as plain data, to be compared before and after: everything but what each
// write renews, such as revisions and times.
import type { AwsEndpoint } from './endpoint.ts';
import { regionOf } from './world.ts';

const renewed = /^(?:RevisionId|revisionId|LastModified|LastModifiedTime|UpdatedAt|updatedAt|token|jobs)$/;

/** `but`: names of members that are left out as well. */
export function plainAccount(endpoint: AwsEndpoint, region: string, but: RegExp = /^$/): unknown {
  const state = regionOf(endpoint.account, region);
  const plain = (value: unknown): unknown => {
    if (value instanceof Map) return plain(Object.fromEntries(value));
    if (value instanceof Set) return [...value];
    if (value instanceof Uint8Array) return value.length;
    if (value instanceof Date) return value.toISOString();
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !renewed.test(key) && !but.test(key))
        .map(([key, inner]) => [key, plain(inner)]),
    );
  };
  return plain(
    structuredClone({
      iam: endpoint.account.iam,
      region: { ...state, logs: { ...state.logs, listeners: [] } },
    }),
  );
}
