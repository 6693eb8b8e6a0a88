// The plan that sets up monitoring of violations: which log groups can be counted, whether the pattern counts, and what
// bears our names without being ours.
import type { Change, Wish } from '../core/remedy/change.ts';
import {
  dashboardLimits,
  filtersPerGroup,
  maxFiltersOfGroup,
  monitoringNames,
  monitoringWishes,
  violationPattern,
} from '../core/remedy/monitoring.ts';
import { recordShapes } from '../core/remedy/record-shapes.ts';
import { type Ask, createAsk } from './ask.ts';
import { type MadePlan, makePlan, PlanError, type PlanScope } from './make-plan.ts';
import {
  collectCoverage,
  type LoggedFunction,
  listLoggedFunctions,
  tryOnShapes,
} from './monitoring-facts.ts';

/** Files of plan and journal. */
export const monitoringTopic = 'monitoring';

export interface MonitoringWish {
  /** Empty: every function of the Region. */
  readonly functions: readonly string[];
  readonly emails: readonly string[];
  /** Of violations in a period. */
  readonly threshold: number;
  /** Default: five minutes. */
  readonly periodSeconds?: number;
  /** ARN of a topic to tell; absent: one is made. */
  readonly topic?: string;
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
  { functions: names, emails, threshold, periodSeconds = 300, topic }: MonitoringWish,
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
  const ask = createAsk({ signal });
  const proof = await tryOnShapes(connection, region, ask, violationPattern);
  if (!proof.known) warnings.push(`the pattern was not tried (${proof.gap.action} was ${proof.gap.reason})`);
  else if (
    proof.value.counts.length < recordShapes.length ||
    proof.value.countsOthers ||
    proof.value.countsNear
  )
    throw new PlanError('the service does not count the samples with this pattern');
  if (!isPeriod(periodSeconds))
    throw new PlanError('no period of an alarm: it is 60 seconds or a multiple, up to a day');
  if (topic !== undefined) await checkTopic(scope, ask, topic, warnings);
  if (emails.length === 0 && topic === undefined)
    warnings.push('nobody is told: no e-mail address was given');
  warnings.push(
    'each function and rule that is violated costs a CloudWatch metric; nothing is counted before that',
  );
  const alsoShown = (await counted(scope, ask, listed)).filter(
    (one) => !functions.some(({ name }) => name === one.name),
  );
  const shown = functions.length + alsoShown.length;
  if (shown > dashboardLimits.metrics)
    warnings.push(`the dashboard shows invocations of ${dashboardLimits.metrics} of ${shown} functions`);
  const groups = new Set([...functions, ...alsoShown].map((one) => one.logGroup)).size;
  if (groups > dashboardLimits.logGroups)
    warnings.push(
      `the dashboard's table reads ${dashboardLimits.logGroups} of ${groups} log groups: a query takes no more`,
    );
  const { account, partition } = identity;
  const wishes = monitoringWishes({
    region,
    account,
    partition,
    functions,
    emails,
    threshold,
    periodSeconds,
    alsoShown,
    ...(topic === undefined ? {} : { topic }),
  });
  return { wishes, warnings };
}

/** Metric filters have values for each minute; CloudWatch looks at a day at most. */
export function isPeriod(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 60 && seconds <= 86_400 && seconds % 60 === 0;
}

/** Somebody else's topic: it is told and never changed. Throws `PlanError` where it cannot be told. */
async function checkTopic(
  { connection, region, identity, signal }: PlanScope,
  ask: Ask,
  arn: string,
  warnings: string[],
): Promise<void> {
  const match = /^arn:[\w-]+:sns:([\w-]+):(\d{12}):([\w-]{1,256}(?:\.fifo)?)$/.exec(arn);
  if (!match) throw new PlanError(`no ARN of a topic: ${arn}`);
  if (match[1] !== region)
    throw new PlanError(`the topic is in ${match[1]}: an alarm tells topics of ${region} only`);
  if (arn.endsWith('.fifo'))
    throw new PlanError('a FIFO topic takes no e-mail addresses: choose a standard topic');
  const sns = await connection.client('sns', region);
  const found = await ask.orNull('sns:GetTopicAttributes', (options) =>
    sns.getTopicAttributes({ TopicArn: arn }, options),
  );
  signal.throwIfAborted();
  if (!found.known) {
    warnings.push(`the topic could not be read (${found.gap.action} was ${found.gap.reason})`);
    return;
  }
  if (found.value === null) throw new PlanError(`there is no topic ${arn}`);
  if (found.value.Attributes?.['KmsMasterKeyId']?.endsWith('alias/aws/sns'))
    warnings.push('the topic is encrypted with the key that AWS manages, with which no alarm can reach it');
  if (match[2] !== identity.account)
    warnings.push(`the topic belongs to account ${match[2]}: its policy has to let CloudWatch publish to it`);
}

/** Functions whose log group has our filter already. */
async function counted(
  { connection, region }: PlanScope,
  ask: Ask,
  functions: readonly LoggedFunction[],
): Promise<readonly LoggedFunction[]> {
  const logs = await connection.client('logs', region);
  const { metric: metricName, namespace: metricNamespace, filter } = monitoringNames;
  const listed = await ask.pages('logs:DescribeMetricFilters', async (token, options) => {
    const page = await logs.describeMetricFilters(
      { metricName, metricNamespace, ...(token === undefined ? {} : { nextToken: token }) },
      options,
    );
    return { items: page.metricFilters, next: page.nextToken };
  });
  if (!listed.known) return [];
  const groups = new Set(
    listed.value.filter((one) => one.filterName === filter).map((one) => one.logGroupName),
  );
  return functions.filter((one) => groups.has(one.logGroup));
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
    else if (filters.known && !hasRoom(filters.value.map((one) => one.name)))
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

/** For those of ours that are not there yet. */
function hasRoom(names: readonly string[]): boolean {
  const { filter, filterByRule, filterWrapped } = monitoringNames;
  const ours = [filter, filterByRule, filterWrapped].filter((name) => names.includes(name)).length;
  return names.length + filtersPerGroup - ours <= maxFiltersOfGroup;
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
