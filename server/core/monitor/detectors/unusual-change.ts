// A change with consequences by somebody who never changed functions: another role, a URL, deletion, silence.
import { isStranger } from '../trail/changers.ts';
import type { TrailDetector } from '../trail/detector.ts';
import { deployer, person, record } from '../trail/example.ts';
import { functionOf, type TrailEvent, text } from '../trail/trail-event.ts';

const usual = Array.from({ length: 4 }, (_, n) =>
  record({
    name: 'UpdateFunctionCode20150331v2',
    at: `2026-10-0${n + 1}T10:00:00Z`,
    by: deployer,
    request: { functionName: 'orders' },
  }),
);

export const unusualChange: TrailDetector = {
  id: 'unusual-change',
  title: 'a function was changed by somebody new',
  severity: 'warning',
  confidence: 'medium',
  why: 'Roles, URLs, layers and deletions come from the same few identities. A new one is a new colleague, or somebody with stolen credentials who makes a function theirs or destroys it.',
  todo: 'Ask the person. If nobody knows of it, take the change back and lock the credentials.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html',
  attack: ['T1098', 'T1485', 'T1648'],
  look(event, { habits }) {
    if (event.service !== 'lambda' || event.error !== '') return undefined;
    const words = wordsOf(event);
    if (words === undefined || !isStranger(event, habits)) return undefined;
    const name = functionOf(event) || text(event.request['layerName']);
    return {
      message: `${event.identity.principal} ${words} ${name} from ${event.sourceAddress}, and never changed a function before`,
      function: name,
    };
  },
  examples: {
    bad: [
      [
        ...usual,
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          by: person,
          request: { functionName: 'orders', role: 'arn:aws:iam::111122223333:role/admin' },
        }),
      ],
      [
        ...usual,
        record({
          name: 'CreateFunctionUrlConfig',
          by: person,
          request: { functionName: 'orders', authType: 'AWS_IAM' },
        }),
      ],
    ],
    good: [
      [
        ...usual,
        record({ name: 'DeleteFunction20150331', by: deployer, request: { functionName: 'orders' } }),
      ],
      [
        ...usual,
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          by: person,
          request: { functionName: 'orders', memorySize: 512 },
        }),
      ],
    ],
  },
};

/** Only what gives or takes something: memory and timeouts do not. */
function wordsOf({ name, request }: TrailEvent): string | undefined {
  switch (name) {
    case 'CreateFunction':
      return `made, with the role ${text(request['role']).replace(/^.*role\//, '')}, the function`;
    case 'UpdateFunctionConfiguration':
      if (text(request['role']) !== '')
        return `gave the role ${text(request['role']).replace(/^.*role\//, '')} to`;
      return Array.isArray(request['layers']) && request['layers'].length > 0
        ? 'put layers under'
        : undefined;
    case 'DeleteFunction':
      return 'deleted';
    case 'CreateFunctionUrlConfig':
      return 'made a URL for';
    case 'PutFunctionConcurrency':
      return request['reservedConcurrentExecutions'] === 0 ? 'stopped' : undefined;
    case 'PublishLayerVersion':
      return 'published the layer';
    case 'DeleteFunctionCodeSigningConfig':
      return 'took the check of code signatures off';
    case 'UpdateEventSourceMapping':
    case 'PutFunctionEventInvokeConfig':
      return request['destinationConfig'] ? 'changed the destination of' : undefined;
    default:
      return undefined;
  }
}
