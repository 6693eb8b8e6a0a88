// Something new triggers a function, set up by an identity that does not usually change functions.

import { isStranger } from '../trail/changers.ts';
import type { TrailDetector } from '../trail/detector.ts';
import { deployer, person, record, usualDeployments } from '../trail/example.ts';
import { functionOf, text } from '../trail/trail-event.ts';

export const eventSourceAdded: TrailDetector = {
  id: 'event-source-added',
  title: 'a new event source was set up outside of the usual pipeline',
  severity: 'warning',
  confidence: 'medium',
  why: 'An event source mapping makes a function run on what somebody else writes; with a function of their own it is a way to run code with its role again and again.',
  todo: 'See which queue or stream it reads, and who made it.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html',
  attack: ['T1546', 'T1648'],
  look(event, { habits }) {
    if (event.error !== '' || event.name !== 'CreateEventSourceMapping') return undefined;
    if (!isStranger(event, habits)) return undefined;
    const name = functionOf(event);
    return {
      message: `${event.identity.principal} made ${text(event.request['eventSourceArn']) || 'a new source'} trigger ${name}`,
      function: name,
    };
  },
  examples: {
    bad: [
      [
        ...usualDeployments,
        record({
          name: 'CreateEventSourceMapping20150331',
          by: person,
          request: { functionName: 'orders', eventSourceArn: 'arn:aws:sqs:eu-central-1:111122223333:q' },
        }),
      ],
    ],
    good: [
      [
        ...usualDeployments,
        record({
          name: 'CreateEventSourceMapping20150331',
          by: deployer,
          request: { functionName: 'orders', eventSourceArn: 'arn:aws:sqs:eu-central-1:111122223333:q' },
        }),
      ],
    ],
  },
};
