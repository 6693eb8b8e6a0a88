// Calls over HTTP are not traced.
import { functionCheck } from '../../check.ts';
import { configuration, place, trigger } from '../../examples.ts';
import { securityHub } from '../../references.ts';
import { isHttp } from '../../triggers.ts';

export const untracedCalls = functionCheck({
  id: 'untraced-calls',
  severity: 'hint',
  title: 'calls from outside are not traced',
  why: 'A trace shows what one request from outside did to everything behind the function. For functions without such callers it says little.',
  todo: 'Set tracing to Active.',
  cwe: [778],
  references: [securityHub('Lambda.7')],
  needs: ['configuration', 'triggers', 'place'],
  test: ({ configuration: { tracing }, triggers, place: here }) => {
    if (!triggers.some(isHttp)) return 'not-applicable';
    return tracing === 'active' ? [] : [{ message: `${here.name} is called over HTTP and not traced` }];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({ tracing: 'active' }),
        triggers: [trigger('url', 'synchronous')],
      },
    ],
    bad: [{ place, configuration: configuration(), triggers: [trigger('url', 'synchronous')] }],
    notApplicable: [{ place, configuration: configuration(), triggers: [] }],
  },
});
