// Opens the panel of violations; from the view or a lens, for the function or rule that was chosen there.
import type { Command } from '../feature.ts';
import { isNode } from '../views/node.ts';
import { parseParams } from '../webview/panel-messages.ts';
import { showViolationsPanel } from '../webview/violations-panel.ts';

export const command: Command = {
  id: 'lambdaProtect.showViolations',
  run(extension, given) {
    const params = parseParams(isNode(given) ? given.arguments[0] : given);
    const { periodMs: _, ...filter } = params ?? { periodMs: 0 };
    showViolationsPanel(extension, filter);
  },
};
