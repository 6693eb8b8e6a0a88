// `--plan`, `--apply` and `--undo` of commands that change an account: one of the three, by plan and journal files.
import { changeFiles } from '../aws/change-files.ts';
import type { MadePlan, PlanScope } from '../aws/make-plan.ts';
import { previewPlan, renderPreview } from '../core/remedy/preview.ts';
import { planScope, withRegion } from './aws-region.ts';
import { carryOut } from './carry-out.ts';
import type { CommandArguments, ExitCode, Shell } from './command.ts';
import { flag, formatOption, textOption, UsageError } from './options.ts';

export const plannedOptions = {
  plan: { type: 'boolean' },
  apply: { type: 'boolean' },
  undo: { type: 'boolean' },
  state: { type: 'string' },
} as const;

/** Undefined where none of the three is asked for. */
export function plannedWork(args: CommandArguments): 'plan' | 'apply' | 'undo' | undefined {
  const chosen = (['plan', 'apply', 'undo'] as const).filter((name) => flag(args, name));
  if (chosen.length > 1) throw new UsageError('one of --plan, --apply and --undo');
  return chosen[0];
}

export async function runPlanned(
  what: 'plan' | 'apply' | 'undo',
  topic: string,
  args: CommandArguments,
  shell: Shell,
  make: (scope: PlanScope) => Promise<MadePlan>,
): Promise<ExitCode> {
  const files = changeFiles(shell.cwd, textOption(args, 'state'), topic);
  if (what !== 'plan') return carryOut(what, files, args, shell);
  return withRegion(args, shell, async (access) => {
    const { plan, unread } = await make(planScope(access, shell));
    const file = files.keepPlan(plan);
    await shell.out(
      formatOption(args, ['text', 'json']) === 'json'
        ? `${JSON.stringify({ version: 1, plan, preview: previewPlan(plan) }, undefined, 2)}\n`
        : renderPreview(plan),
    );
    shell.progress(`the plan is kept in ${file}; --apply carries it out`);
    return unread > 0 ? 2 : 0;
  });
}
