// What is in the views of the editor's side bar.
import {
  type TreeChanged,
  type TreeNode,
  type TreeParams,
  treeChangedNotification,
  treeRequest,
} from '../../protocol/trees.ts';
import type { Method } from '../method.ts';
import { trees as all } from '../trees/index.ts';

/** A scan changes many things within moments: a view asks again once. */
const SETTLE_MS = 250;

export const trees: Method = {
  register(connection, session) {
    connection.onRequest(treeRequest, ({ view, parent }: TreeParams): Promise<readonly TreeNode[]> => {
      const tree = all.find(({ id }) => id === view);
      return tree === undefined ? Promise.resolve([]) : tree.children(session, parent);
    });
    for (const tree of all) {
      let timer: NodeJS.Timeout | undefined;
      /** Undefined: anywhere. */
      let places: Set<string> | undefined = new Set();
      tree.onChange(session, (below) => {
        if (below === undefined) places = undefined;
        for (const id of below ?? []) places?.add(id);
        if (timer !== undefined) return;
        timer = setTimeout(() => {
          timer = undefined;
          const badge = tree.badge?.(session);
          const changed: TreeChanged = {
            view: tree.id,
            ...(places === undefined ? {} : { below: [...places] }),
            ...(badge === undefined ? {} : { badge }),
          };
          places = new Set();
          void connection.sendNotification(treeChangedNotification, changed);
        }, SETTLE_MS);
      });
    }
  },
};
