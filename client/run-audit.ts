// One audit of deployed functions: asks which, shows progress that can be cancelled, says what was found.
import * as vscode from 'vscode';
import {
  type AuditProgress,
  type AuditSummary,
  auditProgressNotification,
  profilesRequest,
  type RunAuditParams,
  runAuditRequest,
} from '../server/protocol/audit.ts';
import { summaryWords } from './audit.ts';
import { rememberAudit } from './audit-reminder.ts';
import type { Extension } from './feature.ts';
import { pickRole } from './pick-role.ts';

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

const lastChoice = 'lambdaProtect.lastAudit';
const lastChoiceByRole = 'lambdaProtect.lastAuditByRole';

/** Accounts by a role that is taken on in each with the credentials of one profile. */
export function runAuditByRole(extension: Extension): Promise<unknown> {
  return extension.tell.failing('the audit failed', async () => {
    const profile = await pickOneProfile(extension);
    if (profile === undefined) return;
    const role = await pickRole(extension.context.workspaceState.get<RunAuditParams>(lastChoiceByRole)?.role);
    if (role === undefined) return;
    const regions = await pickRegions(extension);
    if (regions === undefined) return;
    const code = await pickCode();
    if (code === undefined) return;
    const params: RunAuditParams = { profiles: profile, regions, code, role };
    await extension.context.workspaceState.update(lastChoiceByRole, params);
    await auditAndTell(params, extension);
  });
}

/** `code`: the deployed packages are downloaded and looked into as well. */
export function runAudit(extension: Extension, code: boolean): Promise<unknown> {
  return extension.tell.failing('the audit failed', async () => {
    const profiles = await pickProfiles(extension);
    if (profiles === undefined) return;
    const regions = await pickRegions(extension);
    if (regions === undefined) return;
    const params: RunAuditParams = { profiles, regions, code };
    await extension.context.workspaceState.update(lastChoice, params);
    await auditAndTell(params, extension);
  });
}

async function auditAndTell(params: RunAuditParams, extension: Extension): Promise<void> {
  const summary = await runWithProgress(params, extension);
  await rememberAudit(summary, extension);
  await vscode.commands.executeCommand('lambdaProtect.functions.focus');
  for (const failure of summary.failures) extension.tell.warn(`An account could not be entered: ${failure}`);
  extension.tell.info(`Audit of ${summaryWords(summary)}.`);
}

interface ProfileItem extends vscode.QuickPickItem {
  /** Absent: the credentials that the environment gives. */
  readonly profile?: string;
}

async function pickProfiles({ server, context }: Extension): Promise<readonly string[] | undefined> {
  const names = await server.request<readonly string[]>(profilesRequest, undefined);
  if (names.length === 0) return [];
  const last = context.workspaceState.get<RunAuditParams>(lastChoice)?.profiles ?? [];
  const items: ProfileItem[] = [
    {
      label: 'Credentials of the environment',
      description: 'variables, or the default profile',
      picked: last.length === 0,
    },
    ...names.map((profile) => ({ label: profile, profile, picked: last.includes(profile) })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Audit Deployed Functions: accounts',
    placeHolder: 'One AWS profile for each account',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.flatMap(({ profile }) => (profile === undefined ? [] : [profile]));
}

/** The one that takes on the role; empty: the credentials that the environment gives. */
async function pickOneProfile({ server }: Extension): Promise<readonly string[] | undefined> {
  const names = await server.request<readonly string[]>(profilesRequest, undefined);
  if (names.length === 0) return [];
  const items: ProfileItem[] = [
    { label: 'Credentials of the environment', description: 'variables, or the default profile' },
    ...names.map((profile) => ({ label: profile, profile })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Audit Several Accounts by Role: who takes on the role',
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return picked.profile === undefined ? [] : [picked.profile];
}

async function pickCode(): Promise<boolean | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { code: false, label: 'Without code' },
      { code: true, label: 'With code', description: 'packages are downloaded and looked into' },
    ],
    { title: 'Audit Several Accounts by Role: deployed code', ignoreFocusOut: true },
  );
  return picked?.code;
}

type RegionChoice = 'home' | 'all' | 'some';

async function pickRegions({ context }: Extension): Promise<RunAuditParams['regions'] | undefined> {
  const choices: (vscode.QuickPickItem & { readonly choice: RegionChoice })[] = [
    { choice: 'home', label: 'The Region of the profile', description: 'or of AWS_REGION' },
    { choice: 'all', label: 'Every Region', description: 'that the account has switched on' },
    { choice: 'some', label: 'Some Regions …' },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: 'Audit Deployed Functions: Regions',
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  if (picked.choice === 'home') return [];
  if (picked.choice === 'all') return 'all';
  const before = context.workspaceState.get<RunAuditParams>(lastChoice)?.regions;
  const last = Array.isArray(before) ? before : [];
  const others = last.filter((region) => !usualRegions.some((usual) => usual === region));
  const some = await vscode.window.showQuickPick(
    [...usualRegions, ...others].map((label) => ({ label, picked: last.includes(label) })),
    { title: 'Audit Deployed Functions: Regions', canPickMany: true, ignoreFocusOut: true },
  );
  return some === undefined || some.length === 0 ? undefined : some.map(({ label }) => label);
}

function runWithProgress(params: RunAuditParams, { server }: Extension): Thenable<AuditSummary> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Auditing deployed functions',
      cancellable: true,
    },
    async (progress, token) => {
      const facts = new Map<string, number>();
      const packages = new Map<string, number>();
      let shown = 0;
      const listening = server.onNotification<AuditProgress>(auditProgressNotification, (told) => {
        const shares = told.phase === 'code' ? packages : facts;
        shares.set(`${told.account} ${told.region}`, told.total === 0 ? 0 : told.done / told.total);
        // With code, the packages of the Regions are the second half.
        const whole = params.code ? (sum(facts) + sum(packages)) / (2 * facts.size) : sum(facts) / facts.size;
        // A Region that begins later lowers the share: the bar never runs backwards.
        const increment = Math.max(0, whole * 100 - shown);
        shown += increment;
        const what = told.phase === 'code' ? `code of ${told.what}` : told.what;
        progress.report({ message: `${told.region}, ${what}`, increment });
      });
      try {
        return await server.request<AuditSummary>(runAuditRequest, params, token);
      } finally {
        listening.dispose();
      }
    },
  );
}

function sum(shares: ReadonlyMap<string, number>): number {
  return [...shares.values()].reduce((total, share) => total + share, 0);
}
