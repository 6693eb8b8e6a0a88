// Plans the turning on of GuardDuty's Lambda Protection, in the Region of a note of the view Threats or one that a
// person picks.
import type { ChangeSubject } from '../../server/protocol/changes.ts';
import { startChange } from '../changes/start-change.ts';
import type { Command } from '../feature.ts';
import { isNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.turnOnProtection',
  run: (extension, given) =>
    extension.tell.failing('Lambda Protection could not be planned', () =>
      startChange(extension, {
        planner: 'protection',
        title: 'Turn On Lambda Protection',
        subject: isNode(given) ? whereOf(given.arguments) : {},
      }),
    ),
};

function whereOf([via, region, account]: readonly unknown[]): ChangeSubject {
  return {
    ...(typeof via === 'string' ? { via } : {}),
    ...(typeof region === 'string' ? { region } : {}),
    ...(typeof account === 'string' ? { about: { account } } : {}),
  };
}
