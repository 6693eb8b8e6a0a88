// The guard is in the package, and the configured handler does not pass through it.
import { functionCheck } from '../../check.ts';
import { code, configuration, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const handlerNotGuarded = functionCheck({
  id: 'handler-not-guarded',
  severity: 'warning',
  title: 'the guard is deployed and does not wrap the handler',
  why: 'A guard beside the handler protects nothing: Lambda calls the function that Handler names.',
  todo: 'Wrap the function that the Handler setting names.',
  cwe: [693],
  references: [lambdaGuide('python-handler', 'Handlers')],
  needs: ['code', 'configuration', 'place'],
  test: ({ code: { guard }, configuration: { handler }, place: here }) => {
    if (guard.files.length === 0) return 'not-applicable';
    if (guard.wrapsHandler === 'yes') return [];
    const text =
      guard.wrapsHandler === 'no' ? 'does not pass through the guard' : 'cannot be followed to the guard';
    return [
      {
        message: `handler ${handler ?? ''} of ${here.name} ${text}: ${guard.evidence}`,
        severity: guard.wrapsHandler === 'no' ? 'warning' : 'info',
        confidence: guard.wrapsHandler === 'no' ? 'high' : 'low',
      },
    ];
  },
  examples: {
    good: [{ place, configuration: configuration(), code: code() }],
    bad: [
      {
        place,
        configuration: configuration(),
        code: code({
          guard: { files: ['protect_lambda.py'], wrapsHandler: 'no', evidence: 'app.py never names it' },
        }),
      },
    ],
    notApplicable: [
      {
        place,
        configuration: configuration(),
        code: code({ guard: { files: [], wrapsHandler: 'no', evidence: '' } }),
      },
    ],
  },
});
