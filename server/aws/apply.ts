// Carries out a plan and takes it back. Before each change the state is compared with the one that the plan was made
// from; before each undo with the one that the change left. Where somebody else was there meanwhile it stops.
import { type Call, callsOf } from '../core/remedy/calls.ts';
import { type Change, inverse, isSameState } from '../core/remedy/change.ts';
import { wordsOf } from '../core/remedy/preview.ts';
import type { Connection } from './clients.ts';
import type { Journal } from './journal.ts';
import { readState } from './read-state.ts';

/** What stopped it, in words, with the next step. What was done before is in the journal. */
export class ApplyError extends Error {}

export interface ApplyOptions {
  /** Opened with `retries: 'by-caller'`. */
  readonly connection: Connection;
  readonly signal: AbortSignal;
  readonly now?: () => Date;
  /** Told of each step as it is finished. */
  readonly onStep?: (step: number, total: number, words: string) => void;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Goes on where it was interrupted. Throws `ApplyError`. */
export async function applyPlan(journal: Journal, options: ApplyOptions): Promise<void> {
  const { plan, steps } = journal;
  if (steps.some((state) => state === 'undoing' || state === 'undone'))
    throw new ApplyError('this plan is being undone: undo it wholly, then make a new plan');
  await checkAccount(plan.account, options);
  // Nothing is begun where one of the states is another than the plan says.
  for (const [index, change] of plan.changes.entries()) {
    const state = steps[index];
    if (state === 'done') continue;
    const there = await read(change, options);
    if (isSameState(there, change.before) || (state === 'begun' && isSameState(there, change.after)))
      continue;
    throw new ApplyError(
      `the plan is older than the account: ${wordsOf(change)} no longer begins there; make the plan anew`,
    );
  }
  for (const [index, change] of plan.changes.entries()) {
    if (steps[index] === 'done') continue;
    options.signal.throwIfAborted();
    const there = await read(change, options);
    if (steps[index] === 'untouched') {
      if (!isSameState(there, change.before))
        throw new ApplyError(
          `somebody changed it meanwhile: ${wordsOf(change)}; undo what was applied, or make the plan anew`,
        );
      journal.note(index, 'begun', stamp(options));
    }
    if (!isSameState(there, change.after)) await make(change, options);
    journal.note(index, 'done', stamp(options));
    options.onStep?.(index + 1, plan.changes.length, wordsOf(change));
  }
}

/** Takes back what the journal says was made, last first. Throws `ApplyError`; calling it again goes on. */
export async function undoPlan(
  journal: Journal,
  options: ApplyOptions,
): Promise<{ readonly undone: number; readonly remarks: readonly string[] }> {
  const { plan, steps } = journal;
  await checkAccount(plan.account, options);
  const remarks: string[] = [];
  let undone = 0;
  for (const [index, change] of [...plan.changes.entries()].toReversed()) {
    const state = steps[index];
    if (state === 'untouched' || state === 'undone') continue;
    options.signal.throwIfAborted();
    const back = inverse(change);
    const there = await read(change, options);
    if (!isSameState(there, change.before)) {
      if (!isSameState(there, change.after))
        throw new ApplyError(
          `somebody else changed it since: ${wordsOf(change)}; it is left as it is, and so is what was changed before it`,
        );
      journal.note(index, 'undoing', stamp(options));
      const remark = await make(back, options);
      if (remark !== undefined) remarks.push(remark);
    }
    journal.note(index, 'undone', stamp(options));
    undone += 1;
    options.onStep?.(undone, plan.changes.length, wordsOf(back));
  }
  return { undone, remarks };
}

const stamp = (options: ApplyOptions) => (options.now?.() ?? new Date()).toISOString();

async function checkAccount(account: string, options: ApplyOptions): Promise<void> {
  const sts = await options.connection.client(
    'sts',
    (await options.connection.defaultRegion()) ?? 'us-east-1',
  );
  const identity = await retried(() => sts.getCallerIdentity({}, { abortSignal: options.signal }), options);
  if (identity.Account !== account)
    throw new ApplyError(
      `the plan is for account ${account}, and this is ${identity.Account}: choose its profile`,
    );
}

function read(change: Change, options: ApplyOptions): Promise<unknown> {
  return retried(() => readState(options.connection, change, options.signal), options);
}

/** Makes the change and makes sure of it. What it gives back is something that a person should know. */
async function make(change: Change, options: ApplyOptions): Promise<string | undefined> {
  const { calls, remark } = await resolved(change, options);
  for (const one of calls) {
    try {
      await retried(() => send(one, change.region, options), options);
    } catch (error) {
      // An answer may be lost after the work was done: what is there decides.
      if (!isSameState(await read(change, options), change.after))
        throw new ApplyError(`${one.permission} failed: ${reason(error)}; ${wordsOf(change)} was not made`);
    }
  }
  if (remark !== undefined) return remark;
  // Services settle within moments; a change that does not show is not called done.
  const pause = options.sleep ?? sleep;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    if (isSameState(await read(change, options), change.after)) return undefined;
    await pause(200 * 2 ** attempt);
  }
  throw new ApplyError(`the service took the call and the state is another: ${wordsOf(change)}`);
}

/** With what only the service knows filled in. */
async function resolved(
  change: Change,
  options: ApplyOptions,
): Promise<{ readonly calls: readonly Call[]; readonly remark?: string }> {
  const calls = callsOf(change);
  if (change.kind === 'subscription' && change.after === null) {
    const { topicArn, endpoint } = change.target;
    const found = (await subscriptionsOf(topicArn, change.region, options)).find(
      (one) => one.Endpoint === endpoint && one.Protocol === change.target.protocol,
    );
    if (!found?.SubscriptionArn?.startsWith('arn:'))
      return {
        calls: [],
        remark: `${endpoint} never confirmed: SNS drops the subscription by itself, or with its topic`,
      };
    return { calls: calls.map((one) => ({ ...one, input: { SubscriptionArn: found.SubscriptionArn } })) };
  }
  if (change.kind === 'topic' && change.after === null) {
    const others = (await subscriptionsOf(change.target.arn, change.region, options)).filter((one) =>
      one.SubscriptionArn?.startsWith('arn:'),
    );
    if (others.length > 0)
      throw new ApplyError(
        `somebody else subscribed to ${change.target.arn} (${others.length}): it is left as it is; remove them first`,
      );
  }
  return { calls };
}

async function subscriptionsOf(TopicArn: string, region: string, options: ApplyOptions) {
  const sns = await options.connection.client('sns', region);
  const page = await retried(
    () => sns.listSubscriptionsByTopic({ TopicArn }, { abortSignal: options.signal }),
    options,
  );
  return page.Subscriptions ?? [];
}

/** The call as the preview shows it. */
async function send(call: Call, region: string, options: ApplyOptions): Promise<void> {
  const client: object = await options.connection.client(call.service, region);
  const name = call.operation.charAt(0).toLowerCase() + call.operation.slice(1);
  const method: unknown = Reflect.get(client, name);
  if (typeof method !== 'function') throw new Error(`no such operation: ${call.service}:${call.operation}`);
  await Reflect.apply(method, client, [call.input, { abortSignal: options.signal }]);
}

/** Another try where the line broke, the service is busy, or it wants a slower pace. */
async function retried<T>(work: () => Promise<T>, options: ApplyOptions): Promise<T> {
  const pause = options.sleep ?? sleep;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (options.signal.aborted) throw error;
      if (attempt >= 3 || !isPassing(error)) throw error instanceof ApplyError ? error : asApplyError(error);
      await pause(200 * 3 ** attempt);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ApplyError) return false;
  if (/Throttl|TooManyRequests|RequestLimitExceeded|ResourceInUse/.test(error.name)) return true;
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === 'number'
    ? status >= 500 && status !== 501
    : 'code' in error || '$metadata' in error;
}

function asApplyError(error: unknown): ApplyError {
  return new ApplyError(reason(error));
}

/** The service's word and sentence; what a change sends holds neither secrets nor payloads. */
function reason(error: unknown): string {
  if (error instanceof ApplyError) return error.message;
  return error instanceof Error
    ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 300)}`
    : String(error);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
