// `respond plan`: what could contain a function, and the plan of what a person chose of it.
import { createAsk } from '../../aws/ask.ts';
import { changeFiles } from '../../aws/change-files.ts';
import { planProtection, protectionTopic } from '../../aws/plan-protection.ts';
import {
  type FindingToArchive,
  offerResponse,
  planResponse,
  responseTopic,
} from '../../aws/plan-response.ts';
import type { Threat } from '../../core/model/threat.ts';
import type { Plan } from '../../core/remedy/plan.ts';
import { previewPlan, renderPreview } from '../../core/remedy/preview.ts';
import type { RemoteParty } from '../../core/remedy/remedy.ts';
import { cidrOf } from '../../core/remedy/remote-address.ts';
import { eventInvokeNote, networkNote, type Offer } from '../../core/remedy/response.ts';
import { planScope, type RegionAccess, withRegion } from '../aws-region.ts';
import type { Command, CommandArguments, Shell } from '../command.ts';
import { findFinding } from '../find-finding.ts';
import { keepFunctionEvidence } from '../keep-function-evidence.ts';
import { flag, formatOption, listOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'respond plan',
  summary: 'plans how to contain a function: what stops working, every call, every permission',
  usage: `
lambda-protect respond plan FINDING|FUNCTION [--with REMEDY[,…]] [--archive [--note TEXT] [--not-useful]]
    [--remote ADDRESS|DOMAIN] [--evidence DIR|s3://BUCKET/PREFIX] [--region R] [--profile P] [--format text|json] [--state DIR]
lambda-protect respond plan --protection      turns on GuardDuty Lambda Protection

Without --with, lists what there is, the least harmful first. With it, shows the plan of these and keeps it for
"respond apply". Of a finding, its remote address and domain are what the network remedies block.
  --remote       another address or domain for them, such as one that flow logs show
  --evidence     keeps evidence before the plan is made, as "respond evidence" does
  --archive      archives the finding at the end of the plan
  --note TEXT    sent to GuardDuty with it, as the comment of a feedback; it cannot be taken back
  --not-useful   tells GuardDuty that it need not have reported it; without it, a note calls the finding useful

DeleteFunctionEventInvokeConfig, which guides name as the way to disable triggers, is not offered: it removes retry
and destination settings of asynchronous calls, and triggers go on firing.
`,
  options: {
    with: { type: 'string', multiple: true },
    archive: { type: 'boolean' },
    note: { type: 'string' },
    'not-useful': { type: 'boolean' },
    evidence: { type: 'string' },
    remote: { type: 'string' },
    protection: { type: 'boolean' },
    state: { type: 'string' },
  },
  run: (args, shell) =>
    withRegion(args, shell, async (access) => {
      const format = formatOption(args, ['text', 'json']);
      if (flag(args, 'protection'))
        return keepPlan(
          (await planProtection(planScope(access, shell))).plan,
          protectionTopic,
          'protection',
          args,
          shell,
        );
      const [subject, ...more] = args.positionals;
      if (subject === undefined || more.length > 0)
        throw new UsageError('respond plan wants one finding id or one function name');
      const finding = await findFinding(access, subject, shell);
      const archive = toArchive(finding, args);
      const name = finding?.function.name ?? subject;
      const scope = planScope(access, shell);
      const response = await offerResponse(scope, {
        functionName: name,
        ...(finding ? { suspectVersion: finding.function.version } : {}),
        ...remoteOf(finding, args),
      });
      if (!response)
        throw new UsageError(
          `${finding ? 'the function of the finding cannot be read' : 'no finding and no readable function of that name'} in ${access.region}: ${name}${await refusalOf(access, name, shell)}`,
        );
      const { facts, offers } = response;
      const evidence = textOption(args, 'evidence');
      if (evidence !== undefined)
        await keepFunctionEvidence(access, evidence, { functionName: name, finding }, shell);
      const chosen = listOption(args, 'with');
      if (chosen.length === 0 && archive === undefined) {
        await shell.out(
          format === 'json'
            ? `${JSON.stringify({ version: 1, function: facts.arn, offers: offers.map(offerData) }, undefined, 2)}\n`
            : `${name}, the least harmful first:\n${offers.map(offerLine).join('')}note: ${networkNote(facts)}\nnote: ${eventInvokeNote}\n`,
        );
        return 0;
      }
      const { plan } = await planResponse(scope, response, chosen, archive);
      return keepPlan(plan, responseTopic(name), name, args, shell);
    }),
};

/** Why a function cannot be read, where it is for want of a permission or an answer. */
async function refusalOf({ connection, region }: RegionAccess, name: string, shell: Shell): Promise<string> {
  const lambda = await connection.client('lambda', region);
  const asked = await createAsk({ signal: shell.signal }).known(
    'lambda:GetFunctionConfiguration',
    (options) => lambda.getFunctionConfiguration({ FunctionName: name }, options),
  );
  // A wrong name needs no more words.
  return asked.known || asked.gap.detail === 'ResourceNotFoundException'
    ? ''
    : ` (${asked.gap.action} was ${asked.gap.reason}: ${asked.gap.detail})`;
}

async function keepPlan(
  plan: Plan,
  topic: string,
  word: string,
  args: CommandArguments,
  shell: Shell,
): Promise<0> {
  const file = changeFiles(shell.cwd, textOption(args, 'state'), topic).keepPlan(plan);
  await shell.out(
    formatOption(args, ['text', 'json']) === 'json'
      ? `${JSON.stringify({ version: 1, plan, preview: previewPlan(plan) }, undefined, 2)}\n`
      : renderPreview(plan),
  );
  shell.progress(
    plan.changes.length === 0
      ? 'there is nothing to apply'
      : `the plan is kept in ${file}; "respond apply ${word}" carries it out`,
  );
  return 0;
}

function remoteOf(finding: Threat | undefined, args: CommandArguments): { readonly remote?: RemoteParty } {
  const given = textOption(args, 'remote');
  if (given === undefined) return finding?.contact ? { remote: finding.contact } : {};
  if (cidrOf(given) !== undefined) return { remote: { address: given, domain: '', direction: 'unknown' } };
  if (!/^(?:[a-z0-9_](?:[\w-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*\.?$/i.test(given))
    throw new UsageError(`--remote is no address and no domain: ${given}`);
  return { remote: { address: '', domain: given, direction: 'unknown' } };
}

function toArchive(finding: Threat | undefined, args: CommandArguments): FindingToArchive | undefined {
  const note = textOption(args, 'note');
  const notUseful = flag(args, 'not-useful');
  if (!flag(args, 'archive')) {
    if (note !== undefined || notUseful) throw new UsageError('--note and --not-useful go with --archive');
    return undefined;
  }
  if (finding === undefined) throw new UsageError('--archive wants a finding, not a function');
  return {
    id: finding.id,
    detectorId: finding.detectorId,
    ...(note === undefined ? {} : { note }),
    ...(notUseful ? { wasUseful: false } : {}),
  };
}

function offerLine({ remedy, wishes, warnings }: Offer): string {
  const count =
    wishes.length === 0 ? 'nothing to do' : wishes.length === 1 ? '1 change' : `${wishes.length} changes`;
  return `  ${remedy.id.padEnd(26)}${remedy.title}: ${count}\n${' '.repeat(28)}${remedy.harm}\n${warnings.map((one) => `${' '.repeat(28)}${one}\n`).join('')}`;
}

function offerData({ remedy, wishes, warnings }: Offer) {
  const { id, title, harm } = remedy;
  return { id, title, harm, wishes, warnings };
}
