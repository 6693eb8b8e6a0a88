// The panel of behaviour: one tab for observations and one for functions, so that walking through the view does not open
// a tab for each. It comes back after a restart.
import * as vscode from 'vscode';
import {
  type BehaviourPage,
  type BehaviourPageParams,
  behaviourPageRequest,
} from '../../server/protocol/behaviour.ts';
import { type TreeChanged, treeChangedNotification } from '../../server/protocol/trees.ts';
import { acknowledgeObservation, undoAcknowledgement } from '../behaviour.ts';
import type { Extension } from '../feature.ts';
import { reason } from '../tell.ts';
import { parseFromBehaviourPage, type ToBehaviourPage } from './behaviour-messages.ts';
import { panelHtml } from './panel-html.ts';

export const behaviourViewType = 'lambdaProtect.behaviour';

type Kind = 'observation' | 'function';

interface Open {
  readonly panel: vscode.WebviewPanel;
  go(params: BehaviourPageParams, section: string | undefined): void;
}

const open = new Map<Kind, Open>();
const lastKey = 'lambdaProtect.behaviourPages';

const kindOf = (params: BehaviourPageParams): Kind => ('function' in params ? 'function' : 'observation');

export function openBehaviour(
  extension: Extension,
  params: BehaviourPageParams,
  section: string | undefined,
): void {
  const existing = open.get(kindOf(params));
  if (existing) {
    existing.panel.reveal();
    existing.go(params, section);
    return;
  }
  const panel = vscode.window.createWebviewPanel(behaviourViewType, 'Behaviour', vscode.ViewColumn.Active);
  connect(panel, extension, params, section);
}

/** Tabs that were open before a restart. */
export function behaviourTabs(extension: Extension): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(behaviourViewType, {
    async deserializeWebviewPanel(panel) {
      const kind: Kind = panel.title.startsWith('Behaviour of ') ? 'function' : 'observation';
      const last = extension.context.workspaceState.get<Partial<Record<Kind, BehaviourPageParams>>>(
        lastKey,
        {},
      );
      const params = last[kind];
      if (params === undefined || open.has(kind)) panel.dispose();
      else connect(panel, extension, params, undefined);
    },
  });
}

function folderOf({ context }: Extension): vscode.Uri {
  return vscode.Uri.joinPath(context.extensionUri, 'dist', 'webview');
}

function connect(
  panel: vscode.WebviewPanel,
  extension: Extension,
  first: BehaviourPageParams,
  firstSection: string | undefined,
): void {
  const { server, tell, context } = extension;
  // Also of a tab that comes back: the folder of the extension may be another one then.
  panel.webview.options = { enableScripts: true, localResourceRoots: [folderOf(extension)] };
  const kind = kindOf(first);
  let params = first;
  let section = firstSection;
  let page: BehaviourPage | undefined;
  let isReady = false;
  const say = (message: ToBehaviourPage) => void panel.webview.postMessage(message);
  const show = async (): Promise<void> => {
    if (!isReady) return;
    const wanted = params;
    try {
      const answer = await server.request<BehaviourPage>(behaviourPageRequest, wanted);
      if (wanted !== params) return;
      // Drawn again only where something is different: a reader keeps the place.
      if (section === undefined && JSON.stringify(answer) === JSON.stringify(page)) return;
      page = answer;
      panel.title = answer.title;
      say({ type: 'page', page: answer, ...(section === undefined ? {} : { section }) });
      section = undefined;
    } catch (error) {
      if (wanted === params) say({ type: 'failed', message: reason(error) });
    }
  };
  const go = (next: BehaviourPageParams, nextSection: string | undefined): void => {
    params = next;
    section = nextSection;
    const last = context.workspaceState.get<Partial<Record<Kind, BehaviourPageParams>>>(lastKey, {});
    void context.workspaceState.update(lastKey, { ...last, [kind]: next });
    void show();
  };
  open.set(kind, { panel, go });
  const heard = panel.webview.onDidReceiveMessage((given: unknown) => {
    const message = parseFromBehaviourPage(given);
    switch (message?.type) {
      case 'ready':
        isReady = true;
        return show();
      case 'acknowledge':
        return page?.observation && acknowledgeObservation(extension, page.observation.key, page.title);
      case 'undo':
        return page?.observation && undoAcknowledgement(extension, { mark: page.observation.mark });
      case 'open':
        return vscode.env.openExternal(vscode.Uri.parse(message.url, true));
      case 'png':
        return tell.failing('the chart could not be exported', () => save(message.image, extension));
    }
  });
  const changed = server.onNotification<TreeChanged>(treeChangedNotification, ({ view }) => {
    if (view === 'observations') void show();
  });
  panel.onDidDispose(() => {
    open.delete(kind);
    heard.dispose();
    changed.dispose();
  });
  go(first, firstSection);
  panel.webview.html = panelHtml(panel.webview, folderOf(extension), 'behaviour', 'Behaviour');
}

async function save(image: string, { tell }: Extension): Promise<void> {
  const [, data] = /^data:image\/png;base64,([\w+/=]+)$/.exec(image) ?? [];
  if (data === undefined) throw new Error('there is no chart to export');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Export Chart',
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, 'behaviour.png') }),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, Buffer.from(data, 'base64'));
  tell.info(`The chart is in ${vscode.workspace.asRelativePath(target)}.`, {
    title: 'Open',
    run: () => vscode.commands.executeCommand('vscode.open', target),
  });
}
