// Everybody may start as many copies of the function as the account allows.
import { functionCheck } from '../../check.ts';
import { place, trigger } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { isHttp } from '../../triggers.ts';

export const unboundedConcurrency = functionCheck({
  id: 'unbounded-concurrency',
  severity: 'info',
  title: 'callers from outside can use up the concurrency of the account',
  why: 'A function that outsiders call over HTTP takes all concurrency of the Region when it is flooded: every other function stops, and the bill runs.',
  todo: 'Reserve concurrency for the function; that is its upper bound too.',
  cwe: [770],
  references: [lambdaGuide('configuration-concurrency', 'Reserved concurrency')],
  needs: ['reservedConcurrency', 'triggers', 'place'],
  test: ({ reservedConcurrency, triggers, place: here }) => {
    const outside = triggers.filter(isHttp);
    if (outside.length === 0) return 'not-applicable';
    if (reservedConcurrency !== null) return [];
    const byUrl = outside.some((one) => one.service === 'url');
    return [
      {
        message: `${here.name} is called over HTTP (${[...new Set(outside.map((one) => one.service))].join(', ')}) and has no bound`,
        severity: byUrl ? 'warning' : 'info',
      },
    ];
  },
  examples: {
    good: [{ place, reservedConcurrency: 20, triggers: [trigger('url', 'synchronous')] }],
    bad: [
      { place, reservedConcurrency: null, triggers: [trigger('url', 'synchronous')] },
      { place, reservedConcurrency: null, triggers: [trigger('apigateway', 'synchronous')] },
    ],
    notApplicable: [{ place, reservedConcurrency: null, triggers: [trigger('sqs', 'polled')] }],
  },
});
