// The commands, by their words. Each is loaded when it is called, so that none waits for what it does not use.
import type { Command } from '../command.ts';

export const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  scan: () => import('./scan.ts'),
  'rules check': () => import('./rules-check.ts'),
  lsp: () => import('./lsp.ts'),
};
