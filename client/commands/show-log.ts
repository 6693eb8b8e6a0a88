// Opens the log of the extension and its server.
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.showLog',
  run: ({ log }) => log.show(),
};
