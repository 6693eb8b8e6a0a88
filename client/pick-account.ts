// Asks for the accounts, by their profiles, and the Regions that something is read from.
import * as vscode from 'vscode';
import { profilesRequest, type RunAuditParams } from '../server/protocol/audit.ts';
import type { Extension } from './feature.ts';

type Regions = RunAuditParams['regions'];

/** Where Lambda is offered without opting in; a person can name any other. */
const usualRegions = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
] as const;

interface ProfileItem extends vscode.QuickPickItem {
  /** Absent: the credentials that the environment gives. */
  readonly profile?: string;
}

/** Empty: the credentials that the environment gives; undefined: the person went away. */
export async function pickProfiles(
  { server }: Extension,
  what: string,
  last: readonly string[],
): Promise<readonly string[] | undefined> {
  const names = await server.request<readonly string[]>(profilesRequest, undefined);
  if (names.length === 0) return [];
  const items: ProfileItem[] = [
    {
      label: 'Credentials of the environment',
      description: 'variables, or the default profile',
      picked: last.length === 0,
    },
    ...names.map((profile) => ({ label: profile, profile, picked: last.includes(profile) })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `${what}: accounts`,
    placeHolder: 'One AWS profile for each account',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.flatMap(({ profile }) => (profile === undefined ? [] : [profile]));
}

type RegionChoice = 'home' | 'all' | 'some';

/** Empty: the Region of the profile; undefined: the person went away. */
export async function pickRegions(what: string, before: Regions | undefined): Promise<Regions | undefined> {
  const choices: (vscode.QuickPickItem & { readonly choice: RegionChoice })[] = [
    { choice: 'home', label: 'The Region of the profile', description: 'or of AWS_REGION' },
    { choice: 'all', label: 'Every Region', description: 'that the account has switched on' },
    { choice: 'some', label: 'Some Regions …' },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: `${what}: Regions`,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (picked.choice === 'home') return [];
  if (picked.choice === 'all') return 'all';
  const last = Array.isArray(before) ? before : [];
  const others = last.filter((region) => !usualRegions.some((usual) => usual === region));
  const some = await vscode.window.showQuickPick(
    [...usualRegions, ...others].map((label) => ({ label, picked: last.includes(label) })),
    { title: `${what}: Regions`, canPickMany: true, ignoreFocusOut: true },
  );
  return some === undefined || some.length === 0 ? undefined : some.map(({ label }) => label);
}
