// Plans a security group of its own for a function that shares its network interface with others, so that flow logs tell
// it apart.
import { startChange } from '../changes/start-change.ts';
import type { Command } from '../feature.ts';
import { placeOfNode, subjectOf } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.planOwnGroup',
  run: (extension, given) =>
    extension.tell.failing('the security group could not be planned', () => {
      const place = placeOfNode(given);
      return startChange(extension, {
        planner: 'own-group',
        title: 'Give a Security Group of Its Own',
        ...(place === undefined ? {} : { subject: subjectOf(place) }),
      });
    }),
};
