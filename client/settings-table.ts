// The settings that the client alone reads, beside the server's in `server/protocol/settings.ts`. package.json's
// settings are generated from both.
import type { Setting } from '../server/protocol/settings.ts';

export const clientSettings = {
  auditReminderDays: {
    default: 90,
    least: 0,
    description:
      'Remind of an account whose last audit on this machine is older than so many days. 0: no reminder.',
    scope: 'window',
  },
  'trace.server': {
    default: 'off',
    words: ['off', 'messages', 'verbose'],
    description: 'What of the conversation with the language server is written to the log.',
    scope: 'window',
  },
  'violations.notify': {
    default: false,
    description: 'Show a notification when a new violation comes in while violations are followed.',
    scope: 'window',
  },
} as const satisfies Record<string, Setting<unknown>>;
