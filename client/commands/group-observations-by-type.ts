// Groups the view Observations by type.
import { showObservations } from '../behaviour.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.groupObservationsByType',
  run: (extension) => showObservations(extension, { grouping: 'type' }),
};
