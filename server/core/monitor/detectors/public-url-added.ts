// A function gets a URL that anybody may call.
import type { TrailDetector } from '../trail/detector.ts';
import { record } from '../trail/example.ts';
import { functionOf } from '../trail/trail-event.ts';

export const publicUrlAdded: TrailDetector = {
  id: 'public-url-added',
  title: 'a URL without authentication was made',
  severity: 'error',
  confidence: 'medium',
  why: 'With the authentication type NONE the function is on the Internet for everybody who learns the address.',
  todo: 'If nobody meant it, set the type to AWS_IAM or delete the URL.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  attack: ['T1190', 'T1546'],
  look(event) {
    if (event.error !== '' || !/^(Create|Update)FunctionUrlConfig$/.test(event.name)) return undefined;
    if (event.request['authType'] !== 'NONE') return undefined;
    const name = functionOf(event);
    return { message: `${event.identity.principal} opened a URL of ${name} to everybody`, function: name };
  },
  examples: {
    bad: [
      [record({ name: 'CreateFunctionUrlConfig', request: { functionName: 'orders', authType: 'NONE' } })],
      [record({ name: 'UpdateFunctionUrlConfig', request: { functionName: 'orders', authType: 'NONE' } })],
    ],
    good: [
      [record({ name: 'CreateFunctionUrlConfig', request: { functionName: 'orders', authType: 'AWS_IAM' } })],
    ],
  },
};
