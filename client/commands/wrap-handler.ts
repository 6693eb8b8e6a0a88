// Wraps the handler of a tree node in the guard.
import { wrapHandlerCommand } from '../../server/protocol/guard-commands.ts';
import type { Command } from '../feature.ts';
import { isNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.wrapHandler',
  run: ({ server, tell }, node) =>
    tell.failing('the handler could not be wrapped', async () => {
      if (isNode(node))
        await server.request('workspace/executeCommand', {
          command: wrapHandlerCommand,
          arguments: node.arguments,
        });
    }),
};
