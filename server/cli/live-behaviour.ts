// What the live forms of the monitor commands share: the connection by the common options, and gaps in words.
import { type BehaviourScope, openBehaviour } from '../aws/behaviour/open-behaviour.ts';
import type { UnknownItem } from '../core/report/json.ts';
import { accessOf } from './collect-accounts.ts';
import type { CommandArguments, Shell } from './command.ts';
import { listOption, UsageError } from './options.ts';

/** Closes the connection whatever happens; what may not be read goes into `unknown` with the permission it needs. */
export async function withBehaviour<T>(
  args: CommandArguments,
  shell: Shell,
  unknown: UnknownItem[],
  work: (scope: BehaviourScope) => Promise<T>,
): Promise<T> {
  let scope: BehaviourScope;
  try {
    scope = await openBehaviour(accessOf(args, shell), {
      regions: listOption(args, 'region'),
      signal: shell.signal,
      gap: (region, { action, reason, detail }) =>
        void unknown.push({
          id: 'behaviour-not-read',
          message: `${region}: ${action} ${reason} (${detail})`,
        }),
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  try {
    return await work(scope);
  } finally {
    scope.connection.close();
  }
}
