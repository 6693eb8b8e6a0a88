// The panel of violations: one at a time, beside the code. It carries messages between its page and the server.
import * as vscode from 'vscode';
import { replayViolationCommand } from '../../server/protocol/client-commands.ts';
import {
  type QueryShown,
  queryCsvRequest,
  shownQueryRequest,
  type ViolationPlaces,
  type ViolationsParams,
  type ViolationsShown,
  violationPlacesRequest,
  violationsChangedNotification,
  violationsCsvRequest,
  violationsRequest,
} from '../../server/protocol/violations.ts';
import type { Extension } from '../feature.ts';
import { toRange } from '../places.ts';
import { reason } from '../tell.ts';
import { tellPanelVisible } from '../violations.ts';
import { panelHtml } from './panel-html.ts';
import { parseFromPage, type ToPage } from './panel-messages.ts';

/** Commands behind the buttons of the page. */
const commandIds = {
  read: 'lambdaProtect.readViolations',
  files: 'lambdaProtect.openViolationFiles',
  follow: 'lambdaProtect.followViolations',
  unfollow: 'lambdaProtect.unfollowViolations',
  query: 'lambdaProtect.queryViolations',
  'set-up': 'lambdaProtect.setUpMonitoring',
} as const;

let open: vscode.WebviewPanel | undefined;
/** Asked for and not yet asked back by the page, which begins anew whenever it was hidden. */
let pending: Partial<ViolationsParams> | undefined;

export function showViolationsPanel(extension: Extension, filter: Partial<ViolationsParams>): void {
  pending = Object.keys(filter).length > 0 ? filter : undefined;
  if (open) {
    open.reveal();
    void open.webview.postMessage({ type: 'filter', filter } satisfies ToPage);
    return;
  }
  const folder = vscode.Uri.joinPath(extension.context.extensionUri, 'dist', 'webview');
  const panel = vscode.window.createWebviewPanel(
    'lambdaProtect.violations',
    'Violations',
    vscode.ViewColumn.Active,
    { enableScripts: true, localResourceRoots: [folder] },
  );
  open = panel;
  connect(panel, extension);
  panel.webview.html = panelHtml(panel.webview, folder, 'violations', 'Violations');
}

function connect(panel: vscode.WebviewPanel, extension: Extension): void {
  const { server, tell } = extension;
  let asked: ViolationsParams | undefined;
  const say = (message: ToPage) => void panel.webview.postMessage(message);
  let isAnswering = false;
  let isLate = false;
  /** Changes that come quicker than answers are answered together. */
  const answer = async (): Promise<void> => {
    if (!asked) return;
    isLate = isAnswering;
    if (isAnswering) return;
    isAnswering = true;
    try {
      const [shown, query] = await Promise.all([
        server.request<ViolationsShown | null>(violationsRequest, asked),
        server.request<QueryShown | null>(shownQueryRequest, null),
      ]);
      say({ type: 'shown', shown, query });
    } catch (error) {
      say({ type: 'failed', message: reason(error) });
    } finally {
      isAnswering = false;
    }
    if (isLate) await answer();
  };
  const heard = panel.webview.onDidReceiveMessage((given: unknown) => {
    const message = parseFromPage(given);
    switch (message?.type) {
      case 'ask':
        asked = message.params;
        if (pending && !holds(asked, pending)) say({ type: 'filter', filter: pending });
        else void answer();
        pending = undefined;
        return;
      case 'read':
      case 'files':
      case 'follow':
      case 'unfollow':
      case 'query':
      case 'set-up':
        return vscode.commands.executeCommand(commandIds[message.type]);
      case 'replay':
        return vscode.commands.executeCommand(replayViolationCommand, { id: message.id });
      case 'query-csv':
        return tell.failing('the answer could not be exported', async () => {
          const text = await server.request<string>(queryCsvRequest, null);
          await save('violations-query.csv', new TextEncoder().encode(text), extension);
        });
      case 'open':
        return openViolation(extension, message.what, message.id);
      case 'csv':
        return tell.failing('the violations could not be exported', async () => {
          const text = await server.request<string>(violationsCsvRequest, asked ?? { periodMs: 3_600_000 });
          await save('violations.csv', new TextEncoder().encode(text), extension);
        });
      case 'png':
        return tell.failing('the chart could not be exported', async () => {
          const [, data] = /^data:image\/png;base64,([\w+/=]+)$/.exec(message.image) ?? [];
          if (data === undefined) throw new Error('there is no chart to export');
          await save('violations.png', Buffer.from(data, 'base64'), extension);
        });
    }
  });
  const changed = server.onNotification(violationsChangedNotification, () => void answer());
  tellPanelVisible(panel.visible);
  panel.onDidChangeViewState(() => tellPanelVisible(panel.visible));
  panel.onDidDispose(() => {
    open = undefined;
    tellPanelVisible(false);
    heard.dispose();
    changed.dispose();
  });
}

function holds(params: ViolationsParams, filter: Partial<ViolationsParams>): boolean {
  const all: Readonly<Record<string, unknown>> = { ...params };
  return Object.entries(filter).every(([name, value]) => all[name] === value);
}

async function save(name: string, bytes: Uint8Array, { tell }: Extension): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Export Violations',
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, bytes);
  tell.info(`The violations are in ${vscode.workspace.asRelativePath(target)}.`, {
    title: 'Open',
    run: () => vscode.commands.executeCommand('vscode.open', target),
  });
}

/** Opens the rule's line, the handler, or the log: in the console, or the file that it was read from. */
export async function openViolation(
  { server, tell }: Extension,
  what: 'rule' | 'handler' | 'console',
  id: string,
): Promise<void> {
  await tell.failing(`the ${what} could not be opened`, async () => {
    const places = await server.request<ViolationPlaces>(violationPlacesRequest, { id });
    if (what === 'console' && places.file !== undefined) {
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(places.file, true));
      return;
    }
    if (what === 'console') {
      if (places.console === undefined) throw new Error('its log group is not known');
      await vscode.env.openExternal(vscode.Uri.parse(places.console, true));
      return;
    }
    const place = places[what];
    if (!place)
      throw new Error(
        what === 'rule'
          ? 'no rule file of this workspace has it'
          : 'no configuration of this workspace names the function',
      );
    await vscode.window.showTextDocument(vscode.Uri.parse(place.uri, true), {
      selection: toRange(place.range),
    });
  });
}
