// Reads the violations that guards logged: asks for profile, range and Regions, shows progress that can be cancelled.
import * as vscode from 'vscode';
import { profilesRequest } from '../../server/protocol/audit.ts';
import {
  type ReadViolationsParams,
  readViolationsRequest,
  type ViolationsSummary,
} from '../../server/protocol/violations.ts';
import type { Command, Extension } from '../feature.ts';
import { tellViolationsRead } from '../violations.ts';

const ranges = [
  { label: 'Last 3 hours', hours: 3 },
  { label: 'Last 24 hours', hours: 24 },
  { label: 'Last 7 days', hours: 168 },
  { label: 'Last 30 days', hours: 720 },
] as const;

export const command: Command = {
  id: 'lambdaProtect.readViolations',
  run: (extension) =>
    extension.tell.failing('the violations could not be read', async () => {
      const profile = await pickProfile(extension);
      if (profile === undefined) return;
      const range = await vscode.window.showQuickPick(ranges, { title: 'Read Violations: range' });
      if (!range) return;
      const regions = await askRegions(extension);
      if (regions === undefined) return;
      const params: ReadViolationsParams = { profile, regions, hours: range.hours };
      const summary = await vscode.window.withProgress(
        {
          location: { viewId: 'lambdaProtect.violations' },
          title: 'Reading violations',
          cancellable: true,
        },
        (_progress, token) =>
          extension.server.request<ViolationsSummary>(readViolationsRequest, params, token),
      );
      tellViolationsRead(true);
      await vscode.commands.executeCommand('lambdaProtect.violations.focus');
      if (summary.gaps.length > 0)
        extension.tell.warn(`Not everything was answered: ${summary.gaps.slice(0, 3).join('; ')}`);
    }),
};

const lastRegions = 'lambdaProtect.lastViolationRegions';

async function askRegions({ context }: Extension): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Read Violations: Regions',
    prompt: 'Regions, divided by commas. Empty: the Region of the profile',
    placeHolder: 'eu-central-1, us-east-1',
    ignoreFocusOut: true,
    value: context.workspaceState.get(lastRegions, ''),
    validateInput: (value) =>
      /^\s*([a-z]{2}(-[a-z]+)+-\d\s*(,\s*|$))*$/.test(value)
        ? undefined
        : 'names such as eu-central-1, divided by commas',
  });
  if (text === undefined) return undefined;
  await context.workspaceState.update(lastRegions, text);
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

async function pickProfile({ server }: Extension): Promise<string | undefined> {
  const profiles = await server.request<readonly string[]>(profilesRequest, null);
  if (profiles.length === 0) return '';
  const environment = 'Credentials of the environment';
  const chosen = await vscode.window.showQuickPick([...profiles, environment], {
    title: 'Read Violations: as whom',
  });
  return chosen === environment ? '' : chosen;
}
