// Gathers anew what is known around a finding: its code, layers, changes, Inspector's findings.
import { gatherEvidenceRequest, type ThreatId } from '../../server/protocol/threats.ts';
import type { Command } from '../feature.ts';
import { pickThreat } from '../pick-threat.ts';

export const command: Command = {
  id: 'lambdaProtect.gatherEvidence',
  run: (extension, given) =>
    extension.tell.failing('the evidence could not be gathered', async () => {
      const id = await pickThreat(extension, given, 'Gather Evidence');
      if (id === undefined) return;
      const params: ThreatId = { id };
      // The server shows progress, which can be cancelled.
      await extension.server.request<null>(gatherEvidenceRequest, params);
    }),
};
