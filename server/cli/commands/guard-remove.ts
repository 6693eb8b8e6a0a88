// `guard remove`: takes the guard off handlers again. Its files and the rule files stay.

import { planUnguard } from '../../core/fixes/guard/plan.ts';
import type { Command } from '../command.ts';
import { runGuardPlan } from '../guard-plan.ts';

export const command: Command = {
  name: 'guard remove',
  summary: 'takes the run-time guard off handlers again',
  usage: `
lambda-protect guard remove [PATH…] [--dry-run]

Takes the guard's decorators, calls and imports out of the handlers below PATH. The guard's module and the rule files
stay where they are. --dry-run prints the changes as a diff and writes nothing.
`,
  options: { 'dry-run': { type: 'boolean' } },
  run: (args, shell) =>
    runGuardPlan(args, shell, (handlers, context) =>
      planUnguard(
        handlers.filter(({ guarded }) => guarded === 'code'),
        context,
      ),
    ),
};
