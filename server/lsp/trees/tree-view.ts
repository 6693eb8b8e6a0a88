// What a view of the side bar is on the server's side: one file in this folder that exports a value of this shape.
import type { TreeNode, ViewId } from '../../protocol/trees.ts';
import type { Session } from '../session.ts';

export interface TreeView {
  readonly id: ViewId;
  /** `parent` is the id of a node that was answered before; of one that is gone, the answer is empty. */
  children(session: Session, parent: string | undefined): Promise<readonly TreeNode[]>;
  /** A number for the view; 0 shows none. */
  badge?(session: Session): { readonly count: number; readonly words: string };
  /** Calls back when what was answered is no longer true; with ids of nodes, where only what is below these changed. */
  onChange(session: Session, listener: (below?: readonly string[]) => void): void;
}
