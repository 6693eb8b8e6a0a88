// Groups the view Observations by function.
import { showObservations } from '../behaviour.ts';
import type { Command } from '../feature.ts';

export const command: Command = {
  id: 'lambdaProtect.groupObservationsByFunction',
  run: (extension) => showObservations(extension, { grouping: 'function' }),
};
