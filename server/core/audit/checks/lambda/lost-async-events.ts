// Asynchronous events that fail are dropped.
import { functionCheck } from '../../check.ts';
import { configuration, place, trigger } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { isAsynchronous } from '../../triggers.ts';

export const lostAsyncEvents = functionCheck({
  id: 'lost-async-events',
  severity: 'info',
  title: 'asynchronous events that fail are lost',
  why: 'After its retries Lambda drops an event. With a failure destination what failed or was blocked can be looked at and sent again.',
  todo: 'Set an on-failure destination (or a dead-letter queue) for the qualifier that is called.',
  cwe: [755],
  references: [lambdaGuide('invocation-async-retain-records', 'Failure destinations')],
  needs: ['triggers', 'eventInvoke', 'configuration', 'place'],
  test: ({ triggers, eventInvoke, configuration: { deadLetterArn }, place: here }) => {
    const asynchronous = triggers.filter(isAsynchronous);
    if (asynchronous.length === 0) return 'not-applicable';
    if (deadLetterArn !== undefined) return [];
    const bare = [...new Set(asynchronous.map((one) => one.qualifier))].filter(
      (qualifier) =>
        !eventInvoke.some((one) => one.qualifier === qualifier && one.onFailureArn !== undefined),
    );
    return bare.map((qualifier) => ({
      message: `${here.name} (${qualifier ?? '$LATEST'}) is called by ${[...new Set(asynchronous.filter((one) => one.qualifier === qualifier).map((one) => one.service))].join(', ')} and keeps no failed events`,
      resource: qualifier ?? '$LATEST',
    }));
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({ deadLetterArn: 'arn:aws:sqs:eu-west-1:111122223333:dead' }),
        eventInvoke: [],
        triggers: [trigger('s3', 'asynchronous')],
      },
      {
        place,
        configuration: configuration(),
        eventInvoke: [{ qualifier: null, onFailureArn: 'arn:aws:sqs:eu-west-1:111122223333:dead' }],
        triggers: [trigger('sns', 'asynchronous')],
      },
    ],
    bad: [
      { place, configuration: configuration(), eventInvoke: [], triggers: [trigger('s3', 'asynchronous')] },
    ],
    notApplicable: [
      { place, configuration: configuration(), eventInvoke: [], triggers: [trigger('url', 'synchronous')] },
    ],
  },
});
