// Violations in the editor: whether some were read, and new ones followed while the view is visible, with a badge.
// The panel is in `webview/violations-panel.ts`.
import * as vscode from 'vscode';
import {
  followEveryMs,
  followedSources,
  followViolationsRequest,
  type ViolationsChanged,
  violationsChangedNotification,
} from '../server/protocol/violations.ts';
import type { Extension } from './feature.ts';
import { section } from './settings.ts';
import { reason } from './tell.ts';

const followsKey = 'lambdaProtect.followsViolations';
const wished = new vscode.EventEmitter<boolean>();

export function tellViolationsRead(isRead: boolean): void {
  void vscode.commands.executeCommand('setContext', 'lambdaProtect.violationsRead', isRead);
}

/** What following costs, said before it starts. */
export const followCost =
  `While the view Violations is visible, up to ${followedSources} log groups are asked every ` +
  `${followEveryMs / 1000} seconds by FilterLogEvents (at most ${(followedSources * 60_000) / followEveryMs} requests a ` +
  `minute). They count against the account's request rate for CloudWatch Logs, which other tools share. ` +
  'Nothing is asked while the view is hidden.';

export async function setFollowing({ context }: Extension, isWanted: boolean): Promise<void> {
  await context.workspaceState.update(followsKey, isWanted);
  wished.fire(isWanted);
}

/** Follows while a person both wants it and can see it. */
export function followWhileVisible(view: vscode.TreeView<unknown>, extension: Extension): vscode.Disposable {
  const { server, context, tell, log } = extension;
  let isFollowing = false;
  let unseen = 0;
  const update = (): void => {
    const isWanted = context.workspaceState.get(followsKey, false);
    void vscode.commands.executeCommand('setContext', 'lambdaProtect.violationsFollowed', isWanted);
    const follow = isWanted && view.visible && server.state === 'running';
    if (follow === isFollowing) return;
    isFollowing = follow;
    if (server.state !== 'running') return;
    server
      .request(followViolationsRequest, { follow })
      .catch((error: unknown) => log.warn(`following violations: ${reason(error)}`));
  };
  update();
  return vscode.Disposable.from(
    view.onDidChangeVisibility(update),
    wished.event(update),
    view.onDidChangeSelection(() => {
      unseen = 0;
      view.badge = undefined;
    }),
    server.onDidChangeState((state) => {
      // The server keeps what was read: a new one has nothing, and follows nothing.
      if (state !== 'running') {
        isFollowing = false;
        tellViolationsRead(false);
      }
      update();
    }),
    server.onNotification<ViolationsChanged>(violationsChangedNotification, ({ added, newest }) => {
      if (added === 0) return;
      unseen += added;
      const words = `${unseen} new ${unseen === 1 ? 'violation' : 'violations'}`;
      view.badge = { value: unseen, tooltip: words };
      if (vscode.workspace.getConfiguration(section).get('violations.notify', false))
        tell.warn(`${added === 1 ? 'A new violation' : `${added} new violations`}: ${newest ?? ''}`, {
          title: 'Show',
          run: () => vscode.commands.executeCommand('lambdaProtect.showViolations'),
        });
    }),
  );
}
