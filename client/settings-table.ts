// The settings that the client alone reads, beside the server's in `server/protocol/settings.ts`. package.json's
// settings are generated from both.
import type { Setting } from '../server/protocol/settings.ts';

export const clientSettings = {
  'trace.server': {
    default: 'off',
    words: ['off', 'messages', 'verbose'],
    description: 'What of the conversation with the language server is written to the log.',
    scope: 'window',
  },
} as const satisfies Record<string, Setting<unknown>>;
