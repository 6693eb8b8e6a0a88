// `monitor setup`: metric filters, dashboard, alarm and topic for violations, as a plan first, undoable, or as text for
// infrastructure code.
import { createAsk } from '../../aws/ask.ts';
import { changeFiles } from '../../aws/change-files.ts';
import { collectCoverage, listLoggedFunctions, tryPattern } from '../../aws/monitoring-facts.ts';
import { planWishes } from '../../aws/read-state.ts';
import type { Change } from '../../core/remedy/change.ts';
import { monitoringNames, monitoringWishes, violationPattern } from '../../core/remedy/monitoring.ts';
import { monitoringCode, monitoringCodeKinds } from '../../core/remedy/monitoring-code.ts';
import { type Plan, planFormat } from '../../core/remedy/plan.ts';
import { previewPlan, renderPreview } from '../../core/remedy/preview.ts';
import { type RegionAccess, withRegion } from '../aws-region.ts';
import { carryOut } from '../carry-out.ts';
import type { Command, CommandArguments, ExitCode, Shell } from '../command.ts';
import { flag, formatOption, listOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'monitor setup',
  summary: 'sets up metric filters, dashboard, alarm and notification for violations: plan, apply, undo',
  usage: `
lambda-protect monitor setup --plan [--function NAME…] [--email ADDRESS…] [--threshold N] [--region R] [--profile P]
lambda-protect monitor setup --apply | --undo
lambda-protect monitor setup --as cloudformation|sam|cdk|terraform [--function NAME…] [--email ADDRESS…]

  --plan    shows every call with its parameters and the permissions that it needs, and keeps the plan
  --apply   carries out the plan that was shown; goes on where it was interrupted
  --undo    takes back exactly what was made, and stops where somebody else changed it since
  --as …    prints the same as infrastructure code and touches nothing
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
    threshold: { type: 'string' },
    state: { type: 'string' },
  },
  async run(args, shell) {
    const as = textOption(args, 'as');
    const chosen = ['plan', 'apply', 'undo'].filter((name) => flag(args, name));
    if (chosen.length + (as === undefined ? 0 : 1) !== 1)
      throw new UsageError('monitor setup wants one of --plan, --apply, --undo, --as KIND');
    const files = changeFiles(shell.cwd, textOption(args, 'state'), 'monitoring');
    if (flag(args, 'apply')) return carryOut('apply', files, args, shell);
    if (flag(args, 'undo')) return carryOut('undo', files, args, shell);
    return withRegion(args, shell, async (access) => {
      const { wishes, warnings } = await wishesFor(access, args, shell);
      if (as !== undefined) {
        const kind = monitoringCodeKinds.find((one) => one === as);
        if (kind === undefined)
          throw new UsageError(`unknown kind of code: ${as}; --as takes ${monitoringCodeKinds.join(', ')}`);
        for (const warning of warnings) shell.complain(warning);
        await shell.out(monitoringCode(kind, wishes));
        return 0;
      }
      const planned = await planWishes(access.connection, wishes, shell.signal);
      const foreign = planned.changes.filter(isForeign);
      const [first] = foreign;
      if (first)
        throw new UsageError(
          `${first.kind} ${JSON.stringify(first.target)} exists and is not ours: rename it, or set up with --as`,
        );
      const plan: Plan = {
        format: planFormat,
        version: 1,
        title: 'set up monitoring of violations',
        account: access.identity.account,
        madeAt: new Date().toISOString(),
        changes: planned.changes,
        warnings: [
          ...warnings,
          ...planned.unread.map(({ wish, reason }) => `${wish.kind} could not be read (${reason}): left out`),
        ],
      };
      return keep(plan, planned.unread.length > 0, files.keepPlan(plan), args, shell);
    });
  },
};

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
  shell.progress(`the plan is kept in ${file}; --apply carries it out`);
  return partial ? 2 : 0;
}

/** A thing of ours may be brought up to date; one that bears our name by chance is left alone. */
function isForeign(change: Change): boolean {
  if (change.before === null) return false;
  if (change.kind === 'metric-filter') return change.before.namespace !== monitoringNames.namespace;
  if (change.kind === 'alarm') return change.before.namespace !== monitoringNames.namespace;
  if (change.kind === 'topic') return true;
  return (
    change.kind === 'dashboard' &&
    !JSON.stringify(change.before.body).includes(`"${monitoringNames.namespace}"`)
  );
}

async function wishesFor(
  { connection, region, identity }: RegionAccess,
  args: CommandArguments,
  shell: Shell,
) {
  const emails = listOption(args, 'email');
  const wrong = emails.find((one) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(one));
  if (wrong !== undefined) throw new UsageError(`no e-mail address: ${wrong}`);
  const threshold = Number(textOption(args, 'threshold') ?? '1');
  if (!Number.isInteger(threshold) || threshold < 1)
    throw new UsageError('--threshold wants a number of violations in five minutes: 1 or more');
  const listed = await listLoggedFunctions(connection, region, shell.signal);
  if (!listed.known)
    throw new UsageError(
      `functions cannot be listed: ${listed.gap.action} was ${listed.gap.reason} (${listed.gap.detail})`,
    );
  const names = listOption(args, 'function');
  const unknown = names.find((name) => !listed.value.some((one) => one.name === name));
  if (unknown !== undefined) throw new UsageError(`no such function in ${region}: ${unknown}`);
  const wanted = listed.value.filter((one) => names.length === 0 || names.includes(one.name));
  const facts = await collectCoverage(connection, region, wanted, shell.signal);
  const warnings: string[] = [];
  const functions = facts.filter(({ name, logGroup, groupClass, filters }) => {
    const group = groupClass.known ? groupClass.value : 'STANDARD';
    if (group === null)
      warnings.push(`${name}: log group ${logGroup} does not exist yet; set up again after its first run`);
    else if (group !== 'STANDARD')
      warnings.push(`${name}: log group ${logGroup} is of class ${group}, which has no metric filters`);
    // CloudWatch allows 100 metric filters for a log group; two are ours.
    else if (filters.known && filters.value.length > 98)
      warnings.push(`${name}: log group ${logGroup} has no room for more metric filters`);
    else return true;
    return false;
  });
  if (functions.length === 0)
    throw new UsageError(
      `no function can be monitored${warnings.length > 0 ? `: ${warnings.join('; ')}` : ''}`,
    );
  const proof = await tryPattern(connection, region, createAsk({ signal: shell.signal }), violationPattern);
  if (!proof.known) warnings.push(`the pattern was not tried (${proof.gap.action} was ${proof.gap.reason})`);
  else if (!proof.value) throw new UsageError('the service does not count the samples with this pattern');
  if (emails.length === 0) warnings.push('nobody is told: add --email ADDRESS');
  warnings.push(
    'each function and rule that is violated costs a CloudWatch metric; nothing is counted before that',
  );
  const { account, partition } = identity;
  return { wishes: monitoringWishes({ region, account, partition, functions, emails, threshold }), warnings };
}
