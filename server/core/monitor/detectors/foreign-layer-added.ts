// A layer of another account is put under a function: its code runs before the function's own.
import type { TrailDetector } from '../trail/detector.ts';
import { record } from '../trail/example.ts';
import { configuresFunction, functionOf, text } from '../trail/trail-event.ts';

/** Publishers of layers that AWS documents: Lambda Insights, Powertools, AppConfig and Parameters extensions. */
const known =
  /:layer:(LambdaInsightsExtension|AWSLambdaPowertools|AWS-AppConfig-Extension|AWS-Parameters-and-Secrets|AWSSDKPandas|aws-otel)/;

export const foreignLayerAdded: TrailDetector = {
  id: 'foreign-layer-added',
  title: 'a layer of another account was added',
  severity: 'error',
  confidence: 'medium',
  why: 'Code of a layer runs with the role of the function, before its handler; an extension in it sees every event.',
  todo: 'Find out whose account it is and what the layer holds; take it out if you do not know.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html',
  attack: ['T1525', 'T1574'],
  look(event) {
    if (!configuresFunction(event)) return undefined;
    const { layers } = event.request;
    const foreign = (Array.isArray(layers) ? layers : []).map(text).filter((arn) => {
      const account = /^arn:[^:]*:lambda:[^:]*:(\d{12}):layer:/.exec(arn)?.[1];
      return account !== undefined && account !== event.account && !known.test(arn);
    });
    if (foreign.length === 0) return undefined;
    const name = functionOf(event);
    return { message: `${event.identity.principal} put ${foreign.join(', ')} under ${name}`, function: name };
  },
  examples: {
    bad: [
      [
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          request: {
            functionName: 'orders',
            layers: ['arn:aws:lambda:eu-central-1:999988887777:layer:helper:1'],
          },
        }),
      ],
    ],
    good: [
      [
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          request: {
            functionName: 'orders',
            layers: ['arn:aws:lambda:eu-central-1:111122223333:layer:own:3'],
          },
        }),
      ],
      [
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          request: {
            functionName: 'orders',
            layers: ['arn:aws:lambda:eu-central-1:580247275435:layer:LambdaInsightsExtension:21'],
          },
        }),
      ],
    ],
  },
};
