// From what is wished for to a plan, by reading what is there. The command line and the editor make their plans here,
// so that the same wish gives the same plan. It never writes.
import type { Change, Wish } from '../core/remedy/change.ts';
import { type Plan, planFormat } from '../core/remedy/plan.ts';
import type { Connection } from './clients.ts';
import type { Identity } from './identity.ts';
import { planWishes } from './read-state.ts';

/** Why there is no plan, in words for a person with the next step. */
export class PlanError extends Error {}

/** Whom a planner asks, and about where. */
export interface PlanScope {
  readonly connection: Connection;
  readonly region: string;
  readonly identity: Identity;
  readonly signal: AbortSignal;
  /** ISO 8601. */
  readonly now: string;
  /** How many of the things that the plan is about were read. */
  readonly onRead?: (done: number, total: number) => void;
}

export interface PlanWishes {
  /** What it is for, as a verb: `contain shop-orders`. */
  readonly title: string;
  /** In the order in which they are to be made. */
  readonly wishes: readonly Wish[];
  readonly warnings: readonly string[];
}

export interface MadePlan {
  readonly plan: Plan;
  /** What the plan would change of things that are there. */
  readonly changes: readonly Change[];
  /** How many wishes were left out, because what is there could not be read. */
  readonly unread: number;
}

/** A wish that is fulfilled makes no change; one whose state cannot be read is left out and said. */
export async function makePlan(scope: PlanScope, { title, wishes, warnings }: PlanWishes): Promise<MadePlan> {
  const { connection, identity, signal, now, onRead } = scope;
  const { changes, unread } = await planWishes(connection, wishes, signal, onRead);
  signal.throwIfAborted();
  const plan: Plan = {
    format: planFormat,
    version: 1,
    title,
    account: identity.account,
    via: connection.via,
    madeAt: now,
    changes,
    warnings: [
      ...warnings,
      ...unread.map(({ wish, reason }) => `${wish.kind} could not be read (${reason}): left out`),
    ],
  };
  return { plan, changes, unread: unread.length };
}
