// `monitor setup`: metric filters, dashboard, alarm and topic for violations, as a plan first, undoable, or as text for
// infrastructure code.
import { changeFiles } from '../../aws/change-files.ts';
import {
  isPeriod,
  type MonitoringWish,
  monitoringTopic,
  planMonitoring,
  wishMonitoring,
} from '../../aws/plan-monitoring.ts';
import { monitoringCode, monitoringCodeKinds } from '../../core/remedy/monitoring-code.ts';
import type { Plan } from '../../core/remedy/plan.ts';
import { previewPlan, renderPreview } from '../../core/remedy/preview.ts';
import { planScope, withRegion } from '../aws-region.ts';
import { carryOut } from '../carry-out.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { flag, formatOption, listOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'monitor setup',
  summary: 'sets up metric filters, dashboard, alarm and notification for violations: plan, apply, undo',
  usage: `
lambda-protect monitor setup --plan [--function NAME…] [--email ADDRESS…] [--topic ARN] [--threshold N] [--period SECONDS]
    [--region R] [--profile P]
lambda-protect monitor setup --apply | --undo
lambda-protect monitor setup --as cloudformation|sam|cdk|terraform [--function NAME…] [--email ADDRESS…] …

  --plan    shows every call with its parameters and the permissions that it needs, and keeps the plan
  --apply   carries out the plan that was shown; goes on where it was interrupted
  --undo    takes back exactly what was made, and stops where somebody else changed it since
  --as …    prints the same as infrastructure code and touches nothing
  --email ADDRESS   who is told; several, each confirms by the link that SNS sends
  --topic ARN       a topic that is there already is told; none is made, and it is never changed but for the addresses
  --threshold N     of violations in a period that raise the alarm (default 1)
  --period SECONDS  a multiple of 60 (default 300)
  --state DIR   where plan and journal lie (default .lambda-protect)
Without --function, every function of the Region. What exists already is left alone: setting up twice changes nothing.
`,
  options: {
    plan: { type: 'boolean' },
    apply: { type: 'boolean' },
    undo: { type: 'boolean' },
    as: { type: 'string' },
    function: { type: 'string', multiple: true },
    email: { type: 'string', multiple: true },
    topic: { type: 'string' },
    threshold: { type: 'string' },
    period: { type: 'string' },
    state: { type: 'string' },
  },
  async run(args, shell) {
    const as = textOption(args, 'as');
    const chosen = ['plan', 'apply', 'undo'].filter((name) => flag(args, name));
    if (chosen.length + (as === undefined ? 0 : 1) !== 1)
      throw new UsageError('monitor setup wants one of --plan, --apply, --undo, --as KIND');
    const files = changeFiles(shell.cwd, textOption(args, 'state'), monitoringTopic);
    if (flag(args, 'apply')) return carryOut('apply', files, args, shell);
    if (flag(args, 'undo')) return carryOut('undo', files, args, shell);
    return withRegion(args, shell, async (access) => {
      const scope = planScope(access, shell);
      const wish = readWish(args);
      if (as !== undefined) {
        const kind = monitoringCodeKinds.find((one) => one === as);
        if (kind === undefined)
          throw new UsageError(`unknown kind of code: ${as}; --as takes ${monitoringCodeKinds.join(', ')}`);
        const { wishes, warnings } = await wishMonitoring(scope, wish);
        for (const warning of warnings) shell.complain(warning);
        await shell.out(monitoringCode(kind, wishes));
        return 0;
      }
      const { plan, unread } = await planMonitoring(scope, wish);
      return keep(plan, unread > 0, files.keepPlan(plan), args, shell);
    });
  },
};

function readWish(args: CommandArguments): MonitoringWish {
  const threshold = Number(textOption(args, 'threshold') ?? '1');
  if (!Number.isInteger(threshold) || threshold < 1)
    throw new UsageError('--threshold wants a number of violations: 1 or more');
  const periodSeconds = Number(textOption(args, 'period') ?? '300');
  if (!isPeriod(periodSeconds))
    throw new UsageError('--period wants seconds: 60 or a multiple, up to 86400 (a day)');
  const topic = textOption(args, 'topic');
  return {
    functions: listOption(args, 'function'),
    emails: listOption(args, 'email'),
    threshold,
    periodSeconds,
    ...(topic === undefined ? {} : { topic }),
  };
}

async function keep(
  plan: Plan,
  partial: boolean,
  file: string,
  args: CommandArguments,
  shell: Shell,
): Promise<ExitCode> {
  await shell.out(
    formatOption(args, ['text', 'json']) === 'json'
      ? `${JSON.stringify({ version: 1, plan, preview: previewPlan(plan) }, undefined, 2)}\n`
      : renderPreview(plan),
  );
  shell.progress(
    plan.changes.length === 0
      ? 'there is nothing to apply'
      : `the plan is kept in ${file}; --apply carries it out`,
  );
  return partial ? 2 : 0;
}
