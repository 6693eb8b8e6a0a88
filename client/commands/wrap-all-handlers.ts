// Wraps every handler of the workspace that is not guarded, after asking.
import { wrapAllHandlersCommand } from '../../server/protocol/guard-commands.ts';
import type { Command } from '../feature.ts';
import { lastStatus } from '../status.ts';

export const command: Command = {
  id: 'lambdaProtect.wrapAllHandlers',
  run: ({ server, tell }) =>
    tell.failing('the handlers could not be wrapped', async () => {
      const status = lastStatus();
      const open = status === undefined ? undefined : status.handlers - status.guardedHandlers;
      if (open === 0) {
        tell.info('Every handler of the workspace is guarded.');
        return;
      }
      const wanted = await tell.confirm(
        open === undefined
          ? 'Wrap every handler in the guard?'
          : `Wrap ${open === 1 ? 'one handler' : `${open} handlers`} in the guard?`,
        'Their files are edited, which can be undone; the guard and the rule files are put beside the functions.',
        'Wrap',
      );
      if (wanted)
        await server.request('workspace/executeCommand', { command: wrapAllHandlersCommand, arguments: [] });
    }),
};
