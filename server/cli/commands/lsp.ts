// `lsp --stdio`: the language server for any editor.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installFolder } from '../../platform/install-folder.ts';
import type { Command } from '../command.ts';
import { flag, UsageError } from '../options.ts';

export const command: Command = {
  name: 'lsp',
  summary: 'the language server, for any editor',
  usage: `
lambda-protect lsp --stdio

Speaks the Language Server Protocol on standard input and output until the client ends it.
`,
  options: { stdio: { type: 'boolean' } },
  async run(args) {
    if (!flag(args, 'stdio'))
      throw new UsageError('the language server speaks on standard input: lambda-protect lsp --stdio');
    // The server is a program of its own beside this one; it reads `--stdio` from the same arguments and ends the process.
    await import(pathToFileURL(join(installFolder, 'server.mjs')).href);
    return new Promise(() => {});
  },
};
