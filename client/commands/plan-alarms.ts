// Plans alarms on functions that react to outside input and have none: a page with every call, applied when a person says
// so, and undone by the journal.
import { startChange } from '../changes/start-change.ts';
import type { Command } from '../feature.ts';
import { placeOfNode, subjectOf } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.planAlarms',
  run: (extension, given) =>
    extension.tell.failing('alarms could not be planned', () => {
      const place = placeOfNode(given);
      return startChange(extension, {
        planner: 'alarms',
        title: 'Plan Alarms',
        ...(place === undefined ? {} : { subject: subjectOf(place) }),
      });
    }),
};
