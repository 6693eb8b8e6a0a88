// Timeout and memory are the defaults: nobody has thought about them.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const defaultLimits = functionCheck({
  id: 'default-limits',
  severity: 'hint',
  title: 'timeout and memory are the defaults',
  why: 'Three seconds and 128 MB fit few functions; a call that ends in the middle leaves things half done, and the guard little time.',
  todo: 'Measure the function and set both.',
  cwe: [],
  references: [lambdaGuide('configuration-memory', 'Memory')],
  needs: ['configuration', 'place'],
  test: ({ configuration: { timeoutSeconds, memoryMb }, place: here }) =>
    timeoutSeconds === 3 && memoryMb === 128 ? [{ message: `${here.name} has 3 s and 128 MB` }] : [],
  examples: {
    good: [{ place, configuration: configuration() }],
    bad: [{ place, configuration: configuration({ timeoutSeconds: 3, memoryMb: 128 }) }],
  },
});
