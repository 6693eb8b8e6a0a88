// The open finding of GuardDuty that a word of the command line names.
import { listThreats } from '../aws/read-threats.ts';
import type { Threat } from '../core/model/threat.ts';
import type { RegionAccess } from './aws-region.ts';
import type { Shell } from './command.ts';
import { UsageError } from './options.ts';

/** Undefined: the word is no id, so it names a function. Throws `UsageError` where there is no such finding. */
export async function findFinding(
  { connection, region, identity }: RegionAccess,
  subject: string,
  shell: Shell,
): Promise<Threat | undefined> {
  if (!/^[0-9a-f]{32}$/.test(subject)) return undefined;
  const open = await listThreats(
    connection,
    { account: identity.account, region },
    { id: subject, archived: false },
    shell.signal,
  );
  if (!open.known)
    throw new UsageError(
      `findings cannot be read: ${open.gap.action} was ${open.gap.reason} (${open.gap.detail})`,
    );
  const found = open.value.find((one) => one.id === subject);
  if (!found) throw new UsageError(`no open finding in ${region}: ${subject}`);
  return found;
}
