// Takes the guard off the handler of a tree node.
import { unwrapHandlerCommand } from '../../server/protocol/guard-commands.ts';
import type { Command } from '../feature.ts';
import { isNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.unwrapHandler',
  run: ({ server, tell }, node) =>
    tell.failing('the guard could not be removed', async () => {
      if (isNode(node))
        await server.request('workspace/executeCommand', {
          command: unwrapHandlerCommand,
          arguments: node.arguments,
        });
    }),
};
