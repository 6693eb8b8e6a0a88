// A variable is set that makes a function's runtime load other code, or send its calls elsewhere.
import type { TrailDetector } from '../trail/detector.ts';
import { record } from '../trail/example.ts';
import { asRecord, configuresFunction, functionOf } from '../trail/trail-event.ts';

const dangerous =
  /^(AWS_LAMBDA_EXEC_WRAPPER|AWS_LAMBDA_RUNTIME_API|LD_PRELOAD|LD_LIBRARY_PATH|NODE_OPTIONS|NODE_PATH|PYTHONPATH|PYTHONSTARTUP|PYTHONINSPECT|JAVA_TOOL_OPTIONS|RUBYOPT|RUBYLIB|DOTNET_STARTUP_HOOKS|AWS_ENDPOINT_URL\w*|HTTPS?_PROXY)$/;

export const dangerousEnvironmentChange: TrailDetector = {
  id: 'dangerous-environment-change',
  title: 'a variable that loads other code was set',
  severity: 'warning',
  confidence: 'medium',
  why: 'These variables make the runtime run something before the handler or send its requests through somebody else, without a change of the code.',
  todo: 'Look what the variable points to. A tracing layer sets some of them; anything else does not belong there.',
  ref: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
  attack: ['T1574.006', 'T1525'],
  look(event) {
    if (!configuresFunction(event)) return undefined;
    const variables = asRecord(asRecord(event.request['environment'])['variables']);
    const set = Object.keys(variables).filter((name) => dangerous.test(name));
    if (set.length === 0) return undefined;
    const name = functionOf(event);
    return { message: `${event.identity.principal} set ${set.join(', ')} of ${name}`, function: name };
  },
  examples: {
    bad: [
      [
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          request: {
            functionName: 'orders',
            environment: { variables: { NODE_OPTIONS: '--require /opt/x.js' } },
          },
        }),
      ],
    ],
    good: [
      [
        record({
          name: 'UpdateFunctionConfiguration20150331v2',
          request: { functionName: 'orders', environment: { variables: { TABLE: 'orders' } } },
        }),
      ],
    ],
  },
};
