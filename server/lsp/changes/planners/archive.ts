// Plans the archiving of a finding of GuardDuty, when an incident is over.
import { PlanError } from '../../../aws/make-plan.ts';
import { planArchive, responseTopic } from '../../../aws/plan-response.ts';
import type { Planner } from '../planner.ts';

/** Wants `about` `function`, `finding` and `detector`. */
export const archive: Planner = {
  id: 'archive',
  title: 'Archive Finding',
  async ask() {
    return [];
  },
  async plan(scope) {
    const { function: name, finding: id, detector: detectorId } = scope.about;
    if (name === undefined || id === undefined || detectorId === undefined)
      throw new PlanError('no finding is known to be closed: read GuardDuty’s findings first');
    scope.tell('the finding');
    const { plan } = await planArchive(scope, name, { id, detectorId });
    return { kind: 'plan', topic: responseTopic(name), plan };
  },
};
