// Plans the archiving of a finding, when its incident is over.
import { subjectOf } from '../changes/incident-subject.ts';
import { startChange } from '../changes/start-change.ts';
import type { Command } from '../feature.ts';

const title = 'Archive Finding';

export const command: Command = {
  id: 'lambdaProtect.closeFinding',
  run: (extension, given) =>
    extension.tell.failing('the finding could not be closed', async () => {
      const subject = await subjectOf(extension, title, given);
      if (subject !== undefined) await startChange(extension, { planner: 'archive', title, subject });
    }),
};
