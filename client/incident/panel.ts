// The tab of an incident: a checklist whose states are kept in the workspace, also over restarts, and can be saved as a
// report.
import * as vscode from 'vscode';
import {
  type Incident,
  type IncidentParams,
  type IncidentRecord,
  incidentReportRequest,
  incidentRequest,
  type StepMark,
} from '../../server/protocol/threats.ts';
import type { Extension } from '../feature.ts';
import { incidentHtml } from './page.ts';

const viewType = 'lambdaProtect.incident';
const open = new Map<string, vscode.WebviewPanel>();
const states: readonly StepMark['state'][] = ['open', 'done', 'not-needed'];

const keyOf = (id: string) => `${viewType} ${id}`;

/** Tabs that were open before a restart come back. */
export function incidents(extension: Extension): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
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
  });
}

export async function openIncident(extension: Extension, id: string): Promise<void> {
  const existing = open.get(id);
  if (existing !== undefined) {
    existing.reveal();
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
  const { server, context } = extension;
  panel.webview.options = { enableScripts: true, localResourceRoots: [] };
  const kept = context.workspaceState.get<IncidentRecord>(keyOf(id));
  const params: IncidentParams = kept === undefined ? { id } : { record: kept };
  const incident = await server.request<Incident>(incidentRequest, params);
  let { record } = incident;
  const keep = async (next: IncidentRecord): Promise<void> => {
    record = next;
    await context.workspaceState.update(keyOf(id), next);
  };
  await keep(record);
  panel.title = `Incident: ${record.threat.function.name}`;
  panel.webview.html = incidentHtml(incident);
  open.set(id, panel);
  panel.onDidDispose(() => open.delete(id));
  panel.webview.onDidReceiveMessage((message: unknown) =>
    extension.tell.failing('the step could not be carried out', async () => {
      const told = parseMessage(message);
      switch (told?.kind) {
        case 'mark': {
          const at = new Date().toISOString();
          const mark: StepMark = { state: told.state, note: told.note, at };
          return keep({ ...record, marks: { ...record.marks, [told.step]: mark } });
        }
        case 'open': {
          const opens = incident.steps.find((step) => step.id === told.step)?.opens;
          if (opens === 'finding')
            await vscode.commands.executeCommand('lambdaProtect.showPage', incident.page);
          if (opens === 'deployed-code')
            await vscode.commands.executeCommand('lambdaProtect.openDeployedFile', {
              id: `function ${record.threat.function.arn}`,
            });
          return;
        }
        case 'export':
          return exportReport(extension, record);
      }
    }),
  );
}

type Message =
  | {
      readonly kind: 'mark';
      readonly step: string;
      readonly state: StepMark['state'];
      readonly note: string;
    }
  | { readonly kind: 'open'; readonly step: string }
  | { readonly kind: 'export' };

function parseMessage(value: unknown): Message | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'export') return { kind: 'export' };
  if (!('step' in value) || typeof value.step !== 'string') return undefined;
  if (value.kind === 'open') return { kind: 'open', step: value.step };
  const given = 'state' in value ? value.state : undefined;
  const state = states.find((one) => one === given);
  if (value.kind !== 'mark' || state === undefined) return undefined;
  const note = 'note' in value && typeof value.note === 'string' ? value.note.slice(0, 2_000) : '';
  return { kind: 'mark', step: value.step, state, note };
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
