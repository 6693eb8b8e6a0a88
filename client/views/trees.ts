// The views of the side bar. Children are asked for when a person opens a node; a failure is said in the view.
import * as vscode from 'vscode';
import {
  type TreeChanged,
  type TreeNode,
  type TreeParams,
  treeChangedNotification,
  treeRequest,
  type ViewId,
  viewIds,
} from '../../server/protocol/trees.ts';
import type { Extension } from '../feature.ts';
import { isEnabled } from '../settings.ts';
import { reason } from '../tell.ts';
import { followWhileVisible } from '../violations.ts';
import { toTreeItem } from './tree-item.ts';

export function trees(extension: Extension): vscode.Disposable {
  const { server } = extension;
  // Welcome texts speak of what was looked for: they wait until somebody looked.
  const tellWelcomes = (): void =>
    void vscode.commands.executeCommand('setContext', 'lambdaProtect.running', server.state === 'running');
  return vscode.Disposable.from(
    ...viewIds.map((view) => createTree(view, extension)),
    server.onDidChangeState(tellWelcomes),
  );
}

function createTree(view: ViewId, extension: Extension): vscode.Disposable {
  const { server, log } = extension;
  const changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  /** By id, as they were drawn last: a part of the tree is drawn anew by its node. */
  const drawn = new Map<string, TreeNode>();
  /** Questions for children that are on their way, and whether the whole tree is to be drawn behind them. */
  let asking = 0;
  let isStale = false;
  // Until the server runs there is nothing to ask; the view is drawn again when it does.
  const ask = async (parent: TreeNode | undefined): Promise<readonly TreeNode[]> => {
    if (server.state === 'off') {
      if (!isEnabled()) treeView.message = 'Switched off by the setting lambdaProtect.enable.';
      return [];
    }
    const params: TreeParams = parent === undefined ? { view } : { view, parent: parent.id };
    asking++;
    try {
      const nodes = await server.request<readonly TreeNode[]>(treeRequest, params);
      delete treeView.message;
      for (const node of nodes) drawn.set(node.id, node);
      return nodes;
    } catch (error) {
      log.warn(`view ${view}: ${reason(error)}`);
      treeView.message = reason(error);
      return [];
    } finally {
      asking--;
      if (asking === 0 && isStale) setTimeout(() => redraw());
    }
  };
  const treeView = vscode.window.createTreeView<TreeNode>(`lambdaProtect.${view}`, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (parent) => [...(await ask(parent))],
      getTreeItem: toTreeItem,
    },
    showCollapseAll: true,
  });
  /**
   * VS Code forgets the answer for a node that unfolds while the whole tree is drawn, and the node stays empty: parts
   * are drawn by themselves, and the whole when no answer is on its way.
   */
  const redraw = (below?: readonly string[]): void => {
    if (below === undefined) {
      isStale = asking > 0;
      if (isStale) return;
      drawn.clear();
      changed.fire(undefined);
      return;
    }
    const nodes = below.flatMap((id) => drawn.get(id) ?? []);
    if (nodes.length > 0) changed.fire(nodes);
  };
  return vscode.Disposable.from(
    changed,
    treeView,
    ...(view === 'violations' ? [followWhileVisible(treeView, extension)] : []),
    server.onNotification<TreeChanged>(treeChangedNotification, (change) => {
      if (change.view !== view) return;
      redraw(change.below);
      if (change.badge === undefined) return;
      const { count, words } = change.badge;
      treeView.badge = count === 0 ? undefined : { value: count, tooltip: words };
    }),
    server.onDidChangeState((state) => {
      if (state !== 'starting') redraw();
    }),
  );
}
