// Event source mappings stop polling; queues and streams keep what comes meanwhile.
import { missing, type Remedy } from '../remedy.ts';

export const pauseEventSources: Remedy = {
  id: 'pause-event-sources',
  title: 'disable event source mappings',
  harm: 'events wait in their queue or stream, no longer than its retention',
  propose(facts) {
    if (!facts.mappings.known)
      return { wishes: [], warnings: missing('event source mappings', facts.mappings) };
    return {
      wishes: facts.mappings.value
        .filter((one) => one.enabled)
        .map((one) => ({
          kind: 'event-source-mapping',
          region: facts.region,
          target: { uuid: one.uuid },
          after: { enabled: false },
          note: `source: ${one.source}`,
        })),
      warnings: [],
    };
  },
};
