// Messages of a queue that fail come back for ever, until they expire.
import { functionCheck, type Hit } from '../../check.ts';
import { mapping, neighbours, place, queue } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const queueWithoutDeadLetters = functionCheck({
  id: 'queue-without-dead-letters',
  severity: 'info',
  title: 'the queue in front of the function has no dead-letter queue',
  why: 'A message that the function refuses comes back until it expires: it costs a call each time, and then it is lost.',
  todo: 'Set a redrive policy on the queue; the dead-letter queue of the function is not used for queues.',
  cwe: [755],
  references: [lambdaGuide('services-sqs-errorhandling', 'SQS error handling')],
  needs: ['mappings', 'neighbours', 'place'],
  test: ({ mappings, neighbours: around, place: here }) => {
    const hits: Hit[] = [];
    const gaps = [];
    let asked = 0;
    for (const one of mappings) {
      const source = around.get(one.sourceArn ?? '');
      if (source?.kind !== 'sqs-queue') continue;
      asked++;
      if (!source.deadLetterArn.known) gaps.push(source.deadLetterArn.gap);
      else if (source.deadLetterArn.value === null && one.onFailureArn === undefined)
        hits.push({ message: `${source.arn} of ${here.name} has no redrive policy`, resource: source.arn });
    }
    return asked === 0 ? 'not-applicable' : { hits, gaps };
  },
  examples: {
    good: [{ place, mappings: [mapping()], neighbours: neighbours(queue()) }],
    bad: [
      {
        place,
        mappings: [mapping()],
        neighbours: neighbours(queue({ deadLetterArn: { known: true, value: null } })),
      },
    ],
    notApplicable: [{ place, mappings: [], neighbours: neighbours() }],
  },
});
