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
import { pickProfiles, pickRegions } from './pick-account.ts';
import { pickRole } from './pick-role.ts';

const title = 'Audit Deployed Functions';
const lastChoice = 'lambdaProtect.lastAudit';
const lastChoiceByRole = 'lambdaProtect.lastAuditByRole';

/** Accounts by a role that is taken on in each with the credentials of one profile. */
export function runAuditByRole(extension: Extension): Promise<unknown> {
  return extension.tell.failing('the audit failed', async () => {
    const profile = await pickOneProfile(extension);
    if (profile === undefined) return;
    const role = await pickRole(extension.context.workspaceState.get<RunAuditParams>(lastChoiceByRole)?.role);
    if (role === undefined) return;
    const regions = await pickRegions(title, lastRegions(extension));
    if (regions === undefined) return;
    const code = await pickCode();
    if (code === undefined) return;
    const params: RunAuditParams = { profiles: profile, regions, code, role };
    await extension.context.workspaceState.update(lastChoiceByRole, params);
    await auditAndTell(params, extension);
  });
}

function lastRegions({ context }: Extension): RunAuditParams['regions'] | undefined {
  return context.workspaceState.get<RunAuditParams>(lastChoice)?.regions;
}

/** `code`: the deployed packages are downloaded and looked into as well. */
export function runAudit(extension: Extension, code: boolean): Promise<unknown> {
  return extension.tell.failing('the audit failed', async () => {
    const last = extension.context.workspaceState.get<RunAuditParams>(lastChoice);
    const profiles = await pickProfiles(extension, title, last?.profiles ?? []);
    if (profiles === undefined) return;
    const regions = await pickRegions(title, lastRegions(extension));
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
