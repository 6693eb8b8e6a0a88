// Plays a changed rule file against the committed one, for the view of that name.
import { type ReplayParams, type ReplaySummary, replayRequest } from '../../protocol/replay.ts';
import type { Method } from '../method.ts';
import { pathOf } from '../open-document.ts';
import { playRuleFile } from '../rule-files/last-replay.ts';

export const ruleReplay: Method = {
  register(connection, session) {
    connection.onRequest(replayRequest, async ({ uri }: ReplayParams, token): Promise<ReplaySummary> => {
      const { newlyBlocked, newlyPassing, files, events } = await playRuleFile(
        pathOf(uri),
        session,
        () => token.isCancellationRequested,
      );
      return { newlyBlocked: newlyBlocked.length, newlyPassing: newlyPassing.length, files, events };
    });
  },
};
