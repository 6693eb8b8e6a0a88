// `guard add`: puts the guard around handlers, and what it needs into their packages.

import { planGuard } from '../../core/fixes/guard/plan.ts';
import { readGuardAssets } from '../../platform/guard-assets.ts';
import type { Command } from '../command.ts';
import { runGuardPlan } from '../guard-plan.ts';

export const command: Command = {
  name: 'guard add',
  summary: 'wraps handlers in the run-time guard and puts the guard and the rule files into their packages',
  usage: `
lambda-protect guard add [PATH…] [--dry-run]

Wraps every Python and Node.js handler below PATH (a file: those in it) that is not guarded yet. Adds the import, the
guard itself and the rule files where the function's package will contain them, and says which packaging settings
would leave them out. --dry-run prints the changes as a diff and writes nothing. Without a PATH, the current folder.
`,
  options: { 'dry-run': { type: 'boolean' } },
  run: (args, shell) => {
    const assets = readGuardAssets();
    return runGuardPlan(args, shell, (handlers, context) =>
      planGuard(
        handlers.filter(({ guarded }) => guarded === 'no'),
        context,
        assets,
      ),
    );
  },
};
