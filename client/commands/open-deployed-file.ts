// Opens a file of the code that runs, read-only; beside the workspace's own file where there is one.
import * as vscode from 'vscode';
import {
  type AuditedFunction,
  auditedFunctionsRequest,
  type DeployedFile,
  type DeployedFilesParams,
  deployedFilesRequest,
} from '../../server/protocol/deployed-code.ts';
import type { Command, Extension } from '../feature.ts';
import { arnOfNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.openDeployedFile',
  run: (extension, given) =>
    extension.tell.failing('the deployed code could not be opened', async () => {
      const target = await pickTarget(extension, given);
      if (target === undefined) return;
      const file = await pickFile(extension, target);
      if (file === undefined) return;
      const deployed = vscode.Uri.parse(file.uri, true);
      const own = await ownFile(file.path);
      if (own === undefined) await vscode.commands.executeCommand('vscode.open', deployed);
      else
        await vscode.commands.executeCommand(
          'vscode.diff',
          deployed,
          own,
          `${file.path} (deployed ↔ workspace)`,
        );
    }),
};

async function pickTarget({ server }: Extension, given: unknown): Promise<DeployedFilesParams | undefined> {
  const exact = versionOf(given);
  if (exact !== undefined) return exact;
  const functions = await server.request<readonly AuditedFunction[]>(auditedFunctionsRequest, undefined);
  const arn = arnOfNode(given);
  const one =
    functions.find((each) => each.arn === arn) ??
    (
      await vscode.window.showQuickPick(
        functions.map((each) => ({ label: each.name, description: each.region, each })),
        { title: 'Deployed Code of a Function', matchOnDescription: true },
      )
    )?.each;
  if (one === undefined) return undefined;
  if (one.qualifiers.length === 0) return { arn: one.arn };
  const latest = '$LATEST';
  const qualifier = await vscode.window.showQuickPick([latest, ...one.qualifiers], {
    title: `Version or Alias of ${one.name}`,
  });
  if (qualifier === undefined) return undefined;
  return qualifier === latest ? { arn: one.arn } : { arn: one.arn, qualifier };
}

/** One version, as a finding names it: nothing is asked. */
function versionOf(given: unknown): DeployedFilesParams | undefined {
  if (typeof given !== 'object' || given === null || !('arn' in given) || typeof given.arn !== 'string')
    return undefined;
  const version = 'version' in given && typeof given.version === 'string' ? given.version : '$LATEST';
  return version === '$LATEST' ? { arn: given.arn } : { arn: given.arn, qualifier: version };
}

async function pickFile(
  { server }: Extension,
  target: DeployedFilesParams,
): Promise<DeployedFile | undefined> {
  const files = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Fetching the deployed code' },
    () => server.request<readonly DeployedFile[]>(deployedFilesRequest, target),
  );
  const picked = await vscode.window.showQuickPick(
    files.map((file) => ({ label: file.path, description: sizeWords(file.sizeBytes), file })),
    {
      title: 'Deployed File',
      placeHolder: 'Opened read-only, beside the workspace’s file of the same path',
    },
  );
  return picked?.file;
}

function sizeWords(bytes: number): string {
  return bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`;
}

/** The one file of the workspace with the same path behind some folder. */
async function ownFile(path: string): Promise<vscode.Uri | undefined> {
  const escaped = path.replace(/^\/opt\//, '').replace(/[[\]{}*?]/g, '?');
  const found = await vscode.workspace.findFiles(
    `**/${escaped}`,
    '**/{node_modules,.aws-sam,dist,out,cdk.out}/**',
    2,
  );
  return found.length === 1 ? found[0] : undefined;
}
