// What a person is asked before violations are read or queried: as whom, over which range, in which Regions.
import * as vscode from 'vscode';
import { profilesRequest } from '../server/protocol/audit.ts';
import type { ReadViolationsParams } from '../server/protocol/violations.ts';
import type { Extension } from './feature.ts';

const ranges = [
  { label: 'Last 3 hours', hours: 3 },
  { label: 'Last 24 hours', hours: 24 },
  { label: 'Last 7 days', hours: 168 },
  { label: 'Last 30 days', hours: 720 },
] as const;

/** Undefined where the person gave up. `title`: what it is for. */
export async function askWhatToRead(
  extension: Extension,
  title: string,
): Promise<ReadViolationsParams | undefined> {
  const profile = await pickProfile(extension, title);
  if (profile === undefined) return undefined;
  const range = await vscode.window.showQuickPick(ranges, { title: `${title}: range` });
  if (!range) return undefined;
  const regions = await askRegions(extension, title);
  return regions && { profile, regions, hours: range.hours };
}

const lastRegions = 'lambdaProtect.lastViolationRegions';

async function askRegions({ context }: Extension, title: string): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: `${title}: Regions`,
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

async function pickProfile({ server }: Extension, title: string): Promise<string | undefined> {
  const profiles = await server.request<readonly string[]>(profilesRequest, null);
  if (profiles.length === 0) return '';
  const environment = 'Credentials of the environment';
  const chosen = await vscode.window.showQuickPick([...profiles, environment], {
    title: `${title}: as whom`,
  });
  return chosen === environment ? '' : chosen;
}
