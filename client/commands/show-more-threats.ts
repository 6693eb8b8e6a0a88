// Shows more findings of a group of the view Threats.
import {
  type ShowMoreParams,
  showMoreThreatsCommand,
  showMoreThreatsRequest,
} from '../../server/protocol/threats.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: showMoreThreatsCommand,
  run: async ({ server, tell }, group) => {
    if (typeof group !== 'string') return;
    const params: ShowMoreParams = { group };
    await tell.failing('no more could be shown', () => server.request<null>(showMoreThreatsRequest, params));
  },
};
