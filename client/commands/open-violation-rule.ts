// Opens the line of the rule that a violation broke.
import type { Command } from '../feature.ts';
import { isNode } from '../views/node.ts';
import { openViolation } from '../webview/violations-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.openViolationRule',
  run(extension, given) {
    const id = idIn(isNode(given) ? given.arguments[0] : given);
    return id === undefined ? undefined : openViolation(extension, 'rule', id);
  },
};

function idIn(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : undefined;
}
