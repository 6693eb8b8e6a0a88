// `permissions`: the policy that reading needs, and whether the current identity has it.
import { openConnection } from '../../aws/clients.ts';
import { readPolicy, tryPermissions } from '../../aws/permissions.ts';
import { accessOf } from '../collect-accounts.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { flag, listOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'permissions',
  summary: 'prints the read-only policy that audits need, or tries it against the current identity',
  usage: `
lambda-protect permissions [--try] [--profile P] [--region R]

Without --try, the policy as JSON. With it, one line for each permission that the current identity lacks, found by
iam:SimulatePrincipalPolicy: nothing else is called. Exit code 1 when one is missing.
`,
  options: { try: { type: 'boolean' } },
  run,
};

async function run(args: CommandArguments, shell: Shell): Promise<ExitCode> {
  if (!flag(args, 'try')) {
    await shell.out(`${JSON.stringify(readPolicy(), undefined, 2)}\n`);
    return 0;
  }
  const connection = openConnection(accessOf(args, shell));
  try {
    const region = listOption(args, 'region')[0] ?? (await connection.defaultRegion()) ?? 'us-east-1';
    const tried = await tryPermissions(connection, region, shell.signal);
    if (!tried.known)
      throw new UsageError(`cannot try: ${tried.gap.action} was ${tried.gap.reason} (${tried.gap.detail})`);
    const missing = tried.value.filter((one) => !one.allowed);
    for (const one of missing) await shell.out(`missing: ${one.action}\n`);
    shell.progress(`${tried.value.length - missing.length} of ${tried.value.length} permissions are there`);
    return missing.length > 0 ? 1 : 0;
  } finally {
    connection.close();
  }
}
