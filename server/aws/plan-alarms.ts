// The plan that puts alarms on functions that react to outside input and have none on their calls, errors or throttles.
import type { Gap, Known } from '../core/model/known.ts';
import { type MissingAlarms, missingAlarms } from '../core/monitor/metrics/missing-alarms.ts';
import { metricAlarmPrefix, proposeAlarms } from '../core/remedy/metric-alarms.ts';
import { createAsk } from './ask.ts';
import { type BehaviourScope, listFunctions } from './behaviour/open-behaviour.ts';
import { readAlarms, readMetrics } from './behaviour/read-metrics.ts';
import { readReachable } from './behaviour/read-reachable.ts';
import { type MadePlan, makePlan, PlanError, type PlanScope } from './make-plan.ts';
import { isEmail } from './plan-monitoring.ts';

/** Files of plan and journal. */
export const alarmsTopic = 'alarms';

export interface AlarmsWish {
  /** Empty: all that lack one. */
  readonly functions: readonly string[];
  readonly emails: readonly string[];
}

const hourMs = 3_600_000;
/** As many as teach the hours of the week. */
const days = 63;

/** Throws `PlanError`. */
export async function planAlarms(scope: PlanScope, wish: AlarmsWish): Promise<MadePlan> {
  const { region, identity } = scope;
  const wrong = wish.emails.find((one) => !isEmail(one));
  if (wrong !== undefined) throw new PlanError(`no e-mail address: ${wrong}`);
  const warnings: string[] = [];
  const missing = await functionsWithoutAlarms(scope, wish.functions, (gap) =>
    warnings.push(`${gap.action} was ${gap.reason} (${gap.detail})`),
  );
  const end = new Date(Math.floor(Date.parse(scope.now) / hourMs) * hourMs);
  const read = await readMetrics(
    behaviourScope(scope, () => {}),
    region,
    missing.map(({ name }) => name),
    { start: new Date(end.getTime() - days * 24 * hourMs), end },
  );
  if (!read.known)
    warnings.push(
      `the past could not be read (${read.gap.action} was ${read.gap.reason}): levels are those of new functions`,
    );
  const { wishes, warnings: more } = proposeAlarms(missing, {
    region,
    account: identity.account,
    partition: identity.partition,
    emails: wish.emails,
    series: read.known ? read.value : [],
  });
  const made = await makePlan(scope, {
    title: 'put alarms on functions that react to outside input',
    wishes,
    warnings: [...warnings, ...more],
  });
  const foreign = made.changes.find(
    (change) =>
      change.before !== null &&
      (change.kind === 'topic' ||
        (change.kind === 'alarm' &&
          !(change.target.name.startsWith(metricAlarmPrefix) && change.before.namespace === 'AWS/Lambda'))),
  );
  if (foreign)
    throw new PlanError(
      `${foreign.kind} ${JSON.stringify(foreign.target)} exists and is not ours: rename it`,
    );
  return made;
}

/** The latest changed first. Throws `PlanError` where functions or alarms cannot be listed: an alarm that may not be read is not missing. */
export async function functionsWithoutAlarms(
  scope: PlanScope,
  names: readonly string[],
  onGap: (gap: Gap) => void,
): Promise<readonly MissingAlarms[]> {
  const { region } = scope;
  const behaviour = behaviourScope(scope, (_region, gap) => onGap(gap));
  const functions = needed(await listFunctions(behaviour, region), 'functions');
  const absent = names.find((name) => !functions.some((one) => one.name === name));
  if (absent !== undefined) throw new PlanError(`no such function in ${region}: ${absent}`);
  const alarms = needed(await readAlarms(behaviour, region), 'alarms');
  const chosen = functions.filter(({ name }) => names.length === 0 || names.includes(name));
  return missingAlarms(await readReachable(behaviour, region, chosen), alarms);
}

function behaviourScope(
  { connection, region, signal }: PlanScope,
  gap: BehaviourScope['gap'],
): BehaviourScope {
  return { connection, ask: createAsk({ signal }), regions: [region], gap };
}

function needed<T>(found: Known<T>, what: string): T {
  if (found.known) return found.value;
  throw new PlanError(
    `${what} cannot be listed: ${found.gap.action} was ${found.gap.reason} (${found.gap.detail})`,
  );
}
