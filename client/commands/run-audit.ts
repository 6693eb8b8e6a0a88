// Audits the deployed functions of one or more accounts.
import type { Command } from '../feature.ts';
import { runAudit } from '../run-audit.ts';

export const command: Command = {
  id: 'lambdaProtect.runAudit',
  run: (extension) => runAudit(extension, false),
};
