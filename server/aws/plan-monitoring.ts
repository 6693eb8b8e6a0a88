// The plan that sets up monitoring of violations: which log groups can be counted, whether the pattern counts, and what
// bears our names without being ours.
import type { Change, Wish } from '../core/remedy/change.ts';
import { monitoringNames, monitoringWishes, violationPattern } from '../core/remedy/monitoring.ts';
import { createAsk } from './ask.ts';
import { type MadePlan, makePlan, PlanError, type PlanScope } from './make-plan.ts';
import { collectCoverage, type LoggedFunction, listLoggedFunctions, tryPattern } from './monitoring-facts.ts';

/** Files of plan and journal. */
export const monitoringTopic = 'monitoring';

export interface MonitoringWish {
  /** Empty: every function of the Region. */
  readonly functions: readonly string[];
  readonly emails: readonly string[];
  /** Of violations in five minutes. */
  readonly threshold: number;
}

export function isEmail(text: string): boolean {
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text);
}

/** Throws `PlanError`. */
export async function planMonitoring(scope: PlanScope, wish: MonitoringWish): Promise<MadePlan> {
  const { wishes, warnings } = await wishMonitoring(scope, wish);
  const made = await makePlan(scope, { title: 'set up monitoring of violations', wishes, warnings });
  const foreign = made.changes.find(isForeign);
  if (foreign)
    throw new PlanError(
      `${foreign.kind} ${JSON.stringify(foreign.target)} exists and is not ours: rename it, or set up as infrastructure code`,
    );
  return made;
}

/** What is to be made, and what to know before. Throws `PlanError`. */
export async function wishMonitoring(
  scope: PlanScope,
  { functions: names, emails, threshold }: MonitoringWish,
): Promise<{ readonly wishes: readonly Wish[]; readonly warnings: readonly string[] }> {
  const { connection, region, identity, signal } = scope;
  const wrong = emails.find((one) => !isEmail(one));
  if (wrong !== undefined) throw new PlanError(`no e-mail address: ${wrong}`);
  const listed = await loggedFunctions(scope);
  const unknown = names.find((name) => !listed.some((one) => one.name === name));
  if (unknown !== undefined) throw new PlanError(`no such function in ${region}: ${unknown}`);
  const wanted = listed.filter((one) => names.length === 0 || names.includes(one.name));
  const warnings: string[] = [];
  const functions = await countable(scope, wanted, warnings);
  const proof = await tryPattern(connection, region, createAsk({ signal }), violationPattern);
  if (!proof.known) warnings.push(`the pattern was not tried (${proof.gap.action} was ${proof.gap.reason})`);
  else if (!proof.value) throw new PlanError('the service does not count the samples with this pattern');
  if (emails.length === 0) warnings.push('nobody is told: no e-mail address was given');
  warnings.push(
    'each function and rule that is violated costs a CloudWatch metric; nothing is counted before that',
  );
  const { account, partition } = identity;
  return { wishes: monitoringWishes({ region, account, partition, functions, emails, threshold }), warnings };
}

/** Throws `PlanError` where they cannot be listed. */
export async function loggedFunctions({
  connection,
  region,
  signal,
}: PlanScope): Promise<readonly LoggedFunction[]> {
  const listed = await listLoggedFunctions(connection, region, signal);
  if (listed.known) return listed.value;
  const { action, reason, detail } = listed.gap;
  throw new PlanError(`functions cannot be listed: ${action} was ${reason} (${detail})`);
}

/** Those whose log group takes our filters; the others are named in `warnings`. */
async function countable(
  { connection, region, signal }: PlanScope,
  wanted: readonly LoggedFunction[],
  warnings: string[],
): Promise<readonly LoggedFunction[]> {
  const facts = await collectCoverage(connection, region, wanted, signal);
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
    throw new PlanError(
      `no function can be monitored${warnings.length > 0 ? `: ${warnings.join('; ')}` : ''}`,
    );
  return functions;
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
