// The tab of an incident: a checklist whose states are kept in the workspace, also over restarts, and can be saved as a
// report. What its steps say grows while evidence is gathered.
import * as vscode from 'vscode';
import type { ChangePage } from '../../server/protocol/changes.ts';
import {
  evidenceGrewNotification,
  type Incident,
  type IncidentParams,
  type IncidentRecord,
  incidentReportRequest,
  incidentRequest,
  type StepMark,
  type ThreatId,
} from '../../server/protocol/threats.ts';
import { onDidCarryOut } from '../changes/panel.ts';
import type { Extension } from '../feature.ts';
import { runIncidentAction } from './actions.ts';
import { withCarriedOut } from './carried-out.ts';
import { parseMessage } from './message.ts';
import { incidentHtml, incidentWords } from './page.ts';

const viewType = 'lambdaProtect.incident';

interface OpenIncident {
  readonly panel: vscode.WebviewPanel;
  refresh(): void;
  record(): IncidentRecord;
  keep(record: IncidentRecord): Promise<void>;
}

const open = new Map<string, OpenIncident>();

const keyOf = (id: string) => `${viewType} ${id}`;

/** Tabs that were open before a restart come back. */
export function incidents(extension: Extension): vscode.Disposable {
  return vscode.Disposable.from(
    extension.server.onNotification<ThreatId>(evidenceGrewNotification, ({ id }) => open.get(id)?.refresh()),
    onDidCarryOut((page) => void markCarriedOut(page, extension)),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const id =
          typeof state === 'object' && state !== null && 'id' in state && typeof state.id === 'string'
            ? state.id
            : '';
        const filled = await extension.tell.failing('the incident could not be opened', () =>
          fill(panel, extension, id).then(() => true),
        );
        if (filled !== true) panel.dispose();
      },
    }),
  );
}

/** What was applied or undone is written into the incidents that were opened, whether their tabs are there or not. */
async function markCarriedOut(page: ChangePage, { context, log }: Extension): Promise<void> {
  const at = new Date().toISOString();
  for (const key of context.workspaceState.keys().filter((one) => one.startsWith(`${viewType} `))) {
    const shown = open.get(key.slice(viewType.length + 1));
    const record = shown?.record() ?? context.workspaceState.get<IncidentRecord>(key);
    const next = record && withCarriedOut(record, page, at);
    if (next === undefined || next === record) continue;
    await (shown?.keep(next) ?? context.workspaceState.update(key, next));
    log.info(`incident of ${next.threat.function.name}: ${page.title} is written down`);
  }
}

export async function openIncident(extension: Extension, id: string): Promise<void> {
  const existing = open.get(id);
  if (existing !== undefined) {
    existing.panel.reveal();
    return;
  }
  const panel = vscode.window.createWebviewPanel(viewType, 'Incident', vscode.ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [],
  });
  try {
    await fill(panel, extension, id);
  } catch (error) {
    panel.dispose();
    throw error;
  }
}

async function fill(panel: vscode.WebviewPanel, extension: Extension, id: string): Promise<void> {
  const { server, context, log } = extension;
  panel.webview.options = { enableScripts: true, localResourceRoots: [] };
  const kept = context.workspaceState.get<IncidentRecord>(keyOf(id));
  const ask = (params: IncidentParams) => server.request<Incident>(incidentRequest, params);
  let incident = await ask(kept === undefined ? { id } : { record: kept });
  // A hidden page hears nothing, and begins anew with its text when it is shown.
  const drawAnew = (): void => {
    panel.webview.html = incidentHtml(incident);
  };
  const show = async (): Promise<void> => {
    if (panel.visible) await panel.webview.postMessage(incidentWords(incident));
    else drawAnew();
  };
  const keep = async (record: IncidentRecord): Promise<void> => {
    incident = { ...incident, record };
    await context.workspaceState.update(keyOf(id), record);
    await show();
  };
  const refresh = async (): Promise<void> => {
    const next = await ask({ record: incident.record });
    incident = { ...next, record: incident.record };
    await show();
  };
  panel.title = `Incident: ${incident.record.threat.function.name}`;
  drawAnew();
  panel.onDidChangeViewState(() => {
    if (!panel.visible) drawAnew();
  });
  open.set(id, {
    panel,
    keep,
    record: () => incident.record,
    refresh: () => void refresh().catch((error: unknown) => log.warn(`incident: ${String(error)}`)),
  });
  panel.onDidDispose(() => open.delete(id));
  panel.webview.onDidReceiveMessage((message: unknown) =>
    extension.tell.failing('the step could not be carried out', async () => {
      const told = parseMessage(message);
      switch (told?.kind) {
        case 'mark': {
          const at = new Date().toISOString();
          const mark: StepMark = { state: told.state, note: told.note, at };
          return keep({ ...incident.record, marks: { ...incident.record.marks, [told.step]: mark } });
        }
        case 'act': {
          const record = await runIncidentAction(told.action, incident, extension);
          return record === undefined ? undefined : keep(record);
        }
        case 'export':
          return exportReport(extension, incident.record);
      }
    }),
  );
  await context.workspaceState.update(keyOf(id), incident.record);
  // Evidence may have come while the page was made.
  if (incident.isGathering) await refresh();
}

async function exportReport({ server, tell }: Extension, record: IncidentRecord): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `incident-${record.threat.function.name}-${record.openedAt.slice(0, 10)}.md`;
  const target = await vscode.window.showSaveDialog({
    title: 'Save Incident Report',
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target === undefined) return;
  const text = await server.request<string>(incidentReportRequest, record);
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  tell.info(`The report is in ${vscode.workspace.asRelativePath(target)}.`, {
    title: 'Open',
    run: () => vscode.window.showTextDocument(target),
  });
}
