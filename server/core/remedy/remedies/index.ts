// The ways to contain a function, the one that harms least first.
import type { Remedy } from '../remedy.ts';
import { cleanVersion } from './clean-version.ts';
import { closeInvokePermissions } from './close-invoke-permissions.ts';
import { denyRole } from './deny-role.ts';
import { pauseEventRules } from './pause-event-rules.ts';
import { pauseEventSources } from './pause-event-sources.ts';
import { privateUrl } from './private-url.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { stopFunction } from './stop-function.ts';

export const remedies: readonly Remedy[] = [
  cleanVersion,
  pauseEventSources,
  pauseEventRules,
  privateUrl,
  closeInvokePermissions,
  revokeSessions,
  stopFunction,
  denyRole,
];
