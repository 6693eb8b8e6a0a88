// No concurrency: the function cannot run, whoever calls it and however.
import { missing, type Remedy } from '../remedy.ts';

export const stopFunction: Remedy = {
  id: 'stop-function',
  title: 'stop every invocation (reserved concurrency 0)',
  harm: 'every call is throttled; asynchronous events are retried for at most six hours, then lost',
  propose: (facts) => ({
    wishes: [
      {
        kind: 'reserved-concurrency',
        region: facts.region,
        target: { functionName: facts.name },
        after: { reserved: 0 },
      },
    ],
    warnings: missing('event source mappings', facts.mappings),
  }),
};
