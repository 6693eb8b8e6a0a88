// What the panel of behaviour and its page say to each other.
import type { BehaviourPage } from '../../server/protocol/behaviour.ts';

export type ToBehaviourPage =
  | { readonly type: 'page'; readonly page: BehaviourPage; readonly section?: string }
  | { readonly type: 'failed'; readonly message: string };

export type FromBehaviourPage =
  | { readonly type: 'ready' }
  | { readonly type: 'acknowledge' }
  | { readonly type: 'undo' }
  /** A link of the page, by its address. */
  | { readonly type: 'open'; readonly url: string }
  /** A data URL. */
  | { readonly type: 'png'; readonly image: string };

/** A page may be made to say anything: what is not of this shape is dropped. */
export function parseFromBehaviourPage(given: unknown): FromBehaviourPage | undefined {
  if (typeof given !== 'object' || given === null || !('type' in given)) return undefined;
  switch (given.type) {
    case 'ready':
    case 'acknowledge':
    case 'undo':
      return { type: given.type };
    case 'open':
      return 'url' in given && typeof given.url === 'string' && isDocumentation(given.url)
        ? { type: 'open', url: given.url }
        : undefined;
    case 'png':
      return 'image' in given && typeof given.image === 'string'
        ? { type: 'png', image: given.image }
        : undefined;
    default:
      return undefined;
  }
}

/** Pages lead to these only. */
function isDocumentation(url: string): boolean {
  return /^https:\/\/(attack\.mitre\.org|docs\.aws\.amazon\.com)\//.test(url);
}
