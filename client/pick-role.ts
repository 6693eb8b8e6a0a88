// Asks for a role and the accounts in which it is taken on.
import * as vscode from 'vscode';
import type { RunAuditParams } from '../server/protocol/audit.ts';

type Role = NonNullable<RunAuditParams['role']>;

const title = 'Audit Several Accounts by Role';

/** `last` is offered again; undefined: the person went away. */
export async function pickRole(last: Role | undefined): Promise<Role | undefined> {
  const name = await ask({
    prompt: 'Name of the role that is taken on in each account',
    value: last?.name ?? '',
    validateInput: (value) =>
      /^[\w+=,.@/-]+$/.test(value.trim()) ? undefined : 'the name of a role, without its ARN',
  });
  if (name === undefined) return undefined;
  const accounts = await pickAccounts(last?.accounts);
  if (accounts === undefined) return undefined;
  const externalId = await ask({
    prompt: 'External id that the role asks for; empty where it asks for none',
    value: last?.externalId ?? '',
  });
  if (externalId === undefined) return undefined;
  return { name, accounts, ...(externalId === '' ? {} : { externalId }) };
}

async function pickAccounts(last: Role['accounts'] | undefined): Promise<Role['accounts'] | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { whole: true, label: 'Every account of the organization', description: 'asks AWS Organizations' },
      { whole: false, label: 'Some accounts …' },
    ],
    { title, ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  if (picked.whole) return 'organization';
  const text = await ask({
    prompt: 'Account ids, separated by commas or spaces',
    value: Array.isArray(last) ? last.join(', ') : '',
    validateInput: (value) =>
      idsOf(value).length > 0 && idsOf(value).every((id) => /^\d{12}$/.test(id))
        ? undefined
        : 'twelve digits for each account',
  });
  return text === undefined ? undefined : idsOf(text);
}

function idsOf(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/).filter((id) => id !== ''))];
}

async function ask(options: vscode.InputBoxOptions): Promise<string | undefined> {
  const given = await vscode.window.showInputBox({ title, ignoreFocusOut: true, ...options });
  return given?.trim();
}
