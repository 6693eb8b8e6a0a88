// Audits the deployed functions of one or more accounts and looks into their packages.
import type { Command } from '../feature.ts';
import { runAudit } from '../run-audit.ts';

export const command: Command = {
  id: 'lambdaProtect.runAuditWithCode',
  run: (extension) => runAudit(extension, true),
};
