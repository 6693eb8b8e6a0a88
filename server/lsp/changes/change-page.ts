// A kept plan or a journal as the editor shows it: every step with its calls and what undo does, how far it got, and a
// print by which a person's confirmation holds for this content only.
import { createHash } from 'node:crypto';
import { type Journal, journalState, type StepState } from '../../aws/journal.ts';
import { inverse } from '../../core/remedy/change.ts';
import type { Plan } from '../../core/remedy/plan.ts';
import { previewPlan } from '../../core/remedy/preview.ts';
import type { ChangePage, ChangeState, ListedChange } from '../../protocol/changes.ts';
import type { CarriedOut } from './job.ts';

export interface ChangeSource {
  /** The name of the file. */
  readonly id: string;
  readonly topic: string;
  readonly folder: string;
  readonly plan: Plan;
  /** Absent: nothing was begun. */
  readonly journal?: Journal;
  /** Of the last time that it was carried out from here. */
  readonly last?: CarriedOut;
}

export function changePage({ id, topic, folder, plan, journal, last }: ChangeSource): ChangePage {
  const there = previewPlan(plan);
  const back = previewPlan({ ...plan, changes: plan.changes.map(inverse) });
  return {
    id,
    print: printOf(plan, journal),
    topic,
    title: plan.title,
    account: plan.account,
    regions: regionsOf(plan),
    ...(plan.via === undefined ? {} : { via: plan.via }),
    madeAt: plan.madeAt,
    state: stateOf(plan, journal),
    steps: there.steps.map((step, index) => ({
      ...step,
      undo: back.steps[index]?.words ?? '',
      undoCalls: back.steps[index]?.calls ?? [],
      state: journal?.steps[index] ?? 'untouched',
    })),
    permissions: there.permissions,
    undoPermissions: there.undoPermissions,
    warnings: plan.warnings,
    folder,
    ...(last?.stopped === undefined ? {} : { stopped: last.stopped }),
    remarks: last?.remarks ?? [],
  };
}

export function listedChange(id: string, journal: Journal): ListedChange {
  const { plan, steps } = journal;
  return {
    id,
    title: plan.title,
    account: plan.account,
    regions: regionsOf(plan),
    madeAt: plan.madeAt,
    state: stateOf(plan, journal),
    done: steps.filter((one) => one === 'done' || one === 'undoing').length,
    total: steps.length,
  };
}

/** Changes with each step: what a person confirmed is exactly this, as far as it had got then. */
export function printOf(plan: Plan, journal?: { readonly steps: readonly StepState[] }): string {
  return createHash('sha256')
    .update(JSON.stringify([plan, journal?.steps ?? plan.changes.map(() => 'untouched')]))
    .digest('hex');
}

function stateOf(plan: Plan, journal: Journal | undefined): ChangeState {
  if (plan.changes.length === 0) return 'nothing';
  const state = journal === undefined ? 'untouched' : journalState(journal.steps);
  return state === 'untouched' ? 'planned' : state;
}

function regionsOf({ changes }: Plan): readonly string[] {
  return [...new Set(changes.map(({ region }) => region))].toSorted();
}
