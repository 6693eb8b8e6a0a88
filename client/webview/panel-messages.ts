// What the panel of violations and its page say to each other.
import type { QueryShown, ViolationsParams, ViolationsShown } from '../../server/protocol/violations.ts';

export type ToPage =
  | { readonly type: 'shown'; readonly shown: ViolationsShown | null; readonly query: QueryShown | null }
  | { readonly type: 'filter'; readonly filter: Partial<ViolationsParams> }
  | { readonly type: 'failed'; readonly message: string };

/** What a page may ask for without saying more. */
const wishes = ['read', 'files', 'follow', 'unfollow', 'query', 'csv', 'query-csv', 'set-up'] as const;

export type FromPage =
  | { readonly type: 'ask'; readonly params: ViolationsParams }
  | { readonly type: 'open'; readonly what: 'rule' | 'handler' | 'console'; readonly id: string }
  | { readonly type: 'replay'; readonly id: string }
  | { readonly type: (typeof wishes)[number] }
  /** A data URL. */
  | { readonly type: 'png'; readonly image: string };

/** A page may be made to say anything: what is not of this shape is dropped. */
export function parseFromPage(given: unknown): FromPage | undefined {
  if (typeof given !== 'object' || given === null || !('type' in given)) return undefined;
  const wish = wishes.find((one) => one === given.type);
  if (wish !== undefined) return { type: wish };
  switch (given.type) {
    case 'png':
      return 'image' in given && typeof given.image === 'string'
        ? { type: 'png', image: given.image }
        : undefined;
    case 'open': {
      if (!('what' in given && 'id' in given) || typeof given.id !== 'string') return undefined;
      const { what, id } = given;
      return what === 'rule' || what === 'handler' || what === 'console'
        ? { type: 'open', what, id }
        : undefined;
    }
    case 'replay':
      return 'id' in given && typeof given.id === 'string' ? { type: 'replay', id: given.id } : undefined;
    case 'ask': {
      const params = 'params' in given ? parseParams(given.params) : undefined;
      return params && { type: 'ask', params };
    }
    default:
      return undefined;
  }
}

export function parseParams(given: unknown): ViolationsParams | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { function: name, rule, kind, hours, periodMs }: Record<string, unknown> = { ...given };
  return {
    periodMs: typeof periodMs === 'number' && periodMs > 0 ? periodMs : 3_600_000,
    ...(typeof name === 'string' ? { function: name } : {}),
    ...(typeof rule === 'string' ? { rule } : {}),
    ...(kind === 'code' || kind === 'in' || kind === 'out' ? { kind } : {}),
    ...(typeof hours === 'number' && hours > 0 ? { hours } : {}),
  };
}
