// Forgets what was learned of functions, what a person called normal, or both, after asking.
import * as vscode from 'vscode';
import {
  type ForgetParams,
  forgetRequest,
  type LearnedSummary,
  learnedRequest,
} from '../../server/protocol/behaviour.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.forgetBehaviour',
  run: ({ server, tell }) =>
    tell.failing('nothing was forgotten', async () => {
      const { trails, acknowledged, folder } = await server.request<LearnedSummary>(
        learnedRequest,
        undefined,
      );
      if (trails + acknowledged === 0) {
        tell.info('Nothing was learned yet.');
        return;
      }
      const picked = await vscode.window.showQuickPick(
        [
          {
            what: 'trails' as const,
            label: 'What is usual in trails',
            description: `${trails} ${trails === 1 ? 'account' : 'accounts'}`,
            picked: trails > 0,
          },
          {
            what: 'acknowledged' as const,
            label: 'Observations that were acknowledged as normal',
            description: `${acknowledged}`,
          },
        ],
        { title: 'Forget What Was Learned', canPickMany: true },
      );
      if (picked === undefined || picked.length === 0) return;
      const params: ForgetParams = {
        trails: picked.some(({ what }) => what === 'trails'),
        acknowledged: picked.some(({ what }) => what === 'acknowledged'),
      };
      const isWanted = await tell.confirm(
        'Forget what was learned?',
        `${picked.map(({ label, description }) => `${label}: ${description}`).join('\n')}\n\nIt lies in ${folder}, for this editor and the command line, and cannot be brought back. The next reading learns from what AWS still has.`,
        'Forget',
      );
      if (!isWanted) return;
      await server.request<null>(forgetRequest, params);
      tell.info('It is forgotten.');
    }),
};
