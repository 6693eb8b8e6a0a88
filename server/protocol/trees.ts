// The views of the editor's side bar as data. The server says what is in a tree, level by level as a person opens it;
// the client alone makes tree items of it.
import type { Range } from '../core/text/line-index.ts';

/** One entry a view: package.json's view is `lambdaProtect.<id>`, the server's file `lsp/trees/<id>.ts`. */
export const viewIds = [
  'handlers',
  'functions',
  'findings',
  'threats',
  'observations',
  'violations',
  'replay',
] as const;
export type ViewId = (typeof viewIds)[number];

/** Request, client to server: `TreeParams` → `readonly TreeNode[]`. Fails with words for a person. */
export const treeRequest = 'lambdaProtect/tree';

export interface TreeParams {
  readonly view: ViewId;
  /** The node whose children are wanted; absent for the roots. */
  readonly parent?: string;
}

/** Notification, server to client: what was answered for this view is no longer true. */
export const treeChangedNotification = 'lambdaProtect/treeChanged';

export interface TreeChanged {
  readonly view: ViewId;
  /** Ids of the nodes below which it is no longer true; absent: anywhere. */
  readonly below?: readonly string[];
  /** The number on the view, where it has one. */
  readonly badge?: { readonly count: number; readonly words: string };
}

export interface TextPlace {
  readonly uri: string;
  readonly range: Range;
}

export const tones = ['error', 'warning', 'info', 'good', 'muted'] as const;
export type Tone = (typeof tones)[number];

export interface TreeNode {
  /** Unique in its view and the same tomorrow, so that open nodes stay open. */
  readonly id: string;
  readonly label: string;
  /** Faint, behind the label. */
  readonly description?: string;
  /** Markdown. */
  readonly tooltip?: string;
  /** A codicon's name. Never the only bearer of a meaning: `spoken` says it too. */
  readonly icon?: string;
  readonly tone?: Tone;
  /** What a screen reader says, where label and description are not enough. */
  readonly spoken?: string;
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** For menus: `viewItem == KIND`. */
  readonly kind: string;
  /** For the commands of those menus. */
  readonly arguments?: readonly unknown[];
  /** What choosing the node opens. */
  readonly place?: TextPlace;
  /** A declared command that choosing the node runs instead. */
  readonly command?: { readonly id: string; readonly arguments: readonly unknown[] };
}
