// No concurrency: the function cannot run, whoever calls it and however. What is provisioned goes first, as Lambda
// reserves no less than that. https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
import type { Wish } from '../change.ts';
import { missing, type Remedy } from '../remedy.ts';

export const stopFunction: Remedy = {
  id: 'stop-function',
  title: 'stop every invocation (reserved concurrency 0)',
  harm: 'every call is throttled; asynchronous events are retried for at most six hours, then lost',
  propose({ region, name, provisioned, mappings }) {
    const ready = provisioned.known ? provisioned.value : [];
    return {
      wishes: [
        ...ready.map(
          ({ qualifier }): Wish => ({
            kind: 'provisioned-concurrency',
            region,
            target: { functionName: name, qualifier },
            after: null,
            note: 'Lambda reserves no less than is provisioned; undo asks for as much again, which takes some minutes',
          }),
        ),
        { kind: 'reserved-concurrency', region, target: { functionName: name }, after: { reserved: 0 } },
      ],
      warnings: [
        ...missing('event source mappings', mappings),
        ...missing('provisioned concurrency, without which the function must be', provisioned),
        'a call that runs already goes on to its end',
      ],
    };
  },
};
