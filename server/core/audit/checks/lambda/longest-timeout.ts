// The function may run for the full fifteen minutes, and somebody outside starts it.
import { functionCheck } from '../../check.ts';
import { configuration, place, trigger } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { isHttp } from '../../triggers.ts';

export const longestTimeout = functionCheck({
  id: 'longest-timeout',
  severity: 'info',
  title: 'outsiders can keep the function busy for fifteen minutes',
  why: 'A caller over HTTP gets no answer after 30 seconds (an API) anyway; a longer timeout only helps whoever wants to burn money or concurrency.',
  todo: 'Set the timeout to a little more than the longest call that is expected.',
  cwe: [400],
  references: [lambdaGuide('configuration-timeout', 'Timeouts')],
  needs: ['configuration', 'triggers', 'place'],
  test: ({ configuration: { timeoutSeconds }, triggers, place: here }) => {
    if (!triggers.some(isHttp)) return 'not-applicable';
    return timeoutSeconds >= 900
      ? [{ message: `${here.name} is called over HTTP and may run for ${timeoutSeconds} s` }]
      : [];
  },
  examples: {
    good: [{ place, configuration: configuration(), triggers: [trigger('url', 'synchronous')] }],
    bad: [
      {
        place,
        configuration: configuration({ timeoutSeconds: 900 }),
        triggers: [trigger('url', 'synchronous')],
      },
    ],
    notApplicable: [{ place, configuration: configuration({ timeoutSeconds: 900 }), triggers: [] }],
  },
});
