// Makes sample findings in GuardDuty, after showing where and which, and asking.
import {
  createSamplesRequest,
  previewSamplesRequest,
  type SamplePreview,
} from '../../server/protocol/threats.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.createSampleFindings',
  run: ({ server, tell }) =>
    tell.failing('no sample findings were made', async () => {
      const preview = await server.request<SamplePreview>(previewSamplesRequest, undefined);
      const { account, region, detectorId, types } = preview;
      const isWanted = await tell.confirm(
        `Make ${types.length} sample findings in GuardDuty?`,
        `Account ${account}, ${region}, detector ${detectorId}\nguardduty:CreateSampleFindings\n\n${types.join('\n')}\n\nThey are marked as samples, but rules that forward findings forward them too. Archive them in GuardDuty when you are done.`,
        'Make Sample Findings',
      );
      if (isWanted) await server.request<null>(createSamplesRequest, preview);
    }),
};
