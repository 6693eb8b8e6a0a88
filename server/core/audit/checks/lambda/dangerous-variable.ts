// A variable that loads or redirects code before the handler runs.

import { functionCheck } from '../../check.ts';
import { dangerOfVariable } from '../../dangerous-variables.ts';
import { place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

const variable = (name: string, text: string) => ({
  name,
  value: { kind: 'plain' as const, form: 'kept' as const, text },
});

export const dangerousVariable = functionCheck({
  id: 'dangerous-variable',
  severity: 'warning',
  title: 'an environment variable changes what code runs',
  why: 'Wrappers, preloads, module paths and start-up options run code before the handler and before the guard; whoever may change the configuration needs no new package for it.',
  todo: 'Find out who set it and why; remove it, or write an exception with the reason.',
  cwe: [426, 427, 454],
  references: [lambdaGuide('runtimes-modify', 'Wrapper scripts and runtime settings')],
  needs: ['environment', 'place'],
  test: ({ environment, place: here }) => {
    if (environment.length === 0) return 'not-applicable';
    return environment.flatMap(({ name, value }) => {
      const danger = dangerOfVariable(name, value);
      return danger === undefined
        ? []
        : [
            {
              message: `${name} of ${here.name} ${danger.text}`,
              resource: `variable ${name}`,
              severity: danger.severity,
              data: { variable: name },
            },
          ];
    });
  },
  examples: {
    good: [
      { place, environment: [variable('LOG_LEVEL', 'INFO')] },
      { place, environment: [variable('NODE_OPTIONS', '--enable-source-maps --max-old-space-size=256')] },
      { place, environment: [variable('AWS_LAMBDA_EXEC_WRAPPER', '/opt/otel-handler')] },
    ],
    bad: [
      { place, environment: [variable('LD_PRELOAD', '/tmp/x.so')] },
      { place, environment: [variable('NODE_OPTIONS', '--require /tmp/x.js')] },
      { place, environment: [variable('AWS_LAMBDA_EXEC_WRAPPER', '/tmp/wrap')] },
      { place, environment: [variable('PYTHONSTARTUP', '/tmp/x.py')] },
      { place, environment: [variable('NODE_TLS_REJECT_UNAUTHORIZED', '0')] },
    ],
    notApplicable: [{ place, environment: [] }],
  },
});
