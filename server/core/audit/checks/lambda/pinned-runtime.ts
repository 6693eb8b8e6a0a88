// The runtime version is pinned: its security patches do not reach the function.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const pinnedRuntime = functionCheck({
  id: 'pinned-runtime',
  severity: 'warning',
  title: 'security patches of the runtime are turned off',
  why: 'With manual runtime management the function stays on one runtime version until somebody changes it; patches do not arrive.',
  todo: 'Set runtime management to Auto, or to FunctionUpdate when you deploy often.',
  cwe: [1104],
  references: [lambdaGuide('runtimes-update', 'Runtime version updates')],
  needs: ['runtimeManagement', 'place'],
  test: ({ runtimeManagement, place: here }) => {
    if (runtimeManagement === null) return 'not-applicable';
    return runtimeManagement.mode === 'manual'
      ? [
          {
            message: `${here.name} is pinned to ${runtimeManagement.runtimeVersionArn ?? 'one runtime version'}`,
            resource: 'runtime management',
          },
        ]
      : [];
  },
  examples: {
    good: [
      { place, runtimeManagement: { mode: 'auto' } },
      { place, runtimeManagement: { mode: 'function-update' } },
    ],
    bad: [
      {
        place,
        runtimeManagement: { mode: 'manual', runtimeVersionArn: 'arn:aws:lambda:eu-west-1::runtime:example' },
      },
    ],
    notApplicable: [{ place, runtimeManagement: null }],
  },
});
