// Audits several accounts by a role that is taken on in each of them: named ones, or all of the organization.
import type { Command } from '../feature.ts';
import { runAuditByRole } from '../run-audit.ts';

export const command: Command = {
  id: 'lambdaProtect.runAuditByRole',
  run: runAuditByRole,
};
