// Opens the line of the rule that a violation broke.
import type { Command } from '../feature.ts';
import { idOfViolation } from '../views/node.ts';
import { openViolation } from '../webview/violations-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.openViolationRule',
  run(extension, given) {
    const id = idOfViolation(given);
    return id === undefined ? undefined : openViolation(extension, 'rule', id);
  },
};
