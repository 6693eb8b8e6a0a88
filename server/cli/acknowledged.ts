// Observations that a person called normal are not told; the latest ones are kept in the store so that they can be
// called so by their marks.

import { markOf, toAcknowledgement, withoutAcknowledged } from '../core/monitor/acknowledge.ts';
import type { Observation } from '../core/monitor/observation.ts';
import { counted } from '../core/report/counted.ts';
import { listAcknowledgements, openMonitorStore, seenTopic } from '../platform/monitor-store.ts';
import type { Shell } from './command.ts';

/** Without what is acknowledged; the rest is remembered. A store that fails is said and hides nothing. */
export function untold(observations: readonly Observation[], shell: Shell): readonly Observation[] {
  if (observations.length === 0) return observations;
  try {
    const store = openMonitorStore(shell.complain);
    try {
      const rest = withoutAcknowledged(observations, listAcknowledgements(store));
      const hidden = observations.length - rest.length;
      if (hidden > 0) shell.progress(`${counted(hidden, 'observation')} acknowledged as normal`);
      for (const one of rest.slice(-200))
        store.update(seenTopic, markOf(one), () => JSON.stringify(toAcknowledgement(one)));
      return rest;
    } finally {
      store.close();
    }
  } catch (error) {
    shell.complain(
      `the store of baselines cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
    return observations;
  }
}
