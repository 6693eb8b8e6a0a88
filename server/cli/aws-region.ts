// The connection, the Region and the account of a command that looks at one Region.
import { type Connection, openConnection } from '../aws/clients.ts';
import { type Identity, identityOf } from '../aws/identity.ts';
import { PlanError, type PlanScope } from '../aws/make-plan.ts';
import { accessOf } from './collect-accounts.ts';
import type { CommandArguments, Shell } from './command.ts';
import { listOption, UsageError } from './options.ts';

export interface RegionAccess {
  readonly connection: Connection;
  readonly region: string;
  readonly identity: Identity;
}

export function planScope({ connection, region, identity }: RegionAccess, { signal }: Shell): PlanScope {
  return { connection, region, identity, signal, now: new Date().toISOString() };
}

/** The connection is closed when the work is over. Throws `UsageError` where nobody is signed in. */
export async function withRegion<T>(
  args: CommandArguments,
  shell: Shell,
  work: (access: RegionAccess) => Promise<T>,
): Promise<T> {
  const [named, ...others] = listOption(args, 'region');
  if (others.length > 0 || named === 'all')
    throw new UsageError('this command looks at one Region: call it once for each');
  if (named !== undefined && !/^[a-z]{2,3}(-[a-z]+)+-\d+$/.test(named))
    throw new UsageError(`no Region: ${named}; write it as eu-central-1`);
  const connection = openConnection(accessOf(args, shell));
  try {
    const region = named ?? (await connection.defaultRegion());
    if (region === undefined)
      throw new UsageError('no Region: give one with --region, AWS_REGION or the profile');
    let identity: Identity;
    try {
      identity = await identityOf(connection, region, shell.signal);
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : 'failed';
      throw new UsageError(
        `could not sign in with ${connection.via}: ${reason}; check the profile, or run "aws sso login"`,
      );
    }
    return await work({ connection, region, identity });
  } catch (error) {
    throw error instanceof PlanError ? new UsageError(error.message) : error;
  } finally {
    connection.close();
  }
}
