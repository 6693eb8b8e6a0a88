// Opens the log of a violation in the console of AWS, or the file that it was read from.
import type { Command } from '../feature.ts';
import { idOfViolation } from '../views/node.ts';
import { openViolation } from '../webview/violations-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.openViolationLog',
  run(extension, given) {
    const id = idOfViolation(given);
    return id === undefined ? undefined : openViolation(extension, 'console', id);
  },
};
