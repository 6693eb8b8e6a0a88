// A topic or queue in front of the function keeps its messages unencrypted.
import { functionCheck, type Hit } from '../../check.ts';
import { neighbours, place, queue, trigger } from '../../examples.ts';
import { securityHub } from '../../references.ts';

export const unencryptedTriggerSource = functionCheck({
  id: 'unencrypted-trigger-source',
  severity: 'info',
  title: 'what calls the function keeps its messages unencrypted',
  why: 'Messages that wait for the function hold the same data as its events.',
  todo: 'Turn server-side encryption on for the topic or queue.',
  cwe: [311],
  references: [securityHub('SQS.1'), securityHub('SNS.1')],
  needs: ['triggers', 'neighbours', 'place'],
  test: ({ triggers, neighbours: around, place: here }) => {
    const hits: Hit[] = [];
    const gaps = [];
    let asked = 0;
    for (const arn of new Set(triggers.map((one) => one.source))) {
      const source = arn === undefined ? undefined : around.get(arn);
      if (source === undefined || (source.kind !== 'sqs-queue' && source.kind !== 'sns-topic')) continue;
      asked++;
      if (!source.encryption.known) gaps.push(source.encryption.gap);
      else if (source.encryption.value.kind === 'none')
        hits.push({
          message: `${source.arn}, which calls ${here.name}, keeps messages unencrypted`,
          resource: source.arn,
        });
    }
    return asked === 0 ? 'not-applicable' : { hits, gaps };
  },
  examples: {
    good: [
      {
        place,
        triggers: [trigger('sqs', 'polled', { source: queue().arn })],
        neighbours: neighbours(queue()),
      },
    ],
    bad: [
      {
        place,
        triggers: [trigger('sqs', 'polled', { source: queue().arn })],
        neighbours: neighbours(queue({ encryption: { known: true, value: { kind: 'none' } } })),
      },
    ],
    notApplicable: [{ place, triggers: [trigger('events', 'asynchronous')], neighbours: neighbours() }],
  },
});
