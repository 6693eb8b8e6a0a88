// Shows observations that were called normal, too.
import { showObservations } from '../behaviour.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.showAcknowledged',
  run: (extension) => showObservations(extension, { acknowledged: true }),
};
