// The tab of a planned change. Its buttons carry the plan out and take it back, each after a question that names the
// number of changes, the account and the Region. Tabs that were open before a restart come back.
import * as vscode from 'vscode';
import {
  type CarryOutParams,
  type ChangePage,
  type ChangeParams,
  type ChangeProgress,
  carryOutChangeRequest,
  changePageRequest,
  changeProgressNotification,
  discardChangeRequest,
} from '../../server/protocol/changes.ts';
import type { Extension } from '../feature.ts';
import { changeHtml, countOf, type PageAction, pageActions } from './page.ts';
import { withChangeProgress } from './progress.ts';
import { pickProfile } from './where.ts';

const viewType = 'lambdaProtect.change';
/** Steps that the question before names. */
const namedSteps = 6;

interface Tab {
  readonly panel: vscode.WebviewPanel;
  page: ChangePage;
  /** Asks the same planner again; absent after a restart. */
  planAgain: (() => Promise<void>) | undefined;
}

const tabs = new Set<Tab>();
const carriedOut = new vscode.EventEmitter<ChangePage>();

/** A plan was applied or undone, wholly or in part. */
export const onDidCarryOut = carriedOut.event;

export function changeTabs(extension: Extension): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const id =
        typeof state === 'object' && state !== null && 'id' in state && typeof state.id === 'string'
          ? state.id
          : '';
      try {
        connect(extension, { panel, page: await readPage(extension, id), planAgain: undefined });
      } catch {
        // The plan was used up or discarded meanwhile: there is nothing to show.
        panel.dispose();
      }
    },
  });
}

/** `planAgain`: where it was planned just now. */
export async function showChange(
  extension: Extension,
  page: ChangePage,
  planAgain?: () => Promise<void>,
): Promise<void> {
  const open = [...tabs].find((tab) => tab.page.id === page.id);
  if (open) {
    open.planAgain = planAgain ?? open.planAgain;
    draw(open, page);
    open.panel.reveal();
    return;
  }
  const panel = vscode.window.createWebviewPanel(viewType, page.title, vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [],
    enableFindWidget: true,
  });
  connect(extension, { panel, page, planAgain });
}

export function readPage({ server }: Extension, id: string): Promise<ChangePage> {
  const params: ChangeParams = { id };
  return server.request<ChangePage>(changePageRequest, params);
}

function connect(extension: Extension, tab: Tab): void {
  const { panel } = tab;
  panel.webview.options = { enableScripts: true, localResourceRoots: [] };
  tabs.add(tab);
  panel.onDidDispose(() => tabs.delete(tab));
  panel.webview.onDidReceiveMessage((message: unknown) => {
    const action = parseAction(message);
    if (action === undefined) return;
    return extension.tell.failing('the change could not be carried out', () => act(extension, tab, action));
  });
  draw(tab, tab.page);
}

function draw(tab: Tab, page: ChangePage): void {
  tab.page = page;
  tab.panel.title = page.title.charAt(0).toUpperCase() + page.title.slice(1);
  tab.panel.webview.html = changeHtml(page, tab.planAgain !== undefined);
}

/** A page may be made to say anything: what is no button of ours is dropped. */
function parseAction(message: unknown): PageAction | undefined {
  if (typeof message !== 'object' || message === null || !('action' in message)) return undefined;
  return pageActions.find((one) => one === message.action);
}

async function act(extension: Extension, tab: Tab, action: PageAction): Promise<void> {
  switch (action) {
    case 'apply':
    case 'undo':
      return carryOut(extension, tab, action);
    case 'as-other': {
      const via = await pickProfile(extension, tab.page.title);
      const what = /undone|^applied/.test(tab.page.state) ? 'undo' : 'apply';
      return via === undefined ? undefined : carryOut(extension, tab, what, via);
    }
    case 'discard': {
      const params: ChangeParams = { id: tab.page.id };
      await extension.server.request<null>(discardChangeRequest, params);
      tab.panel.dispose();
      return;
    }
    case 'again': {
      const { planAgain } = tab;
      await planAgain?.();
      // The new plan took the place of this one, or has a tab of its own.
      if (planAgain && tab.page.state === 'undone') tab.panel.dispose();
      return;
    }
    case 'open-file':
      await vscode.commands.executeCommand(
        'vscode.open',
        vscode.Uri.joinPath(vscode.Uri.file(tab.page.folder), tab.page.id),
      );
      return;
    case 'policy':
      return openPolicy(tab.page);
  }
}

async function carryOut(extension: Extension, tab: Tab, what: 'apply' | 'undo', via?: string): Promise<void> {
  if (!(await isConfirmed(extension, tab.page, what))) return;
  const { panel, page } = tab;
  const { server, tell } = extension;
  const say = (message: object) => void panel.webview.postMessage(message);
  const doing = what === 'apply' ? 'Applying' : 'Undoing';
  say({ kind: 'busy', isBusy: true });
  const listening = server.onNotification<ChangeProgress>(
    changeProgressNotification,
    ({ words, done, total }) => say({ kind: 'progress', words: `${doing}, ${done} of ${total}: ${words}` }),
  );
  const params: CarryOutParams = {
    id: page.id,
    what,
    print: page.print,
    ...(via === undefined ? {} : { via }),
  };
  try {
    const next = await withChangeProgress(extension, `${doing}: ${page.title}`, (token) =>
      server.request<ChangePage>(carryOutChangeRequest, params, token),
    );
    draw(tab, next);
    tellEnd(extension, next, what, panel.visible);
    carriedOut.fire(next);
  } catch (error) {
    say({ kind: 'busy', isBusy: false });
    // What it got to is in the journal: the page of now says it.
    await readPage(extension, page.id).then(
      (now) => draw(tab, now),
      () => tell.warn('The plan is no longer there: it was carried out or discarded elsewhere.'),
    );
    throw error;
  } finally {
    listening.dispose();
  }
}

function isConfirmed({ tell }: Extension, page: ChangePage, what: 'apply' | 'undo'): Promise<boolean> {
  const left = page.steps.filter(({ state }) =>
    what === 'apply' ? state !== 'done' : state !== 'untouched' && state !== 'undone',
  );
  const words = left.map((step) => (what === 'apply' ? step.words : step.undo));
  const shown = (what === 'apply' ? words : words.toReversed()).slice(0, namedSteps);
  const more = words.length - shown.length;
  const verb = what === 'apply' ? 'Apply' : 'Undo';
  return tell.confirm(
    `${verb} ${countOf(left.length).toLowerCase()} in account ${page.account}, ${page.regions.join(', ')}?`,
    `${shown.join('\n')}${more > 0 ? `\nand ${more} more` : ''}`,
    `${verb} ${countOf(left.length)}`,
  );
}

/** Whoever looks at the page sees it there. */
function tellEnd(
  { tell, log }: Extension,
  page: ChangePage,
  what: 'apply' | 'undo',
  isVisible: boolean,
): void {
  const title = page.title.charAt(0).toUpperCase() + page.title.slice(1);
  const words =
    page.stopped === undefined
      ? `${title}: ${what === 'apply' ? 'applied' : 'undone'}.`
      : `${title}: it stopped. ${page.stopped}.`;
  if (isVisible) log.info(words);
  else if (page.stopped === undefined) tell.info(words);
  else tell.warn(words);
}

/** What an administrator is asked for: to apply and to undo. */
async function openPolicy({ permissions, undoPermissions, title }: ChangePage): Promise<void> {
  const Action = [...new Set([...permissions, ...undoPermissions])].toSorted();
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: title.replace(/[^A-Za-z0-9]+/g, ''),
        Effect: 'Allow',
        Action,
        Resource: '*',
      },
    ],
  };
  const content = `${JSON.stringify(policy, undefined, 2)}\n`;
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language: 'json', content }),
  );
}
