// Carries out a plan and takes it back. Before each change the state is compared with the one that the plan was made
// from; before each undo with the one that the change left. Where somebody else was there meanwhile it stops.
import { type Call, callsOf } from '../core/remedy/calls.ts';
import { type Change, type ChangeKind, inverse, isOnTheWay, isSameState } from '../core/remedy/change.ts';
import { wordsOf } from '../core/remedy/preview.ts';
import {
  type ChangeOf,
  type ChangeReader,
  NotThereYet,
  RefusedChange,
  type Resolved,
} from './change-reader.ts';
import { changeReaders } from './changes/index.ts';
import type { Connection } from './clients.ts';
import type { Journal } from './journal.ts';
import { changeScope, readState } from './read-state.ts';

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
    const isBegun = state === 'begun' && (isSameState(there, change.after) || isOnTheWay(change, there));
    if (isBegun || isSameState(there, change.before)) continue;
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
    await make(change, there, options);
    journal.note(index, 'done', stamp(options));
    options.onStep?.(index + 1, plan.changes.length, wordsOf(change));
  }
}

export interface Undone {
  readonly undone: number;
  /** What a person should know of what was undone. */
  readonly remarks: readonly string[];
  /** What AWS does not let go yet, in words: the same call goes on with it later. */
  readonly waiting: readonly string[];
}

/** Takes back what the journal says was made, last first. Throws `ApplyError`; calling it again goes on. */
export async function undoPlan(journal: Journal, options: ApplyOptions): Promise<Undone> {
  const { plan, steps } = journal;
  await checkAccount(plan.account, options);
  const remarks: string[] = [];
  const waiting: string[] = [];
  let undone = 0;
  for (const [index, change] of [...plan.changes.entries()].toReversed()) {
    const state = steps[index];
    if (state === 'untouched' || state === 'undone') continue;
    options.signal.throwIfAborted();
    const back = inverse(change);
    const there = await read(change, options);
    if (!isSameState(there, change.before)) {
      if (!isSameState(there, change.after) && !isOnTheWay(change, there))
        throw new ApplyError(
          `somebody else changed it since: ${wordsOf(change)}; it is left as it is, and so is what was changed before it`,
        );
      journal.note(index, 'undoing', stamp(options));
      try {
        const remark = await make(back, there, options);
        if (remark !== undefined) remarks.push(remark);
      } catch (error) {
        if (!(error instanceof StillHeld)) throw error;
        waiting.push(error.message);
        continue;
      }
    }
    // It may have been made before the line broke.
    else if (state === 'undoing') {
      const remark = await remarkOn(back, options);
      if (remark !== undefined) remarks.push(remark);
    }
    journal.note(index, 'undone', stamp(options));
    undone += 1;
    options.onStep?.(undone, plan.changes.length, wordsOf(back));
  }
  return { undone, remarks, waiting };
}

/** Of a thing that a plan made: AWS removes it only when nothing uses it any more, which takes its time. */
class StillHeld extends ApplyError {}

const held = /^(?:DependencyViolation|InvalidOperationException|ConflictException|ResourceInUseException)$/;

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
async function make(change: Change, there: unknown, options: ApplyOptions): Promise<string | undefined> {
  let calls: readonly Call[] = isSameState(there, change.after) ? [] : callsFrom(change, there);
  while (calls.length > 0) {
    const [one, ...rest] = calls;
    if (!one) break;
    try {
      const remark = await persisted(() => resolvedAndSent(change, one, options), options);
      if (remark !== undefined) return remark;
      calls = rest;
    } catch (error) {
      if (error instanceof RefusedChange || options.signal.aborted)
        throw options.signal.aborted ? error : asApplyError(error);
      // An answer may be lost after the work was done: what is there decides.
      const now = await read(change, options);
      if (isSameState(now, change.after)) break;
      const left = isOnTheWay(change, now) ? callsFrom(change, now) : calls;
      if (left.length >= calls.length) throw failureOf(one, change, error);
      calls = left;
    }
  }
  // What nothing takes back is not waited for.
  if (callsOf(change).length > 0) await settled(change, options);
  return await remarkOn(change, options);
}

function remarkOn(change: Change, options: ApplyOptions): Promise<string | undefined> {
  const { scope, reader } = partsOf(change, options);
  return retried(async () => await reader.remark?.(scope, change as ChangeOf<ChangeKind>), options);
}

function callsFrom(change: Change, there: unknown): readonly Call[] {
  // A state on the way is one of the same kind.
  return callsOf(isOnTheWay(change, there) ? ({ ...change, before: there } as Change) : change);
}

function failureOf(call: Call, change: Change, error: unknown): ApplyError {
  const words = `${call.permission} failed: ${reason(error)}; ${wordsOf(change)} was not made`;
  return change.after === null && error instanceof Error && held.test(error.name)
    ? new StillHeld(`${wordsOf(change)} has to wait: AWS says ${reason(error)}; undo again in some minutes`)
    : new ApplyError(words);
}

/** Services settle within moments, those with networks within minutes; a change that does not show is not called done. */
async function settled(change: Change, options: ApplyOptions): Promise<void> {
  const { scope, reader, target } = partsOf(change, options);
  const pause = options.sleep ?? sleep;
  for (let attempt = 0; ; attempt += 1) {
    if (isSameState(await read(change, options), change.after)) break;
    if (attempt === 6)
      throw new ApplyError(`the service took the call and the state is another: ${wordsOf(change)}`);
    await pause(200 * 2 ** attempt);
  }
  for (let attempt = 0; reader.pending !== undefined; attempt += 1) {
    options.signal.throwIfAborted();
    const words = await retried(async () => await reader.pending?.(scope, target), options);
    if (words === undefined) return;
    if (attempt === 150) throw new ApplyError(`${words}: the same command goes on when it is done`);
    await pause(2000);
  }
}

function partsOf(change: Change, options: ApplyOptions) {
  return {
    scope: changeScope(options.connection, change.region, options.signal),
    // The kind names the reader and the target alike: a pair that the compiler cannot follow through the table.
    reader: changeReaders[change.kind] as ChangeReader<ChangeKind>,
    target: change.target,
  };
}

async function resolvedAndSent(
  change: Change,
  call: Call,
  options: ApplyOptions,
): Promise<string | undefined> {
  const { scope, reader } = partsOf(change, options);
  const resolved: Resolved = (await reader.resolve?.(scope, change as ChangeOf<ChangeKind>, call.input)) ?? {
    input: call.input,
  };
  if ('remark' in resolved) return resolved.remark;
  await send({ ...call, input: resolved.input }, change.region, options);
  return undefined;
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
async function persisted<T>(work: () => Promise<T>, options: ApplyOptions): Promise<T> {
  const pause = options.sleep ?? sleep;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (options.signal.aborted || attempt >= 3 || !isPassing(error)) throw error;
      await pause(200 * 3 ** attempt);
    }
  }
}

/** As `persisted`; throws `ApplyError`, or what aborted it. */
async function retried<T>(work: () => Promise<T>, options: ApplyOptions): Promise<T> {
  try {
    return await persisted(work, options);
  } catch (error) {
    throw options.signal.aborted ? error : asApplyError(error);
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof NotThereYet) return true;
  if (!(error instanceof Error) || error instanceof ApplyError) return false;
  if (/Throttl|TooManyRequests|RequestLimitExceeded|ResourceInUse/.test(error.name)) return true;
  // Lambda is at work on another update of the function; a policy of Network Firewall has a newer token.
  if (error.name === 'ResourceConflictException' && /in progress/i.test(error.message)) return true;
  // DNS Firewall is still at work on what was made a moment ago.
  if (/^(?:InvalidTokenException|ConflictException)$/.test(error.name)) return true;
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
  return error instanceof ApplyError ? error : new ApplyError(reason(error));
}

/** The service's word and sentence; what a change sends holds neither secrets nor payloads. */
function reason(error: unknown): string {
  if (error instanceof ApplyError || error instanceof RefusedChange) return error.message;
  return error instanceof Error
    ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 300)}`
    : String(error);
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
