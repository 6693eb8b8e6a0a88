// Loops of function and queue, topic or bucket are not stopped.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const recursionAllowed = functionCheck({
  id: 'recursion-allowed',
  severity: 'warning',
  title: 'the function may call itself without end',
  why: 'Lambda stops a loop through SQS, SNS or S3 after about 16 rounds. With RecursiveLoop set to Allow one message can run up any bill.',
  todo: 'Set RecursiveLoop to Terminate, unless the loop is the design and bounded otherwise.',
  cwe: [674, 834],
  references: [lambdaGuide('invocation-recursion', 'Recursive loop detection')],
  needs: ['recursiveLoop', 'place'],
  test: ({ recursiveLoop, place: here }) =>
    recursiveLoop === 'allow' ? [{ message: `${here.name} has RecursiveLoop set to Allow` }] : [],
  examples: { good: [{ place, recursiveLoop: 'terminate' }], bad: [{ place, recursiveLoop: 'allow' }] },
});
