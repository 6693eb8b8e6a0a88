// Opens the handler of the function whose rule was violated.
import type { Command } from '../feature.ts';
import { idOfViolation } from '../views/node.ts';
import { openViolation } from '../webview/violations-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.openViolationHandler',
  run(extension, given) {
    const id = idOfViolation(given);
    return id === undefined ? undefined : openViolation(extension, 'handler', id);
  },
};
