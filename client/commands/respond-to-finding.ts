// Plans how the function of a finding is contained: a person chooses among the remedies, the least harmful first.
import { subjectOf } from '../changes/incident-subject.ts';
import { startChange } from '../changes/start-change.ts';
import type { Command } from '../feature.ts';

const title = 'Contain Function';

export const command: Command = {
  id: 'lambdaProtect.respondToFinding',
  run: (extension, given) =>
    extension.tell.failing('the response could not be planned', async () => {
      const subject = await subjectOf(extension, title, given);
      if (subject !== undefined) await startChange(extension, { planner: 'response', title, subject });
    }),
};
