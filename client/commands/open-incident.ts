// Opens the runbook of an incident, for a finding of the view or one that the person picks.
import type { Command } from '../feature.ts';
import { openIncident } from '../incident/panel.ts';
import { pickThreat } from '../pick-threat.ts';

export const command: Command = {
  id: 'lambdaProtect.openIncident',
  run: (extension, given) =>
    extension.tell.failing('the incident could not be opened', async () => {
      const id = await pickThreat(extension, given, 'Open Incident');
      if (id !== undefined) await openIncident(extension, id);
    }),
};
