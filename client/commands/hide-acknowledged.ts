// Hides observations that were called normal.
import { showObservations } from '../behaviour.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.hideAcknowledged',
  run: (extension) => showObservations(extension, { acknowledged: false }),
};
