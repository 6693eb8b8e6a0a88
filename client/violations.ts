// Violations in the editor: whether some were read, and new ones followed while somebody looks, with a badge. The panel
// is in `webview/violations-panel.ts`.
import * as vscode from 'vscode';
import {
  followedGroups,
  followViolationsRequest,
  type ReadViolationsParams,
  readViolationsRequest,
  type ViolationPrices,
  type ViolationsChanged,
  type ViolationsProgress,
  type ViolationsSummary,
  violationPricesRequest,
  violationsChangedNotification,
  violationsProgressNotification,
} from '../server/protocol/violations.ts';
import type { Extension } from './feature.ts';
import { section } from './settings.ts';
import { reason } from './tell.ts';

const followsKey = 'lambdaProtect.followsViolations';
const wished = new vscode.EventEmitter<boolean>();
/** Nobody has touched the window for so long: nobody looks, and following costs by the minute. */
const idleMs = 15 * 60_000;

const setContext = (name: string, value: unknown) =>
  void vscode.commands.executeCommand('setContext', `lambdaProtect.${name}`, value);

/** `isLive`: read from AWS, where new ones may come in. */
export function tellViolationsRead(isRead: boolean, isLive: boolean): void {
  setContext('violationsRead', isRead);
  setContext('violationsLive', isLive);
}

let lastRead: ReadViolationsParams | undefined;

/** What `readViolationsAgain` asks. */
export function rememberReading(params: ReadViolationsParams): void {
  lastRead = params;
}

/** After a change of what counts them: their alarms are others. Does nothing where nobody read any. */
export async function readViolationsAgain({ server }: Extension): Promise<void> {
  if (lastRead !== undefined) await server.request<ViolationsSummary>(readViolationsRequest, lastRead);
}

let panelIsVisible = false;
const panelSeen = new vscode.EventEmitter<void>();

/** The panel counts as looking, as the view does. */
export function tellPanelVisible(isVisible: boolean): void {
  panelIsVisible = isVisible;
  panelSeen.fire();
}

/** What following costs, said before it starts. */
export async function followCost({ server }: Extension): Promise<string> {
  const { following } = await server.request<ViolationPrices>(violationPricesRequest, null);
  return (
    `New violations of up to ${followedGroups} log groups in a Region come in by CloudWatch Logs’ Live Tail while the view ` +
    `or the panel of violations is visible. ${following}. ` +
    'Where Live Tail is denied, the log groups are asked every 2 seconds by FilterLogEvents instead, which is not ' +
    'charged and counts against the account’s request rate. ' +
    `It stops when neither is visible, and when the window was not used for ${idleMs / 60_000} minutes.`
  );
}

export async function setFollowing({ context }: Extension, isWanted: boolean): Promise<void> {
  await context.workspaceState.update(followsKey, isWanted);
  wished.fire(isWanted);
}

/** Runs what reads violations, with progress that can be cancelled. */
export function withViolationsProgress<T>(
  { server }: Extension,
  title: string,
  work: (token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    let before = 0;
    const heard = server.onNotification<ViolationsProgress>(
      violationsProgressNotification,
      ({ words, done, total }) => {
        const now = done === undefined || !total ? before : (100 * done) / total;
        progress.report({ message: words, increment: Math.max(0, now - before) });
        before = Math.max(before, now);
      },
    );
    try {
      return await work(token);
    } finally {
      heard.dispose();
    }
  });
}

/** Follows while a person wants it, can see it, and is there. */
export function followWhileVisible(view: vscode.TreeView<unknown>, extension: Extension): vscode.Disposable {
  const { server, context, tell, log } = extension;
  let isFollowing = false;
  let isIdle = false;
  let idle: NodeJS.Timeout | undefined;
  let unseen = 0;
  const update = (): void => {
    const isWanted = context.workspaceState.get(followsKey, false);
    setContext('violationsFollowed', isWanted);
    const follow = isWanted && (view.visible || panelIsVisible) && !isIdle && server.state === 'running';
    if (follow === isFollowing) return;
    isFollowing = follow;
    if (server.state !== 'running') return;
    server
      .request(followViolationsRequest, { follow })
      .catch((error: unknown) => log.warn(`following violations: ${reason(error)}`));
  };
  const watchPerson = ({ active }: vscode.WindowState): void => {
    clearTimeout(idle);
    if (!active)
      idle = setTimeout(() => {
        isIdle = true;
        update();
      }, idleMs);
    else if (isIdle) {
      isIdle = false;
      update();
    }
  };
  update();
  return vscode.Disposable.from(
    view.onDidChangeVisibility(update),
    panelSeen.event(update),
    wished.event(update),
    vscode.window.onDidChangeWindowState(watchPerson),
    { dispose: () => clearTimeout(idle) },
    view.onDidChangeSelection(() => {
      unseen = 0;
      view.badge = undefined;
    }),
    server.onDidChangeState((state) => {
      // The server keeps what was read: a new one has nothing, and follows nothing.
      if (state !== 'running') {
        isFollowing = false;
        view.description = '';
        tellViolationsRead(false, false);
      }
      update();
    }),
    server.onNotification<ViolationsChanged>(violationsChangedNotification, (changed) => {
      view.description = changed.following ?? '';
      if (changed.added === 0) return;
      unseen += changed.added;
      const words = `${unseen} new ${unseen === 1 ? 'violation' : 'violations'}`;
      view.badge = { value: unseen, tooltip: words };
      if (vscode.workspace.getConfiguration(section).get('violations.notify', false))
        tell.warn(
          `${changed.added === 1 ? 'A new violation' : `${changed.added} new violations`}: ${changed.newest ?? ''}`,
          {
            title: 'Show',
            run: () => vscode.commands.executeCommand('lambdaProtect.showViolations'),
          },
        );
    }),
  );
}
