// Reserved concurrency is 0: the function does not run.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const stoppedFunction = functionCheck({
  id: 'stopped-function',
  severity: 'info',
  title: 'the function is stopped',
  why: 'With 0 as reserved concurrency every call is refused. That contains an incident; left alone it is an outage, or a function that nobody needs.',
  todo: 'Remove the limit, or delete the function.',
  cwe: [],
  references: [lambdaGuide('configuration-concurrency', 'Reserved concurrency')],
  needs: ['reservedConcurrency', 'place'],
  test: ({ reservedConcurrency, place: here }) =>
    reservedConcurrency === 0
      ? [{ message: `${here.name} has 0 reserved concurrency and refuses every call` }]
      : [],
  examples: {
    good: [
      { place, reservedConcurrency: null },
      { place, reservedConcurrency: 5 },
    ],
    bad: [{ place, reservedConcurrency: 0 }],
  },
});
