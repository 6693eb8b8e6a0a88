// The ways to contain a function, the one that harms least first; the ones that mend stand at the end.
import type { Remedy } from '../remedy.ts';
import { blockInDns } from './block-in-dns.ts';
import { blockInFirewall } from './block-in-firewall.ts';
import { blockInNetworkAcl } from './block-in-network-acl.ts';
import { cleanVersion } from './clean-version.ts';
import { closeInvokePermissions } from './close-invoke-permissions.ts';
import { denyRole } from './deny-role.ts';
import { newerLayers } from './newer-layers.ts';
import { noEgress } from './no-egress.ts';
import { pauseEventRules } from './pause-event-rules.ts';
import { pauseEventSources } from './pause-event-sources.ts';
import { privateUrl } from './private-url.ts';
import { removeUrl } from './remove-url.ts';
import { revokeSessions } from './revoke-sessions.ts';
import { stopFunction } from './stop-function.ts';

export const remedies: readonly Remedy[] = [
  blockInDns,
  blockInFirewall,
  blockInNetworkAcl,
  cleanVersion,
  pauseEventSources,
  pauseEventRules,
  privateUrl,
  closeInvokePermissions,
  revokeSessions,
  noEgress,
  stopFunction,
  denyRole,
  removeUrl,
  newerLayers,
];
