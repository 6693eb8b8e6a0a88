// The commands, by their words. Each is loaded when it is called, so that none waits for what it does not use.
import type { Command } from '../command.ts';

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  scan: () => import('./scan.ts'),
  handlers: () => import('./handlers.ts'),
  'guard add': () => import('./guard-add.ts'),
  'guard remove': () => import('./guard-remove.ts'),
  'rules check': () => import('./rules-check.ts'),
  'rules replay': () => import('./rules-replay.ts'),
  'event check': () => import('./event-check.ts'),
  'monitor coverage': () => import('./monitor-coverage.ts'),
  'monitor setup': () => import('./monitor-setup.ts'),
  'monitor acknowledge': () => import('./monitor-acknowledge.ts'),
  'monitor flows': () => import('./monitor-flows.ts'),
  'monitor metrics': () => import('./monitor-metrics.ts'),
  'monitor trail': () => import('./monitor-trail.ts'),
  'monitor violations': () => import('./monitor-violations.ts'),
  findings: () => import('./findings.ts'),
  'findings show': () => import('./findings-show.ts'),
  'respond plan': () => import('./respond-plan.ts'),
  'respond apply': () => import('./respond-apply.ts'),
  'respond undo': () => import('./respond-undo.ts'),
  audit: () => import('./audit.ts'),
  access: () => import('./access.ts'),
  permissions: () => import('./permissions.ts'),
  lsp: () => import('./lsp.ts'),
};
