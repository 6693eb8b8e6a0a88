// What the buttons of an incident's steps do. Nothing here changes an account: containing and closing open a plan.
import * as vscode from 'vscode';
import type { ChangeSubject } from '../../server/protocol/changes.ts';
import {
  type Incident,
  type IncidentAction,
  type IncidentRecord,
  type KeepEvidenceParams,
  type KeptEvidence,
  keepEvidenceRequest,
  showDiffCommand,
} from '../../server/protocol/threats.ts';
import type { Extension } from '../feature.ts';

/** The record as it is afterwards, where it is another one. */
export async function runIncidentAction(
  action: IncidentAction,
  incident: Incident,
  extension: Extension,
): Promise<IncidentRecord | undefined> {
  const { record, page } = incident;
  const { arn, version } = record.threat.function;
  switch (action) {
    case 'open-finding':
    case 'show-timeline':
      await vscode.commands.executeCommand('lambdaProtect.showPage', page);
      return undefined;
    case 'open-code':
      await vscode.commands.executeCommand('lambdaProtect.openDeployedFile', { arn, version });
      return undefined;
    case 'compare-code':
      await compareCode(incident);
      return undefined;
    case 'keep-evidence':
      return keepEvidence(record, extension);
    case 'contain':
      await vscode.commands.executeCommand('lambdaProtect.respondToFinding', subjectOf(record));
      return undefined;
    case 'close':
      await vscode.commands.executeCommand('lambdaProtect.closeFinding', subjectOf(record));
      return undefined;
  }
}

function subjectOf({ threat, via }: IncidentRecord): ChangeSubject {
  const { id, account, region, detectorId, function: fn, contact } = threat;
  const about = { finding: id, account, function: fn.name, version: fn.version, detector: detectorId };
  // A finding that is gone is known by nobody else.
  const where = { region, ...(via === undefined ? {} : { via }) };
  if (contact === undefined) return { ...where, about };
  const { address, domain, direction } = contact;
  return { ...where, about: { ...about, address, domain, direction } };
}

async function compareCode({ diffs, isGathering }: Incident): Promise<void> {
  if (diffs.length === 0)
    throw new Error(
      isGathering
        ? 'the code is still being gathered; try again in a moment'
        : 'no file is another one than in the version before or in the workspace',
    );
  const picked = await vscode.window.showQuickPick(
    diffs.map((diff) => ({ label: diff.path, description: diff.title, diff })),
    { title: 'Compare the Code', matchOnDescription: true },
  );
  if (picked !== undefined) await vscode.commands.executeCommand(showDiffCommand, picked.diff);
}

async function keepEvidence(
  record: IncidentRecord,
  { server, tell }: Extension,
): Promise<IncidentRecord | undefined> {
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: 'Keep Evidence: in which folder',
      openLabel: 'Keep Here',
      ...(workspace === undefined ? {} : { defaultUri: workspace }),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (parent === undefined) return undefined;
  const { name } = record.threat.function;
  const folder = vscode.Uri.joinPath(parent, `evidence-${name}-${timeWords(new Date())}`);
  const params: KeepEvidenceParams = { record, folder: folder.fsPath };
  const kept = await server.request<KeptEvidence>(keepEvidenceRequest, params);
  tell.info(`${kept.files.length} files of evidence are in ${kept.folder}.`);
  return { ...record, kept };
}

/** `20261121-081500`, for a folder's name. */
function timeWords(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
