// Which accounts and Regions a command means by its options, and their collection with progress.
import { createInterface } from 'node:readline/promises';
import type { ConnectionOptions } from '../aws/clients.ts';
import { CollectError, type CollectOptions, collect } from '../aws/collect.ts';
import { inspectDeployedCode } from '../aws/inspect-code.ts';
import { accountsByRole } from '../aws/role-accounts.ts';
import type { AccountSnapshot } from '../core/model/account-snapshot.ts';
import type { CommandArguments, Shell } from './command.ts';
import { openScanner } from './open-scanner.ts';
import { flag, listOption, numberOption, textOption, UsageError } from './options.ts';

/** Throws `UsageError` where nothing could be collected. */
export async function collectForCommand(
  args: CommandArguments,
  shell: Shell,
  previous: AccountSnapshot | undefined,
): Promise<AccountSnapshot> {
  const accounts = await accountsOf(args, shell);
  const regions = listOption(args, 'region');
  const options: CollectOptions = {
    accounts,
    ...(regions.includes('all') ? { regions: 'all' as const } : regions.length > 0 ? { regions } : {}),
    ...(previous ? { previous } : {}),
    ...(flag(args, 'thorough') ? { maxCallsPerFunction: Number.POSITIVE_INFINITY } : {}),
    lastAccessed: !flag(args, 'no-last-accessed'),
    logSamples: numberOption(args, 'log-samples', 'records') ?? 0,
    signal: shell.signal,
    onProgress: progressLines(shell),
    onAccountFailure: (via, reason) => shell.complain(`${via}: ${reason}`),
  };
  try {
    const snapshot = await collect(options);
    if (!flag(args, 'code')) return snapshot;
    return await inspectDeployedCode(snapshot, {
      accounts,
      scanner: await openScanner(args, shell),
      folder: shell.cwd,
      signal: shell.signal,
      onProgress({ region, done, total }) {
        if (done % 25 === 0) shell.progress(`${region}: looked into ${done} of ${total} packages`);
      },
    });
  } catch (error) {
    if (error instanceof CollectError) throw new UsageError(error.message);
    throw error;
  }
}

/** One line for each tenth of a Region's functions. */
function progressLines(shell: Shell): NonNullable<CollectOptions['onProgress']> {
  const told = new Map<string, number>();
  return ({ account, region, done, total }) => {
    if (total === 0) return;
    const key = `${account} ${region}`;
    const tenth = Math.floor((done / total) * 10);
    if ((told.get(key) ?? 0) >= tenth) return;
    told.set(key, tenth);
    shell.progress(`${key}: ${done} of ${total} functions`);
  };
}

/** Access to AWS as the common options say, for commands that need one account. */
export function accessOf(args: CommandArguments, shell: Shell, profile?: string): ConnectionOptions {
  const endpointUrl = textOption(args, 'endpoint-url');
  const name = profile ?? listOption(args, 'profile')[0];
  return {
    env: shell.env,
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
    ...(name === undefined ? {} : { profile: name }),
    mfaCode: (serial) => askForCode(serial),
  };
}

async function accountsOf(args: CommandArguments, shell: Shell): Promise<readonly ConnectionOptions[]> {
  const profiles = listOption(args, 'profile');
  const wanted = listOption(args, 'accounts');
  const base =
    profiles.length > 0 ? profiles.map((profile) => accessOf(args, shell, profile)) : [accessOf(args, shell)];
  if (wanted.length === 0) return base;
  const role = textOption(args, 'role');
  if (role === undefined)
    throw new UsageError('--accounts needs --role NAME: the role to take on in each account');
  const [access] = base;
  if (!access) return base;
  const externalId = textOption(args, 'external-id');
  const wish = {
    name: role,
    accounts: wanted.includes('organization') ? ('organization' as const) : wanted,
    ...(externalId === undefined ? {} : { externalId }),
  };
  const regions = listOption(args, 'region').filter((name) => name !== 'all');
  try {
    return await accountsByRole(access, wish, regions);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function askForCode(serial: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Error(`the profile wants a code of ${serial}, and nobody is there to type it`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(`MFA code of ${serial}: `)).trim();
  } finally {
    lines.close();
  }
}
